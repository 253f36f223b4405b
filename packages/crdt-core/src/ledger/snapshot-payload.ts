/** LED-4: what a snapshot envelope carries, read without trusting its author. */
import { concat, readU32, writeU32 } from '@weft/crypto';
import * as Y from 'yjs';
import { inflate } from '../inflate/inflate.ts';
import { bytesToHeads, HEAD_BYTES, headsToBytes } from './heads.ts';
import type { Heads } from './types.ts';

/** The largest state that is inflated, in bytes. */
export const MAX_STATE_BYTES: number = 256 * 1024 * 1024;

/** A Yjs V2 state, deflated. */
export interface DeflatedState {
  /** Bytes of the state once inflated, as declared: at most `MAX_STATE_BYTES`. */
  readonly stateBytes: number;
  readonly deflated: Uint8Array;
}

/** What a snapshot says, its state still deflated. */
export interface SnapshotPayload extends DeflatedState {
  readonly covers: Heads;
  /** The comments, under their own key; see `sealed-section.ts`. */
  readonly comments?: Uint8Array;
  /** Cards and attestations (KEY-6). */
  readonly people?: Uint8Array;
}

/** What a snapshot carries besides the document. */
export type SnapshotExtras = Pick<SnapshotPayload, 'comments' | 'people'>;

/** Deflate can say no more than this many bytes with one. */
const MAX_RATIO = 1032;

/** Sections come in the order of their tags, each at most once; the state is always there. */
const Section = { state: 1, comments: 2, people: 3 } as const;

/**
 * Writes a snapshot's payload.
 *
 * @param deflated - the document as a Yjs V2 update, as `deflateState` writes it
 */
export function encodeSnapshotPayload(covers: Heads, deflated: Uint8Array, extras: SnapshotExtras = {}): Uint8Array {
  const count = new Uint8Array(4);
  writeU32(count, 0, covers.size);
  return concat(
    count,
    headsToBytes(covers),
    ...toSection(Section.state, deflated),
    ...(extras.comments === undefined ? [] : toSection(Section.comments, extras.comments)),
    ...(extras.people === undefined ? [] : toSection(Section.people, extras.people)),
  );
}

/** Reads what `deflateState` wrote, without inflating it. */
export function readDeflated(bytes: Uint8Array): DeflatedState | 'malformed' | 'too-large' {
  if (bytes.length < 4) return 'malformed';
  const stateBytes = readU32(bytes, 0);
  const deflated = bytes.subarray(4);
  if (stateBytes > MAX_STATE_BYTES) return 'too-large';
  return stateBytes > deflated.length * MAX_RATIO ? 'malformed' : { stateBytes, deflated };
}

function toSection(tag: number, bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const start = new Uint8Array(5);
  start[0] = tag;
  writeU32(start, 1, bytes.length);
  return [start, bytes];
}

/** Reads a payload without inflating it: cheap, whatever the state's size. `newer`: it has a section of a later version. */
export function decodeSnapshotPayload(payload: Uint8Array): SnapshotPayload | 'malformed' | 'too-large' | 'newer' {
  if (payload.length < 4) return 'malformed';
  const end = 4 + readU32(payload, 0) * HEAD_BYTES;
  if (end > payload.length) return 'malformed';
  const covers = bytesToHeads(payload.subarray(4, end));
  const sections = readSections(payload.subarray(end));
  if (covers === undefined || sections === undefined) return 'malformed';
  const known: readonly number[] = Object.values(Section);
  for (const tag of sections.keys()) if (!known.includes(tag)) return 'newer';
  const content = sections.get(Section.state);
  const state = content === undefined ? 'malformed' : readDeflated(content);
  if (typeof state === 'string') return state;
  const comments = sections.get(Section.comments);
  const people = sections.get(Section.people);
  return {
    covers,
    ...state,
    ...(comments === undefined ? {} : { comments }),
    ...(people === undefined ? {} : { people }),
  };
}

/** `undefined` if a section is cut short, out of order or there twice. */
function readSections(bytes: Uint8Array): Map<number, Uint8Array> | undefined {
  const sections = new Map<number, Uint8Array>();
  let before = 0;
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    if (at + 5 > bytes.length || tag <= before) return undefined;
    const end = at + 5 + readU32(bytes, at + 1);
    if (end > bytes.length) return undefined;
    sections.set(tag, bytes.subarray(at + 5, end));
    before = tag;
    at = end;
  }
  return sections;
}

/** The Yjs V2 state of a snapshot; `undefined` if it does not inflate to exactly what was declared. */
export function inflateState({ stateBytes, deflated }: DeflatedState): Uint8Array | undefined {
  try {
    return inflate(deflated, stateBytes);
  } catch {
    return undefined;
  }
}

/**
 * A run-length encoding can say "a billion structs" in ten bytes, so reading a hostile V2 state has a budget: far more than any
 * honest state needs, little enough to end soon.
 */
const STRUCTS_AT_LEAST = 200_000;
const STRUCTS_PER_BYTE = 8;

/** What Yjs makes to read a V2 update. */
export type StateDecoder = typeof Y.UpdateDecoderV2;

/** A state that was read whole. */
export interface ReadState {
  /** Yjs V2, inflated. */
  readonly state: Uint8Array;
  /** Where each client's structs end. */
  readonly clocks: ReadonlyMap<number, number>;
  /**
   * Reads this very state once more, as often as it is made. Yjs decodes all words as it begins to read, and a newcomer waits for that: here
   * they are decoded already.
   */
  readonly Decoder?: StateDecoder;
}

/**
 * Reads a state whole before anything is built from it, so that applying it cannot fail half way (ENV-6).
 *
 * @param state - a Yjs V2 update, from anyone
 * @returns `undefined` if it cannot be read, or asks for more than its size justifies
 */
export function readState(state: Uint8Array): ReadState | undefined {
  let budget = STRUCTS_AT_LEAST + STRUCTS_PER_BYTE * state.length;
  let unread: object = {};
  class BoundedDecoder extends Y.UpdateDecoderV2 {
    constructor(rest: ConstructorParameters<StateDecoder>[0]) {
      super(rest);
      unread = copyFields(this, Y.UpdateDecoderV2.prototype);
    }
    override readInfo(): number {
      if (--budget < 0) throw new RangeError('too many structs');
      return super.readInfo();
    }
  }
  function Decoder(): object {
    return copyFields(unread, Y.UpdateDecoderV2.prototype);
  }
  try {
    const clocks = updateToClocks(Y.decodeUpdateV2(state, BoundedDecoder));
    return { state, clocks, Decoder: Decoder as unknown as StateDecoder };
  } catch {
    return undefined;
  }
}

/** The columns of an update and how far each is read; bytes and words are shared, since nobody changes them. */
function copyFields(from: object, prototype: object): object {
  const copied = Object.entries(from).map(([name, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [name, value.slice()] as const;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [name, value] as const;
    return [name, copyFields(value, Object.getPrototypeOf(value) as object)] as const;
  });
  return Object.assign(Object.create(prototype) as object, Object.fromEntries(copied));
}

/** As `readState`, where only the clocks matter. */
export function stateToClocks(state: Uint8Array): ReadonlyMap<number, number> | undefined {
  return readState(state)?.clocks;
}

/** An update as Yjs decodes it. */
export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;

/**
 * Above any clock that a document reaches. Yjs adds clocks, doubles their differences and reads back what it wrote, all in doubles: near
 * 2^53 it throws at its own bytes, and goes on doing so.
 */
const MAX_CLOCK = 2 ** 48;

function isId({ client, clock }: Y.ID): boolean {
  return Number.isSafeInteger(client) && clock <= MAX_CLOCK;
}

/**
 * Where the structs of an update end, per client.
 *
 * @throws at what Yjs never writes and fails at half way, or ever after: a struct that refers to a later one of its own client, a
 *   struct or a deletion of nothing, and numbers out of all proportion
 */
export function updateToClocks({ structs, ds }: DecodedUpdate): Map<number, number> {
  for (const [client, ranges] of ds.clients) {
    if (!Number.isSafeInteger(client)) throw new RangeError('a client that is none');
    for (const { clock, len } of ranges) {
      if (len === 0 || clock + len > MAX_CLOCK) throw new RangeError('nothing is deleted');
    }
  }
  const clocks = new Map<number, number>();
  for (const struct of structs) {
    const { id, length } = struct;
    if (length === 0 || !isId(id) || id.clock + length > MAX_CLOCK) throw new RangeError('a struct of nothing');
    if (struct instanceof Y.Item) {
      const { origin, rightOrigin, parent } = struct;
      for (const other of [origin, rightOrigin, parent]) {
        if (!(other instanceof Y.ID)) continue;
        if (!isId(other)) throw new RangeError('a struct refers to one that cannot be');
        if (other.client === id.client && other.clock >= id.clock)
          throw new RangeError('a struct refers to a later one');
      }
    }
    clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length));
  }
  return clocks;
}
