import { ComponentType } from 'discord-api-types/v10';

/** What stands in a saved message where Discord would have put the address of a file; `ids` are of `StoredFile`. */
const FILE_MARK = 'sandbox-file:';
const ATTACHMENT_SCHEME = 'attachment://';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy in which every object passed through `change`, inner ones first; keys that hold null are left out. */
const mapObjects = (value: unknown, change: (object: Json) => Json): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([key, inner]) => [key, mapObjects(inner, change)] as const);
  return change(Object.fromEntries(entries));
};

/** `attachment://name` -> a mark of the file; a name that no file has loses its address, as the picture does on Discord. */
export const markFiles = (
  value: Json[],
  fileIdOf: (name: string) => string | null,
): { marked: Json[]; unresolved: string[] } => {
  const unresolved: string[] = [];
  const marked = mapObjects(value, (object) => {
    const url = object.url;
    if (typeof url !== 'string' || !url.startsWith(ATTACHMENT_SCHEME)) return object;
    const name = decodeURIComponent(url.slice(ATTACHMENT_SCHEME.length));
    const id = fileIdOf(name);
    if (id === null) unresolved.push(name);
    return id === null ? {} : { ...object, url: `${FILE_MARK}${id}` };
  }) as Json[];
  return { marked, unresolved };
};

/** The ids of the files that are marked somewhere within. */
export const markedFiles = (value: unknown): Set<string> => {
  const ids = new Set<string>();
  mapObjects(value, (object) => {
    if (typeof object.url === 'string' && object.url.startsWith(FILE_MARK)) ids.add(object.url.slice(FILE_MARK.length));
    return object;
  });
  return ids;
};

/** A mark -> the fields Discord gives a picture: address, size. */
export const showFiles = (value: Json[], fieldsOf: (id: string) => Json): Json[] =>
  mapObjects(value, (object) => {
    const url = object.url;
    if (typeof url !== 'string' || !url.startsWith(FILE_MARK)) return object;
    return { ...object, ...fieldsOf(url.slice(FILE_MARK.length)) };
  }) as Json[];

/** A list always says how many may be chosen. */
const withNumbers = (component: Json): Json => ({ min_values: 1, max_values: 1, ...component });

/**
 * Every component gets the `id` that Discord gives those without one: counted through the message from 1. Lists get
 * their numbers.
 */
export const numberComponents = (components: Json[]): Json[] => {
  const taken = new Set<unknown>();
  mapObjects(components, (object) => {
    if (typeof object.type === 'number' && typeof object.id === 'number') taken.add(object.id);
    return object;
  });
  let next = 1;
  const number = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(number);
    if (!isObject(value)) return value;
    const isComponent = typeof value.type === 'number';
    const own: Json = value.type === ComponentType.StringSelect ? withNumbers(value) : { ...value };
    if (isComponent && typeof value.id !== 'number') {
      while (taken.has(next)) next += 1;
      own.id = next;
      next += 1;
    }
    for (const key of ['components', 'component', 'accessory']) if (key in own) own[key] = number(own[key]);
    return own;
  };
  return number(mapObjects(components, (object) => object)) as Json[];
};
