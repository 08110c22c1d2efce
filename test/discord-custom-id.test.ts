import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routes } from '../src/discord/buttons.ts';
import { field, route, routeKey } from '../src/discord/custom-id.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const model = fc.option(fc.stringMatching(/^[a-z0-9-]{1,14}\/[A-Za-z0-9._-][A-Za-z0-9._: @/-]{0,20}$/), { nil: null });

test('what a custom id was made of is read back from it, within 100 characters', () => {
  fc.assert(
    fc.property(id, fc.integer({ min: 0, max: 999 }), (song, track) => {
      const made = routes.extend.make({ song, track });
      expect(made.length).toBeLessThanOrEqual(100);
      expect(routes.extend.parse(made)).toEqual({ song, track });
      expect(routeKey(made)).toBe(routes.extend.key);
    }),
  );
  fc.assert(
    fc.property(model, fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{16}$/), { nil: null }), (chosen, file) => {
      const made = routes.composeForm.make({ model: chosen, file });
      expect(made.length).toBeLessThanOrEqual(100);
      expect(routes.composeForm.parse(made)).toEqual({ model: chosen, file });
    }),
  );
});

test('counts, and words of which there are few, are read back too, and nothing else is', () => {
  const after = fc.option(fc.integer({ min: 0, max: 999_999_999 }), { nil: null });
  fc.assert(
    fc.property(id, after, fc.constantFrom('title' as const, 'style' as const), (circle, count, about) => {
      const added = routes.circleAddForm.make({ circle, after: count });
      expect(added.length).toBeLessThanOrEqual(100);
      expect(routes.circleAddForm.parse(added)).toEqual({ circle, after: count });
      const suggested = routes.circleSuggest.make({ circle, field: about });
      expect(routes.circleSuggest.parse(suggested)).toEqual({ circle, field: about });
    }),
  );
  for (const odd of ['01', '-1', '1.5', '1e3', '9999999999', 'NaN'])
    expect(routes.circleAddForm.parse(`circle-add-form:1:a:${odd}`)).toBeNull();
  for (const odd of ['', 'Title', 'constructor', 'lyrics'])
    expect(routes.circleSuggest.parse(`circle-suggest:1:a:${odd}`)).toBeNull();
});

test('the number of a history’s page is read back exactly, and nothing else for one', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (before) => {
      expect(routes.history.parse(routes.history.make({ before }))).toEqual({ before });
    }),
  );
  for (const odd of ['', '-1', '01', '1.5', '1e3', '9007199254740992', '99999999999999999', ' 1'])
    expect(routes.history.parse(`history:1:${odd}`)).toBeNull();
});

test('a custom id that was not made here is read as nothing, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 150 }), (text) => {
      for (const one of Object.values(routes)) {
        const read = one.parse(text);
        if (read !== null) expect(one.make(read as never)).toBe(text);
      }
      const key = routeKey(text);
      if (key !== null) expect(text.startsWith(key)).toBe(true);
    }),
  );
  for (const odd of [
    '',
    ':',
    'extend',
    'extend:1',
    'extend:1:a',
    'extend:1:a:1:2',
    'extend:1:a:01',
    'extend:1:a:1e1',
    'extend:2:a:1',
  ])
    expect(routes.extend.parse(odd)).toBeNull();
  expect(routes.extend.parse(`extend:1:${'a'.repeat(200)}:1`)).toBeNull();
});

test('an old version of a button is another route', () => {
  const older = route('extend', 2, { song: field.id });
  expect(routes.extend.parse(older.make({ song: 'abc' }))).toBeNull();
  expect(older.key).not.toBe(routes.extend.key);
});

test('a custom id that could not be read back is never made', () => {
  expect(() => routes.again.make({ song: 'a:b' })).toThrow();
  expect(() => routes.again.make({ song: 'a'.repeat(101) })).toThrow();
  expect(() => routes.extend.make({ song: 'a', track: -1 })).toThrow();
});
