/** All in ms. Pieces of a question, and records of an answer, that nobody confirmed are said again. */
export const RESEND_MS = 1_000;
/** An asker says that it is still there; a helper answers to it at once, since a page that is not looked at has slow timers. */
export const BEAT_MS = 2_000;
/** Nothing was heard of the other end: it is gone. */
export const VANISHED_MS = 7_000;
/** A helper's person is asked for so long. */
export const PROMPT_MS = 30_000;
/** A helper works so long on one errand. */
export const WORK_MS = 120_000;

/** Pieces, and records, that may be on their way unconfirmed. */
export const PIECES_ABOARD = 3;
export const RECORDS_ABOARD = 16;
