/** The hand on a bot's process; given when the sandbox runs the bot itself. */
export interface BotControl {
  running(): boolean;
  restart(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets everything the bot knows; only while it is stopped. */
  wipe(): Promise<void>;
  /** The last lines of a bot that ended with an error, else nothing. */
  lastWords(): string[];
  onChange(listener: () => void): void;
}
