/**
 * Custom ids: `route:version:field:field`. Declared once, typed both ways. They come back from the client, so nothing in
 * them is believed: they name things, and rights are checked again on each press.
 */

/** One field: how it is written, and what is read from it. `undefined` means odd. */
interface Codec<T> {
  write(value: T): string;
  read(text: string): T | undefined;
}

const isId = /^[A-Za-z0-9_-]{1,40}$/;
/** Any name a service may give its model. */
const isModel = /^[A-Za-z0-9_-]{1,24}\/[^\s/][^\p{Cc}\p{Cs}]{0,60}$/u;

/** Readable, and never with a colon. */
const encoded = (plain: string): string => encodeURIComponent(plain).replaceAll('%2F', '/');

/** Only what `encoded` itself would have written. */
const decoded = (text: string): string | undefined => {
  try {
    const plain = decodeURIComponent(text);
    return encoded(plain) === text ? plain : undefined;
  } catch {
    return undefined;
  }
};

const readModel = (text: string): string | null | undefined => {
  if (text === '') return null;
  const model = decoded(text);
  return model !== undefined && isModel.test(model) ? model : undefined;
};

const readCount = (text: string): number | undefined => (/^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : undefined);

/** One of these words and no other. */
export const oneOf = <Word extends string>(words: readonly Word[]): Codec<Word> => ({
  write: (value) => value,
  read: (text) => words.find((word) => word === text),
});

export const field = {
  /** A song's or a draft's id. */
  id: {
    write: (value) => value,
    read: (text) => (isId.test(text) ? text : undefined),
  } satisfies Codec<string>,
  /** An id, or none. */
  optionalId: {
    write: (value) => value ?? '',
    read: (text) => (text === '' ? null : isId.test(text) ? text : undefined),
  } satisfies Codec<string | null>,
  /** 0 to 999. */
  small: {
    write: (value) => String(value),
    read: (text) => (/^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : undefined),
  } satisfies Codec<number>,
  /** 0 to 999,999,999. */
  count: {
    write: (value) => String(value),
    read: (text) => readCount(text),
  } satisfies Codec<number>,
  /** A count, or none. */
  optionalCount: {
    write: (value) => (value === null ? '' : String(value)),
    read: (text) => (text === '' ? null : readCount(text)),
  } satisfies Codec<number | null>,
  /** Any whole number from 0 that a number holds exactly. */
  whole: {
    write: (value) => String(value),
    read: (text) => (/^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  } satisfies Codec<number>,
  /** `provider/model`, or none chosen. */
  model: {
    write: (value) => encoded(value ?? ''),
    read: readModel,
  } satisfies Codec<string | null>,
};

type Fields = Readonly<Record<string, Codec<string> | Codec<number> | Codec<string | null> | Codec<number | null>>>;
type Values<F extends Fields> = { [K in keyof F]: F[K] extends Codec<infer T> ? T : never };

export interface Route<F extends Fields = Fields> {
  /** `name:version`: what the router looks up. */
  readonly key: string;
  /** At most 100 characters; anything that cannot be read back is our own bug. */
  make(values: Values<F>): string;
  /** Null for anything that `make` would not have written. */
  parse(customId: string): Values<F> | null;
}

/** Discord's limit. */
const longest = 100;

/** The key of any custom id, or null when it is none of ours. */
export function routeKey(customId: string): string | null {
  if (customId.length > longest) return null;
  return /^([a-z][a-z-]{0,23}:[1-9]\d?)(?::|$)/.exec(customId)?.[1] ?? null;
}

/** `version` rises when the fields change their meaning; buttons of the old version are answered with a sentence. */
export function route<F extends Fields>(name: string, version: number, fields: F): Route<F> {
  const key = `${name}:${version}`;
  const codecs = Object.entries(fields) as [string, Codec<unknown>][];
  const parse = (customId: string): Values<F> | null => {
    if (customId.length > longest) return null;
    const [theirName, theirVersion, ...texts] = customId.split(':');
    if (`${theirName}:${theirVersion}` !== key || texts.length !== codecs.length) return null;
    const values: Record<string, unknown> = {};
    for (const [index, [fieldName, codec]] of codecs.entries()) {
      const value = codec.read(texts[index] ?? '');
      if (value === undefined) return null;
      values[fieldName] = value;
    }
    return values as Values<F>;
  };
  return {
    key,
    parse,
    make(values) {
      const given: Record<string, unknown> = values;
      const made = [key, ...codecs.map(([fieldName, codec]) => codec.write(given[fieldName]))].join(':');
      if (parse(made) === null) throw new Error(`A custom id of the route ${key} cannot be read back.`);
      return made;
    },
  };
}
