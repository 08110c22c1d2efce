import { describe, expect, it } from 'vitest';
import { checkEntry } from '../sandbox/page/composer/check.ts';
import { listPicks, matchPicks, nest } from '../sandbox/page/composer/commands.ts';
import { emptySnapshot, ids } from './helpers/fake-world.ts';

const snapshot = emptySnapshot();
const [ada, ben, cleo] = snapshot.members;
const songs = snapshot.channels.find((channel) => channel.id === ids.songs);
const picksOf = (me = ada, channel = songs) => (me ? listPicks(snapshot.commands, channel, { ...snapshot, me }) : []);
const picks = picksOf();
const optionOf = (command: string, option: string) => {
  const found = picks.find((pick) => pick.name === command)?.options.find((each) => each.name === option);
  if (!found) throw new Error(`no option ${option}`);
  return found;
};
const typed = (text: string) => ({ text, picked: null });

describe('the command picker', () => {
  it('lists each subcommand by itself, the ones that begin with what was typed first', () => {
    expect(picks.map((pick) => pick.name)).toEqual(['song', 'compose', 'credits balance', 'credits grant', 'help']);
    expect(matchPicks(picks, 'gr').map((pick) => pick.name)).toEqual(['credits grant']);
    expect(matchPicks(picks, 'credits b').map((pick) => pick.name)).toEqual(['credits balance']);
  });

  it('sends a subcommand nested as Discord does', () => {
    const grant = picks.find((pick) => pick.name === 'credits grant');
    const filled = [{ name: 'amount', type: 4, value: 5 }];
    expect(grant && nest(grant, filled)).toEqual([{ name: 'grant', type: 1, options: filled }]);
  });

  it('offers nothing that belongs to a server in a direct message', () => {
    const direct = snapshot.channels.find((channel) => channel.kind === 'dm');
    expect(picksOf(cleo, direct)).toEqual([]);
  });

  it('speaks the language of the member where the bot does', () => {
    expect(picksOf(ben).find((pick) => pick.name === 'help')?.description).toBe('Alles mit Preisen und Grenzen');
    expect(picks.find((pick) => pick.name === 'help')?.description).toBe('All this with prices and limits');
  });

  it('offers the roles of the server by name, and sends them by id', () => {
    const options = [{ type: 8, name: 'role', description: 'Who may spend' }];
    const command = { id: '1', version: '1', name: 'spend', description: 'x', options };
    const guild = { ...snapshot.guild, roles: [{ id: ids.ada, name: 'Producers' }] };
    const [pick] = ada ? listPicks([command], songs, { ...snapshot, guild, me: ada }) : [];
    const [role] = pick?.options ?? [];
    expect(role?.choices).toEqual([{ name: '@Producers', value: ids.ada }]);
    const chosen = role && checkEntry(role, typed('@producers'));
    expect(chosen).toMatchObject({ ok: true, filled: { name: 'role', type: 8, value: ids.ada } });
  });

  it('says in one sentence what is wrong with a value', () => {
    const amount = optionOf('credits grant', 'amount');
    const idea = optionOf('song', 'idea');
    const instrumental = optionOf('song', 'instrumental');
    expect(checkEntry(amount, undefined)).toEqual({ ok: false, sentence: 'amount is required.' });
    expect(checkEntry(amount, typed('many'))).toEqual({ ok: false, sentence: 'amount must be a number.' });
    expect(checkEntry(amount, typed('1.5'))).toEqual({ ok: false, sentence: 'amount must be a whole number.' });
    expect(checkEntry(amount, typed('0'))).toEqual({ ok: false, sentence: 'amount must be at least 1.' });
    expect(checkEntry(idea, typed('x'.repeat(412)))).toEqual({
      ok: false,
      sentence: 'idea may have at most 400 characters; this is 12 over.',
    });
    expect(checkEntry(instrumental, typed('perhaps'))).toEqual({
      ok: false,
      sentence: 'instrumental must be one of the listed choices.',
    });
  });

  it('turns what was typed into what Discord sends', () => {
    const filledBy = (command: string, option: string, text: string) => {
      const checked = checkEntry(optionOf(command, option), typed(text));
      return checked.ok ? checked.filled : null;
    };
    expect(filledBy('credits grant', 'amount', ' 250 ')).toEqual({ name: 'amount', type: 4, value: 250 });
    expect(filledBy('song', 'instrumental', 'true')).toEqual({ name: 'instrumental', type: 5, value: true });
    expect(filledBy('song', 'model', '')).toBeNull();
  });
});
