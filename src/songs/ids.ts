import { randomBytes } from 'node:crypto';

/** A fresh id of 16 URL-safe characters, 96 random bits: short enough for custom ids and nonces. */
export const newId = (): string => randomBytes(12).toString('base64url');
