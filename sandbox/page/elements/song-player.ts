/**
 * `<song-player>`: an attached track. A real `<audio>` does the playing; the controls are native buttons and ranges, so
 * that keys and screen readers work as everywhere. Its file is set once: an edit of the message does not disturb it.
 */
import { html, LitElement, nothing } from 'lit';
import { icons } from '../views/icons.ts';
import { clockText, sizeText } from '../views/text.ts';

export class SongPlayer extends LitElement {
  static override properties = {
    src: {},
    name: {},
    size: { type: Number },
    playing: { state: true },
    time: { state: true },
    duration: { state: true },
    volume: { state: true },
    muted: { state: true },
    failed: { state: true },
  };

  declare src: string;
  declare name: string;
  declare size: number;
  declare playing: boolean;
  declare time: number;
  declare duration: number;
  declare volume: number;
  declare muted: boolean;
  declare failed: boolean;
  #audio: HTMLAudioElement | null = null;
  #file = '';
  #frame = 0;

  constructor() {
    super();
    this.src = '';
    this.name = '';
    this.size = 0;
    this.playing = false;
    this.time = 0;
    this.duration = 0;
    this.volume = 1;
    this.muted = false;
    this.failed = false;
  }

  /** In the page's own tree: its style sheet applies, and the `<audio>` is reachable. */
  override createRenderRoot() {
    return this;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#audio?.pause();
  }

  override firstUpdated() {
    this.#audio = this.querySelector('audio');
  }

  /** Plays or pauses. Starting one stops every other player on the page. */
  async toggle() {
    const audio = this.#audio;
    if (!audio) return;
    if (!audio.paused) {
      audio.pause();
      return;
    }
    for (const other of document.querySelectorAll<HTMLAudioElement>('song-player audio')) {
      if (other !== audio) other.pause();
    }
    try {
      await audio.play();
    } catch (error) {
      // Pausing while it still loads rejects the promise; that is no failure.
      this.failed = error instanceof DOMException && error.name === 'NotSupportedError';
    }
  }

  #follow = () => {
    const audio = this.#audio;
    if (!audio) return;
    this.time = audio.currentTime;
    if (!audio.paused) this.#frame = requestAnimationFrame(this.#follow);
  };

  #sync() {
    const audio = this.#audio;
    if (!audio) return;
    this.playing = !audio.paused;
    this.duration = Number.isFinite(audio.duration) ? audio.duration : 0;
    this.volume = audio.volume;
    this.muted = audio.muted;
    cancelAnimationFrame(this.#frame);
    this.#follow();
  }

  #seek(event: Event) {
    if (this.#audio) this.#audio.currentTime = Number((event.target as HTMLInputElement).value);
  }

  #loud(event: Event) {
    if (!this.#audio) return;
    this.#audio.volume = Number((event.target as HTMLInputElement).value) / 100;
    this.#audio.muted = false;
  }

  #mute() {
    if (this.#audio) this.#audio.muted = !this.#audio.muted;
  }

  #filled(part: number): string {
    return `--filled:${(Number.isFinite(part) ? part * 100 : 0).toFixed(2)}%`;
  }

  override render() {
    this.#file ||= this.src;
    const heard = this.muted ? 0 : this.volume;
    const sync = () => this.#sync();
    return html`
      <div class="player" role="group" aria-label=${this.name}>
        <div class="player-head">
          <span class="file-icon">${icons.music}</span>
          <span class="file-words">
            <span class="file-name" title=${this.name}>${this.name}</span>
            <span class="file-size">${sizeText(this.size)}${this.duration ? ` · ${clockText(this.duration)}` : nothing}</span>
          </span>
          <a class="icon-button" href=${this.#file} download=${this.name} aria-label="Download ${this.name}" title="Download">${icons.download}</a>
        </div>
        <div class="player-bar">
          <button type="button" class="play" aria-label="${this.playing ? 'Pause' : 'Play'} ${this.name}" @click=${() => this.toggle()}>
            ${this.playing ? icons.pause : icons.play}
          </button>
          <span class="player-time">${clockText(this.time)} / ${clockText(this.duration)}</span>
          <input type="range" class="seek" min="0" max=${this.duration || 1} step="0.05" .value=${String(this.time)}
            style=${this.#filled(this.time / this.duration)} aria-label="Position in ${this.name}"
            aria-valuetext="${clockText(this.time)} of ${clockText(this.duration)}" @input=${this.#seek} />
          <button type="button" class="icon-button" aria-label="Mute ${this.name}" aria-pressed=${this.muted} @click=${this.#mute}>
            ${heard === 0 ? icons.muted : icons.volume}
          </button>
          <input type="range" class="volume" min="0" max="100" .value=${String(Math.round(heard * 100))}
            style=${this.#filled(heard)} aria-label="Volume of ${this.name}" @input=${this.#loud} />
        </div>
        ${this.failed ? html`<p class="player-failed" role="alert">This file cannot be played. It can still be downloaded.</p>` : nothing}
        <audio preload="metadata" src=${this.#file} @play=${sync} @pause=${sync} @loadedmetadata=${sync} @durationchange=${sync}
          @ended=${sync} @seeked=${sync} @volumechange=${sync} @error=${() => {
            this.failed = true;
          }}></audio>
      </div>
    `;
  }
}
