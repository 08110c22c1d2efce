/** Discord counts its ids from the first second of 2015. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** A test's clock may stand at 1970; discord.js only takes ids of 17 to 19 digits for ids. */
const OLDEST_MS = Date.UTC(2020, 0, 1);

export interface Ids {
  /** A new snowflake, larger than every one before it. */
  next(): string;
}

/** @param last the largest id ever given out, so that a restart with a clock set back gives none twice. */
export const createIds = (now: () => number, last: bigint): Ids => {
  let latest = last;
  return {
    next() {
      const fromTime = BigInt(Math.max(now(), OLDEST_MS) - DISCORD_EPOCH_MS) << 22n;
      latest = fromTime > latest ? fromTime : latest + 1n;
      return latest.toString();
    },
  };
};
