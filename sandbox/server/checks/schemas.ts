import type { core, ZodMiniType } from 'zod/mini';
import { type Finding, finding, type Path, remark } from './finding.ts';

type Schema = ZodMiniType | core.$ZodType;
type Issue = core.$ZodIssue;

/** What discord.js sends by itself wherever it likes, and Discord ignores. */
const SENT_BY_HABIT = new Set([
  'tts',
  'enforce_nonce',
  'nonce',
  'nsfw',
  'sticker_ids',
  'file_types',
  'username',
  'avatar_url',
]);
/** Whole attachment objects come back when a program passes on what it got. */
const OF_ATTACHMENTS = new Set([
  'url',
  'proxy_url',
  'size',
  'content_type',
  'width',
  'height',
  'ephemeral',
  'flags',
  'placeholder',
  'placeholder_version',
  'original_content_type',
]);

const lengthWords = (issue: { origin: string }, limit: string): string => {
  const counts = issue.origin === 'string' || issue.origin === 'array' || issue.origin === 'set';
  return counts ? `Must be ${limit} in length.` : `Must be ${limit}.`;
};

/** An issue of zod in Discord's words. */
const inDiscordWords = (issue: Issue): Pick<Finding, 'code' | 'message'> => {
  if (issue.code === 'too_big')
    return { code: 'BASE_TYPE_MAX_LENGTH', message: lengthWords(issue, `${issue.maximum} or fewer`) };
  if (issue.code === 'too_small')
    return { code: 'BASE_TYPE_MIN_LENGTH', message: lengthWords(issue, `${issue.minimum} or more`) };
  if (issue.code === 'invalid_value')
    return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${issue.values.join(', ')}}.` };
  if (issue.code === 'invalid_type') {
    const missing = issue.input === undefined;
    return missing
      ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
      : { code: 'BASE_TYPE_BAD_TYPE', message: `Must be of type ${issue.expected}.` };
  }
  return { code: 'BASE_TYPE_INVALID', message: issue.message || 'Invalid value.' };
};

/** Of a union, the branch that was meant: the one whose `type` fits, else the one with least to say. */
const meantBranch = (branches: Issue[][]): Issue[] => {
  const typeFits = (issues: Issue[]) =>
    !issues.some(({ path, code }) => path[0] === 'type' && path.length === 1 && code === 'invalid_value');
  const isObjectBranch = (issues: Issue[]) =>
    !issues.some(({ path, code }) => path.length === 0 && code === 'invalid_type');
  const likely = branches.filter((issues) => isObjectBranch(issues) && typeFits(issues));
  const among = likely.length > 0 ? likely : branches;
  return among.reduce((best, issues) => (issues.length < best.length ? issues : best), among[0] ?? []);
};

const flatten = (issues: Issue[], prefix: Path): Finding[] =>
  issues.flatMap((issue) => {
    const path = [...prefix, ...(issue.path as Path)];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return flatten(meantBranch(issue.errors), path);
    const { code, message } = inDiscordWords(issue);
    return [finding(path, code, message)];
  });

type Inner = {
  type: string;
  getter?: () => Schema;
  innerType?: Schema;
  element?: Schema;
  options?: Schema[];
  shape?: Record<string, Schema>;
};
const inside = (schema: Schema): Inner => (schema as unknown as { _zod: { def: Inner } })._zod.def;

const fits = (schema: Schema, value: unknown): boolean => (schema as ZodMiniType).safeParse(value).success;

/** Keys that Discord's description does not know, typing errors most likely: zod and Discord both let them pass. */
const unknownKeys = (schema: Schema, value: unknown, path: Path): Path[] => {
  if (value === null || typeof value !== 'object') return [];
  const { type, getter, innerType, element, options, shape } = inside(schema);
  if (getter) return unknownKeys(getter(), value, path);
  if (innerType) return unknownKeys(innerType, value, path);
  if (type === 'union' && options) {
    const meant = options.find((option) => fits(option, value));
    return meant ? unknownKeys(meant, value, path) : [];
  }
  if (type === 'array' && element && Array.isArray(value))
    return value.flatMap((item, index) => unknownKeys(element, item, [...path, index]));
  if (type !== 'object' || !shape) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = shape[key];
    if (known) return unknownKeys(known, inner, [...path, key]);
    const isAttachment = 'filename' in shape && OF_ATTACHMENTS.has(key);
    return isAttachment || SENT_BY_HABIT.has(key) || inner === undefined ? [] : [[...path, key]];
  });
};

/** Where Discord's description grants less than its documentation does; a copy is put right before the check. */
const relax = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(relax);
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, relax(inner)]));
  const permissions = copy.default_member_permissions;
  if (typeof permissions === 'string' && /^\d+$/.test(permissions))
    copy.default_member_permissions = Number(permissions);
  const { timestamp } = copy;
  if (typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp)))
    copy.timestamp = new Date(timestamp).toISOString();
  if (Array.isArray(copy.attachments)) {
    copy.attachments = copy.attachments.map((entry: { id?: unknown }) =>
      typeof entry?.id === 'number' ? { ...entry, id: String(entry.id) } : entry,
    );
  }
  return copy;
};

/** Judges a body by one of Discord's own schemas. */
export const checkSchema = (schema: ZodMiniType, body: unknown, prefix: Path): Finding[] => {
  const relaxed = relax(body);
  const result = schema.safeParse(relaxed, { reportInput: true });
  if (!result.success) return flatten(result.error.issues, prefix);
  return unknownKeys(schema, relaxed, prefix).map((path) => remark(path, 'UNKNOWN_KEY', 'Discord knows no such key.'));
};
