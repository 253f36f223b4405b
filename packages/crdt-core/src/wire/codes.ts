/**
 * The codes a relay may answer with, each with the sentence a client shows. docs/protocol.md, "Codes".
 */

/** Codes of `ERROR`, and of the WebSocket close that follows it. 44xx is final, 45xx means "try again later". */
export const CloseCode = {
  malformed: 4400,
  notProven: 4401,
  notAllowed: 4403,
  version: 4409,
  expired: 4410,
  frameTooLarge: 4413,
  stopping: 4500,
  full: 4503,
  readerTooSlow: 4508,
  tooFast: 4529,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** Codes of `REFUSED`: one envelope was not taken, the connection goes on. */
export const RefusalCode = {
  invalid: 1,
  role: 2,
  nameTaken: 3,
  roomFull: 4,
  tooFast: 5,
  baseMoved: 6,
  epochUnknown: 7,
  outOfOrder: 8,
} as const;
export type RefusalCode = (typeof RefusalCode)[keyof typeof RefusalCode];

const CLOSE_SENTENCES: Readonly<Record<CloseCode, string>> = {
  4400: 'The relay could not read what this app sent. Reload the page to get the newest version.',
  4401: 'The relay did not accept this link as proof of access. Ask for a fresh link to the document.',
  4403: 'This relay does not admit you. Ask whoever runs it, or choose another relay.',
  4409: 'The relay and this app speak different versions. Reload the page, or update the relay.',
  4410: 'This link has run out, or the clock of this device is wrong. Check the clock, or ask for a fresh link.',
  4413: 'A change was too large for this relay. Add large content in smaller parts, or choose a relay with higher limits.',
  4500: 'The relay is restarting. Your changes are kept here and sent when it is back.',
  4503: 'The relay is full at the moment. Your changes are kept here and sent when there is room.',
  4508: 'This connection was too slow to keep up with the document. It is being opened again.',
  4529: 'This device sent more than the relay allows at once. It is sending again, more slowly.',
};

const REFUSAL_SENTENCES: Readonly<Record<RefusalCode, string>> = {
  1: 'The relay could not verify a change, and did not keep it. Reload the page; if it stays, ask for a fresh link.',
  2: 'This link does not allow this kind of change. Ask for a link that does.',
  3: 'The relay already holds a different change under the same name. Reload the page to continue under a new one.',
  4: 'The relay has no room left for this document. Your changes are kept on this device; choose a relay with higher limits.',
  5: 'Changes are being sent faster than the relay takes them. They are kept here and sent again.',
  6: 'Someone else compacted the document first. Nothing is lost.',
  7: 'A change was written under keys this relay has not seen. Ask for a fresh link to the document.',
  8: 'A part of a file came before the part that it follows. It is sent again.',
};

/** True for the close codes this protocol defines. */
export function isCloseCode(code: number): code is CloseCode {
  return code in CLOSE_SENTENCES;
}

/** True for the refusal codes this protocol defines. */
export function isRefusalCode(code: number): code is RefusalCode {
  return code in REFUSAL_SENTENCES;
}

/** True if trying again with the same link to the same relay is pointless (44xx). */
export function isFinalCloseCode(code: number): boolean {
  return code >= 4400 && code <= 4499;
}

/** What happened and what to do, for a close code; `undefined` if the code is not one of the protocol's. */
export function closeCodeToSentence(code: number): string | undefined {
  return isCloseCode(code) ? CLOSE_SENTENCES[code] : undefined;
}

/** What happened and what to do, for a refusal code; `undefined` if the code is not one of the protocol's. */
export function refusalCodeToSentence(code: number): string | undefined {
  return isRefusalCode(code) ? REFUSAL_SENTENCES[code] : undefined;
}
