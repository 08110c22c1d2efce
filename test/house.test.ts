/** Rules of the house that no linter here can hold. Each says the file and the line, so that it is quickly mended. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every file of a folder with its text, by its path from the root. */
const filesOf = async (folder: string, shape: RegExp): Promise<{ name: string; text: string }[]> => {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && shape.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(path.join(root, name), 'utf8') })));
};

const product = (await Promise.all(['src', 'commands', 'sandbox'].map((folder) => filesOf(folder, /\.ts$/)))).flat();
const around = (await Promise.all(['test', 'bench'].map((folder) => filesOf(folder, /\.ts$/)))).flat();
const code = [...product, ...around];
const others = (
  await Promise.all(
    ['docs', '.ci', 'sandbox', 'src', 'commands'].map((folder) => filesOf(folder, /\.(md|css|html|svg|json)$|^run$/)),
  )
).flat();
const atRoot = await Promise.all(
  (await readdir(root, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(md|json|mjs|ts)$|^\.(env\.example|npmrc|nvmrc)$/.test(entry.name))
    .map(async ({ name }) => ({ name, text: await readFile(path.join(root, name), 'utf8') })),
);

const found = (files: { name: string; text: string }[], shape: RegExp): string[] =>
  files.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, at) => (shape.test(line) ? [`${name}:${at + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );

test('the rules look at real files', () => {
  const names = code.map(({ name }) => name);
  for (const name of ['src/config.ts', 'test/house.test.ts']) expect(names).toContain(name);
});

test('no file of code is longer than 400 lines', () => {
  const long = code
    .map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});

test('the environment is read in three places only', () => {
  const readers = product.filter(({ text }) =>
    /\bprocess\s*\.\s*env\b|\benv\b.*from 'node:process'/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
  );
  const allowed = ['src/config.ts', 'sandbox/main.ts', 'sandbox/services/main.ts'];
  expect(readers.map(({ name }) => name).filter((name) => !allowed.includes(name))).toEqual([]);
});

test('nothing names a folder of one machine', () => {
  const machine = new RegExp(
    `(^|[\\s'"\`(=:])(/(${['home', 'root', 'work', 'Users', 'mnt'].join('|')})/|[A-Z]:\\\\\\\\?Users)`,
  );
  expect(found([...code, ...others, ...atRoot], machine)).toEqual([]);
});

test('no test replaces a module', () => {
  const mocks = new RegExp(`\\b${'vi'}\\.(mock|doMock|hoisted|stubEnv)\\(`);
  expect(found(code, mocks)).toEqual([]);
});

test('no two tests promise the same in the same words', () => {
  const promises = around.flatMap(({ name, text }) =>
    [...text.matchAll(/^\s*(?:test|it)(?:\.each\(.*\))?\(\s*(['"`])(.+?)\1\s*,/gm)].map(([, , words]) => ({
      name,
      words,
    })),
  );
  expect(promises.length).toBeGreaterThan(50);
  const twice = promises.filter(({ words }, at) => promises.findIndex((other) => other.words === words) !== at);
  expect(twice).toEqual([]);
});
