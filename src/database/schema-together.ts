/** Tables of what people write together, and of their being forgotten. */

export interface CirclesTable {
  id: string;
  /** Unique: the same cause is the same circle. */
  cause: string;
  guild_id: string;
  channel_id: string;
  application_id: string;
  /** Discord locale of the shared message: the server's. */
  locale: string;
  /** How many events it has. */
  version: number;
  /** `CircleState` as JSON: the sum of the events. Null: to be added up again (its shape changed, or somebody was forgotten). */
  state: string | null;
  /** The song that is being made for it, else null. */
  song_id: string | null;
  /** When time next brings something about, by itself; null when it will not. */
  due_at: number | null;
  closed_at: number | null;
  /** Null until Discord told us. */
  message_channel_id: string | null;
  message_id: string | null;
  /** The message that this one took the place of, and that could no longer be edited. */
  earlier_message_id: string | null;
  /** The version that its message shows; lower than `version`, the message is behind. */
  shown_version: number;
  created_at: number;
  updated_at: number;
}

/** Append-only: triggers refuse DELETE, and every UPDATE but one that empties `words`. */
export interface CircleEventsTable {
  circle_id: string;
  /** From 1, without gaps. */
  version: number;
  kind: string;
  /** Who did it; null for time and music services. */
  member_ref: number | null;
  at: number;
  /** The rest of the `CircleEvent` as JSON: no words, no Discord ids. */
  body: string;
  /** What a member typed; emptied when they are forgotten. */
  words: string | null;
  /** On the first event of an action: what caused it. Unique in its circle: the same cause happens once. */
  cause: string | null;
}

/** What a member was last called in a guild; the row goes when they are forgotten. */
export interface MemberNamesTable {
  guild_id: string;
  member_ref: number;
  name: string;
}

/** Who wrote a song's words, where that is not simply whoever asked for it. */
export interface SongAuthorsTable {
  song_id: string;
  /** From 0, in the order of the words. */
  position: number;
  member_ref: number;
  /** `Verse`, `Chorus` …, as it stands between brackets in the lyrics; null: all of them. */
  section: string | null;
  /** Line of the lyrics where it begins, from 0. */
  line: number;
}

/** Messages that a form was opened with: who wrote them, for as long as that form may be sent. */
export interface MessageSongsTable {
  id: string;
  guild_id: string;
  /** Who opened the form; nobody else may name the row. */
  member_ref: number;
  /** Discord id of who wrote the message. Null, as are name and text, once they refused: then no song may be made of it. */
  author_id: string | null;
  author_name: string | null;
  text: string | null;
  created_at: number;
}

/** Random bytes of this database's own, in hex, by what they are for. */
export interface SaltsTable {
  name: string;
  salt: string;
}

/** Who wants no song made of their messages, for ever: a digest of their Discord id, under a salt. */
export interface UncreditedTable {
  digest: string;
}
