/** Why a process may end, in the numbers of sysexits(3), so that a supervisor can tell them apart. */
export const exitCodes = {
  /** The audit found that the books do not agree. */
  faults: 1,
  /** A command was given wrongly. */
  usage: 64,
  /** A part of the outside that is needed cannot be had: a port is taken, Discord refuses the token. */
  unavailable: 69,
  /** Our own bug. */
  software: 70,
  /** A file cannot be opened, created or written. */
  file: 73,
  /** The environment is wrong; a restart changes nothing. */
  config: 78,
} as const;

/** Why the bot cannot start, as one sentence for the person who starts it: no stack, no secret. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly sentence: string;
  readonly exitCode: number;

  constructor(sentence: string, exitCode: number, options?: { cause?: unknown }) {
    super(sentence, options);
    this.sentence = sentence;
    this.exitCode = exitCode;
  }
}

/**
 * How a foreign machine failed us. `status`: it answered, with an error; `malformed`: its answer is not what was
 * agreed; `too_large`: more bytes than allowed; `forbidden_address`: it lies where we must not connect.
 */
export type ForeignKind = 'network' | 'timeout' | 'status' | 'malformed' | 'too_large' | 'forbidden_address';

/** A failure of something that is not ours; the caller decides by `kind` what it means for the song. */
export class ForeignError extends Error {
  override readonly name = 'ForeignError';
  readonly kind: ForeignKind;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;

  constructor(kind: ForeignKind, message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.status = options.status;
  }
}
