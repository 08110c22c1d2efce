/** Builds the page: the state, the connection, the actions, and one drawing of it all after each change. */
import { render } from 'lit';
import type { LiveEvent } from '../protocol.ts';
import { createActions } from './actions.ts';
import { SongComposer } from './composer/composer.ts';
import { confirmDialog, imageDialog } from './dialogs.ts';
import { ChoiceMenu } from './elements/choice-menu.ts';
import { LiveTime } from './elements/live-time.ts';
import { MessageMenu } from './elements/message-menu.ts';
import { SongPlayer } from './elements/song-player.ts';
import { SongForm } from './form/song-form.ts';
import { createLive } from './live.ts';
import { createScroll } from './scroll.ts';
import { fromSnapshot, type PageState, reduce } from './state.ts';
import { createStore } from './store.ts';
import './views/discord-look.ts';
import { appView } from './views/app.ts';
import { announcement } from './views/message.ts';
import { noticedAfterMs } from './views/messages.ts';
import { type Shell, worldOf } from './views/world.ts';

customElements.define('live-time', LiveTime);
customElements.define('song-player', SongPlayer);
customElements.define('choice-menu', ChoiceMenu);
customElements.define('message-menu', MessageMenu);
customElements.define('song-composer', SongComposer);
customElements.define('song-form', SongForm);

/** Long enough for a screen reader to take it up. */
const saidForMs = 3_000;

function start(root: HTMLElement) {
  const address = new URL(location.href);
  let said = '';
  let later: ReturnType<typeof setTimeout> | undefined;
  let hush: ReturnType<typeof setTimeout> | undefined;
  const store = createStore(changed);
  const actions = createActions(store);
  const live = createLive(heard, () => store.update((state) => ({ ...state, connection: 'lost' })));
  const scroll = createScroll(() => draw());

  const shell: Shell = {
    panel: null,
    startCommand: (name) => root.querySelector<SongComposer>('song-composer')?.start(name),
    actAs: (member) => {
      actions.closeForm();
      remember('member', member);
      live.connect(member);
    },
    toggle: (panel) => {
      shell.panel = shell.panel === panel ? null : panel;
      draw();
    },
    jumpTo: (messageId) => scroll.to(root.querySelector(`discord-message[data-id="${CSS.escape(messageId)}"]`)),
    confirmReset: () => confirmDialog(root.ownerDocument.body, () => void actions.reset()),
    showImage: (url, alt) => imageDialog(root.ownerDocument.body, url, alt),
  };

  /** Said once; it does not stay in the page to be read a second time. */
  function say(sentence: string) {
    said = sentence;
    clearTimeout(hush);
    hush = setTimeout(() => {
      said = '';
      draw();
    }, saidForMs);
  }

  function remember(name: string, value: string) {
    address.searchParams.set(name, value);
    history.replaceState(null, '', address);
  }

  function heard(event: LiveEvent) {
    actions.heard(event);
    if (event.type === 'snapshot') {
      store.set(fromSnapshot(event.snapshot, store.get(), address.searchParams.get('channel')));
      return;
    }
    store.update((state) => reduce(state, event));
  }

  function changed(state: PageState, before: PageState | null) {
    if (before?.channelId !== state.channelId) remember('channel', state.channelId);
    if (before && before.me.id !== state.me.id) say(`You are now ${state.me.name}`);
    else if (before) announceNew(state, before);
    if (before?.me.id !== state.me.id || !before) remember('member', state.me.id);
    document.title = `${state.channels.find((each) => each.id === state.channelId)?.name ?? 'Songcircle'} · ${state.guild.name} (${state.me.name})`;
    draw();
    // A command that takes long gets its "Sending command…" line even when nothing else happens.
    clearTimeout(later);
    if (state.acts.size > 0) later = setTimeout(draw, noticedAfterMs + 50);
  }

  /** Tells what is new in this channel, and what a message gained by an edit. */
  function announceNew(state: PageState, before: PageState) {
    if (state.messages === before.messages || state.channelId !== before.channelId) return;
    const known = new Map(before.messages.map((each) => [each.message.id, each]));
    const world = worldOf(state, actions, shell);
    for (const each of state.messages) {
      const old = known.get(each.message.id);
      if (old === each || each.message.channel_id !== state.channelId) continue;
      const gained =
        old && (old.thinking !== each.thinking || old.message.attachments.length < each.message.attachments.length);
      if (!old || gained) say(announcement(each, world));
      const mine = each.message.author.id === state.me.id || each.message.interaction_metadata?.user.id === state.me.id;
      if (!old) scroll.arrived(mine);
    }
  }

  function draw() {
    const state = store.get();
    if (!state) return;
    const world = worldOf(state, actions, shell);
    if (root.firstElementChild?.classList.contains('loading')) root.replaceChildren();
    render(appView(world, scroll.unseen(), scroll.toBottom, said), root);
    scroll.attach(root.querySelector<HTMLElement>('.scroller'), state.channelId);
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shell.panel && !document.querySelector('dialog[open]')) shell.toggle(shell.panel);
    else typeAnywhere(event, root);
  });
  live.connect(address.searchParams.get('member') ?? '');
}

/** Fields and menus want the letters themselves; a form must not lose them to the composer. */
function isTaken(focused: Element | null): boolean {
  return focused?.closest('input, textarea, select, dialog, [role="combobox"], [role="menu"]') != null;
}

/** As on Discord: whoever begins to type writes in the composer. */
function typeAnywhere(event: KeyboardEvent, root: HTMLElement) {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (modified || event.key.length !== 1 || event.key === ' ' || isTaken(document.activeElement)) return;
  root.querySelector<HTMLElement>('song-composer [data-field]')?.focus();
}

const root = document.getElementById('page');
if (root) start(root);
