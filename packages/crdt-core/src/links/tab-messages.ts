/**
 * What tabs of one browser say to each other (SYN-8). They are one trust domain, but a tab may run an older version of the app:
 * what is not understood is passed over.
 */
import { bytesToChunks, MAX_ATTACHMENT_BYTES } from '../attachments/layout.ts';
import type { AttachmentNews } from '../attachments/create-attachments.ts';
import type { LinksReport } from '../sync/status.ts';

export type TabMessage =
  /** On coming, and on taking over the links: who I am, what I have. Siblings answer with `have`. */
  | { readonly type: 'hello'; readonly session: string; readonly vector: Uint8Array }
  /** What the other lacked; then it answers in kind, if I lack something. */
  | {
      readonly type: 'have';
      readonly to: string;
      readonly session: string;
      readonly vector: Uint8Array;
      readonly update: Uint8Array;
      readonly isStored: boolean;
    }
  /** A change of the ledger document. Not stored: whoever can, should. */
  | { readonly type: 'update'; readonly update: Uint8Array; readonly isStored: boolean }
  /** An ephemeral of a sibling's, for the leader's links and for all tabs. */
  | { readonly type: 'outgoing'; readonly envelope: Uint8Array }
  /** An ephemeral from the leader's links. */
  | { readonly type: 'incoming'; readonly envelope: Uint8Array; readonly from: number }
  /** Someone came to, or left, the leader's links. */
  | { readonly type: 'peer'; readonly connection: number; readonly change: 'joined' | 'left' }
  /** How the leader's links stand. `heads`: how far it knows its siblings' chains. */
  | { readonly type: 'report'; readonly report: LinksReport; readonly heads: Readonly<Record<string, number>> }
  /** About the files of the document. */
  | ({ readonly type: 'file' } & AttachmentNews)
  | { readonly type: 'bye'; readonly session: string };

const MOST_CHUNKS = bytesToChunks(MAX_ATTACHMENT_BYTES);

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const isBytes: Check = (value) => value instanceof Uint8Array;
const isNumbers: Check = (value) => isRecord(value) && Object.values(value).every(isNumber);
const isAlarm: Check = (value) => isRecord(value) && isText(value['code']) && isText(value['sentence']);
const isReport: Check = (value) => {
  if (!isRecord(value) || !isText(value['state']) || !isNumber(value['unsent'])) return false;
  const { alarms = [] } = value;
  return Array.isArray(alarms) && alarms.every(isAlarm);
};

const NEWS: readonly unknown[] = ['written', 'wanted', 'arrived', 'absent', 'sent', 'leading', 'full', 'refused'];
/** Chunks of one file; hex of its chain. */
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MOST_CHUNKS;
const isChain: Check = (value) => typeof value === 'string' && /^(?:[0-9a-f]{64})?$/.test(value);

/** Every field that a message must have. */
const FIELDS: { readonly [T in TabMessage['type']]: Readonly<Record<string, Check>> } = {
  hello: { session: isText, vector: isBytes },
  have: { to: isText, session: isText, vector: isBytes, update: isBytes, isStored: isFlag },
  update: { update: isBytes, isStored: isFlag },
  outgoing: { envelope: isBytes },
  incoming: { envelope: isBytes, from: isNumber },
  peer: { connection: isNumber, change: (value) => value === 'joined' || value === 'left' },
  report: { report: isReport, heads: isNumbers },
  file: { what: (value) => NEWS.includes(value), session: isChain, count: isCount },
  bye: { session: isText },
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A message of a sibling; `undefined` if it is none that this version knows. */
export function readTabMessage(message: unknown): TabMessage | undefined {
  if (!isRecord(message) || typeof message['type'] !== 'string' || !Object.hasOwn(FIELDS, message['type'])) {
    return undefined;
  }
  const fields = FIELDS[message['type'] as TabMessage['type']];
  for (const [name, isRight] of Object.entries(fields)) if (!isRight(message[name])) return undefined;
  return message as TabMessage;
}
