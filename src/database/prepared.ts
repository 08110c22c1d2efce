import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type { Reader, Schema, Transaction } from './schema.ts';

type Bindable = string | number | null;

/** Stands in a statement where a value will. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Run = <Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>) => QueryResult<Row> | Promise<QueryResult<Row>>;

/** Databases that can be asked without Kysely in between; set by whoever opens one. */
const directly = new WeakMap<object, Run>();
export const allowDirectly = (db: Reader, run: Run): void => {
  directly.set(db, run);
};

interface Compiled {
  text: string;
  parameters: readonly unknown[];
}

/**
 * A statement that is built and compiled at its first use, and only bound after that: building costs several times what
 * running does, and some stand between a member and the answer. `build` gets the arguments by name and may put each
 * wherever a value goes, but must not look at it: what it builds is the same for all values.
 */
export const prepared = <Arguments extends { [Name in keyof Arguments]: Bindable }, Row>(
  build: (db: Kysely<Schema>, argument: Arguments) => { compile(): CompiledQuery<Row> },
): ((db: Reader | Transaction, values: Arguments) => Promise<Row[]>) => {
  // Each engine spells it its own way.
  const known = new WeakMap<object, Compiled>();

  const compiledFor = (db: Reader | Transaction, values: Arguments): Compiled => {
    const engine = db.getExecutor().adapter;
    const found = known.get(engine);
    if (found !== undefined) return found;
    const places = Object.fromEntries(Object.keys(values).map((name) => [name, new Place(name)]));
    const { sql: text, parameters } = build(db, places as unknown as Arguments).compile();
    const made = { text, parameters };
    known.set(engine, made);
    return made;
  };

  return async (db, values) => {
    const { text, parameters } = compiledFor(db, values);
    const bound = parameters.map((value) => (value instanceof Place ? values[value.name as keyof Arguments] : value));
    const run = directly.get(db);
    const { rows } =
      run === undefined
        ? await db.executeQuery<Row>(CompiledQuery.raw(text, bound))
        : await run<Row>({ sql: text, parameters: bound });
    return rows;
  };
};
