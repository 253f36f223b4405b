/**
 * ERR-4: what asker and helper say to each other, as bytes: version (1) ‖ type ‖ fields. Whoever reads them trusts none of it.
 *
 * | type | fields |
 * | 1 OFFER | tasks u8 (bits: 1 summarize, 2 write) ‖ what the device is u8 |
 * | 2 ASK | id 16 ‖ place of this piece u16 ‖ number of pieces u16 ‖ bytes |
 * | 3 HEARD | id 16 ‖ pieces that are here without a gap u16 ‖ phase u8 |
 * | 4 ANSWER | id 16 ‖ place of this piece u16 ‖ bytes |
 * | 5 STOP | id 16 ‖ why u8 |
 * | 6 WHO | |
 */

/** What one device can do for another. */
export type ErrandTask = 'summarize' | 'write';
/** What a device is, as it says itself: only to call it something. */
export type DeviceKind = 'device' | 'computer' | 'tablet' | 'phone';
export const DEVICE_KINDS: readonly DeviceKind[] = ['device', 'computer', 'tablet', 'phone'];
/** How far a helper is: taking the question in, waiting for its person or its turn, at work. An asker is reading. */
export type Phase = 'taking' | 'waiting' | 'working' | 'reading';
/**
 * Why an errand ends. By the asker: `cancelled`. By the helper: `declined` by its person, `refused` since it does not help this device now, `busy`,
 * `stopped` by its person while at work, `failed`. By either: `broken`, the other does not keep to the rules; `vanished`, nothing was heard.
 */
export type StopReason =
  | 'cancelled'
  | 'declined'
  | 'refused'
  | 'busy'
  | 'stopped'
  | 'failed'
  | 'broken'
  | 'vanished'
  | 'late';

export type ErrandMessage =
  | { readonly type: 'offer'; readonly tasks: readonly ErrandTask[]; readonly kind: DeviceKind }
  | {
      readonly type: 'ask';
      readonly id: string;
      readonly at: number;
      readonly of: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'heard'; readonly id: string; readonly count: number; readonly phase: Phase }
  | { readonly type: 'answer'; readonly id: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: 'stop'; readonly id: string; readonly why: StopReason }
  /** Somebody who came later wants to hear the offers again. */
  | { readonly type: 'who' };

/** Bytes of a piece of a question, and of one record of an answer. */
export const PIECE_BYTES: number = 12 * 1024;
/** A question in so many pieces at most: some thirty thousand words. */
export const MOST_PIECES = 20;
/** Sessions that one device makes offers to, or asks for theirs: in a crowd the first so many. Its person's own come always. */
export const MOST_HELPED = 32;
/** Records of one answer. */
export const MOST_RECORDS = 2_000;

const VERSION = 1;
const ID_BYTES = 16;
const TYPES = ['offer', 'ask', 'heard', 'answer', 'stop', 'who'] as const;
const TASKS: readonly ErrandTask[] = ['summarize', 'write'];
const PHASES: readonly Phase[] = ['taking', 'waiting', 'working', 'reading'];
const REASONS: readonly StopReason[] = [
  'cancelled',
  'declined',
  'refused',
  'busy',
  'stopped',
  'failed',
  'broken',
  'vanished',
  'late',
];

/** The bytes of a message. */
export function encodeErrand(message: ErrandMessage): Uint8Array {
  const head = [VERSION, TYPES.indexOf(message.type) + 1];
  switch (message.type) {
    case 'offer': {
      const bits = message.tasks.reduce((sum, task) => sum | (1 << TASKS.indexOf(task)), 0);
      return Uint8Array.from([...head, bits, DEVICE_KINDS.indexOf(message.kind)]);
    }
    case 'ask':
      return join([...head, ...toIdBytes(message.id), ...u16(message.at), ...u16(message.of)], message.bytes);
    case 'heard':
      return Uint8Array.from([
        ...head,
        ...toIdBytes(message.id),
        ...u16(message.count),
        PHASES.indexOf(message.phase) + 1,
      ]);
    case 'answer':
      return join([...head, ...toIdBytes(message.id), ...u16(message.at)], message.bytes);
    case 'who':
      return Uint8Array.from(head);
    case 'stop':
      return Uint8Array.from([...head, ...toIdBytes(message.id), REASONS.indexOf(message.why) + 1]);
  }
}

/** The message that bytes are; `undefined` where they are none. */
export function decodeErrand(bytes: Uint8Array): ErrandMessage | undefined {
  const type = bytes[0] === VERSION ? TYPES[(bytes[1] ?? 0) - 1] : undefined;
  if (type === undefined) return undefined;
  if (type === 'who') return bytes.length === 2 ? { type } : undefined;
  if (type === 'offer') {
    const [, , bits = 0, kindByte = 0] = bytes;
    const kind = DEVICE_KINDS[kindByte];
    if (bytes.length !== 4 || kind === undefined || bits >= 1 << TASKS.length) return undefined;
    return { type, tasks: TASKS.filter((_, place) => (bits & (1 << place)) !== 0), kind };
  }
  if (bytes.length < 2 + ID_BYTES) return undefined;
  const id = Array.from(bytes.subarray(2, 2 + ID_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const rest = bytes.subarray(2 + ID_BYTES);
  const first = ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
  switch (type) {
    case 'ask': {
      const of = ((rest[2] ?? 0) << 8) | (rest[3] ?? 0);
      const piece = rest.slice(4);
      if (rest.length < 5 || piece.length > PIECE_BYTES || of < 1 || of > MOST_PIECES || first >= of) return undefined;
      return { type, id, at: first, of, bytes: piece };
    }
    case 'heard': {
      const phase = PHASES[(rest[2] ?? 0) - 1];
      return rest.length === 3 && phase !== undefined && first <= MOST_RECORDS
        ? { type, id, count: first, phase }
        : undefined;
    }
    case 'answer': {
      const piece = rest.slice(2);
      if (rest.length < 3 || piece.length > PIECE_BYTES || first >= MOST_RECORDS) return undefined;
      return { type, id, at: first, bytes: piece };
    }
    case 'stop': {
      const why = REASONS[(rest[0] ?? 0) - 1];
      return rest.length === 1 && why !== undefined ? { type, id, why } : undefined;
    }
  }
}

/** An id of 16 random bytes. */
export function bytesToId(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toIdBytes(id: string): number[] {
  return Array.from({ length: ID_BYTES }, (_, at) => Number.parseInt(id.slice(2 * at, 2 * at + 2), 16));
}

function u16(value: number): [number, number] {
  return [value >> 8, value & 0xff];
}

function join(head: readonly number[], rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + rest.length);
  bytes.set(head);
  bytes.set(rest, head.length);
  return bytes;
}
