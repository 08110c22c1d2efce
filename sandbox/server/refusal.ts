/** Discord's form errors nest as the body does; each leaf is `_errors`. */
export type FormErrors = { [key: string]: FormErrors | FormError[] };
export interface FormError {
  code: string;
  message: string;
}

export interface Refusal {
  status: number;
  code: number;
  message: string;
  errors?: FormErrors;
  /** Seconds; for 429. */
  retryAfter?: number;
  headers?: Record<string, string>;
}

/** Thrown anywhere below a request of the bot; the server answers it in Discord's words. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.status} ${refusal.code} ${refusal.message}`);
    this.refusal = refusal;
  }
}

/** The refusals of Discord that this server speaks, by a name. Codes: opcodes and status codes of Discord's documentation. */
const REFUSALS = {
  notFound: [404, 0, '404: Not Found'],
  wrongToken: [401, 0, '401: Unauthorized'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooLarge: [413, 40005, 'Request entity too large'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  notYours: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  refusesDirectMessages: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  expiredToken: [401, 50027, 'Invalid Webhook Token'],
  archivedThread: [400, 50083, 'Thread is archived'],
  notJson: [400, 50109, 'The request body contains invalid JSON.'],
} as const satisfies Record<string, readonly [number, number, string]>;

export const refuse = (name: keyof typeof REFUSALS): never => {
  const [status, code, message] = REFUSALS[name];
  throw new Refused({ status, code, message });
};
