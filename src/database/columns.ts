/** Columns and guards that several tables have, spelled for the engine that they are for. */
import type { Spelling } from './spelling.ts';

export const oneOf = ({ text }: Spelling, column: string, ...values: string[]) =>
  `${column} ${text} NOT NULL CHECK (${column} IN (${values.map((value) => `'${value}'`).join(', ')}))`;
export const flag = ({ whole }: Spelling, column: string) => `${column} ${whole} NOT NULL CHECK (${column} IN (0, 1))`;

/** SQLite alone has a way to replace a row without asking the trigger on deleted ones. */
export const refuseReplaced = (
  { engine }: Spelling,
  table: string,
  sentence: string,
  when: string,
): readonly string[] =>
  engine === 'sqlite'
    ? [
        `CREATE TRIGGER ${table}_no_insert BEFORE INSERT ON ${table} ${when}
   BEGIN SELECT RAISE(ABORT, '${sentence}'); END`,
      ]
    : [];
