import type { SeededRandom } from '@weft/crdt-core/testing';
import { decodeRelayFrame, encodeFrame, FrameType, type RelayFrame } from '@weft/crdt-core/wire';
import { decodeHeader, type VerifiedEnvelope } from '@weft/crypto';

/** What a Byzantine relay does to one client. It has no keys: it cannot write, open or sign anything. */
export const LIES = [
  'withhold',
  'withhold-unseen',
  'withhold-ephemerals',
  'delay-ephemerals',
  'echo-ephemerals',
  'drop-acks',
  'false-acks',
  'refuse-and-store',
  'replay',
  'reorder',
  'duplicate',
  'tamper',
  'cross-room',
  'misplace',
  'early-caught-up',
  'false-beat',
  'false-base',
  'false-welcome',
  'false-peers',
  'garbage',
  'close',
] as const;

/** KEY-8: lies about whose keys are the room's. A relay serves no certificates: it can only keep the news of new ones back. */
export const STALE_LIES = ['withhold-notices', 'stale-epoch'] as const;

export type LieName = (typeof LIES)[number] | (typeof STALE_LIES)[number];

/** Lies after which the reader is shown that nothing is missing. */
export const UNSEEN_LIES: ReadonlySet<string> = new Set<LieName>(['withhold-unseen', ...STALE_LIES]);

/** One lie as it is told: to whom (by device), of which frames (a share in 0…1). */
export interface Lie {
  readonly name: LieName;
  readonly share: number;
}

/** What a lie may use besides the frame. */
export interface LieContext {
  readonly random: SeededRandom;
  /** Frames that went to this client before, newest last. */
  readonly past: readonly Uint8Array[];
  /** BASE frames that any client was ever sent. */
  readonly bases: readonly Uint8Array[];
  /** An envelope of another room. */
  readonly foreign: Uint8Array;
  /** The newest position this client was shown; what is withheld unseen is passed over in `prev`. */
  shown: number;
}

/** What becomes of a frame: frames to send instead, each after so many ms. `close`: the connection ends with this code. */
export interface Told {
  readonly frames: readonly { readonly bytes: Uint8Array; readonly afterMs: number }[];
  readonly close?: number;
}

/** Where the envelope begins in the frames that carry one. */
const ENVELOPE_AT: Readonly<Record<number, number>> = {
  [FrameType.entry]: 18,
  [FrameType.base]: 10,
  [FrameType.relayedEphemeral]: 6,
};

/** The header of the envelope in a frame to a client, if there is one. */
export function headerOf(frame: Uint8Array): Pick<VerifiedEnvelope, 'kind' | 'epoch' | 'session'> | undefined {
  const at = ENVELOPE_AT[frame[1] ?? 0];
  const header = at === undefined ? undefined : decodeHeader(frame.subarray(at));
  return header?.ok === true ? header.value : undefined;
}

const now = (...frames: Uint8Array[]): Told => ({ frames: frames.map((bytes) => ({ bytes, afterMs: 0 })) });
const NOTHING: Told = { frames: [] };
const FAR = 2 ** 40;

/** Frames of the greeting that a lie leaves alone, so that there is a connection to lie over. */
function isGreeting({ type }: RelayFrame): boolean {
  return type === 'challenge' || type === 'welcome' || type === 'error';
}

/** Tells a lie about one frame on its way to a client. */
export function tell({ name }: Lie, bytes: Uint8Array, context: LieContext): Told {
  const { random, past } = context;
  const decoded = decodeRelayFrame(bytes);
  if (!decoded.ok) return now(bytes);
  const frame = decoded.value;
  if (name === 'false-welcome') return frame.type === 'welcome' ? falseWelcome(frame, random) : now(bytes);
  if (isGreeting(frame)) return now(bytes);
  switch (name) {
    case 'withhold':
    case 'withhold-unseen':
      return frame.type === 'entry' || frame.type === 'base' ? NOTHING : now(bytes);
    case 'withhold-notices':
      return headerOf(bytes)?.kind === 'control' ? NOTHING : now(bytes);
    case 'stale-epoch':
      return (headerOf(bytes)?.epoch ?? 0) > 0 ? NOTHING : now(bytes);
    case 'withhold-ephemerals':
      return frame.type === 'ephemeral' ? NOTHING : now(bytes);
    case 'delay-ephemerals':
      return frame.type === 'ephemeral' ? { frames: [{ bytes, afterMs: random.below(120_000) }] } : now(bytes);
    case 'echo-ephemerals':
    case 'replay': {
      const isWanted = (old: Uint8Array): boolean => name === 'replay' || old[1] === FrameType.relayedEphemeral;
      const old = past.filter(isWanted);
      return old.length === 0 ? now(bytes) : now(bytes, random.pick(old));
    }
    case 'drop-acks':
      return frame.type === 'ack' ? NOTHING : now(bytes);
    case 'refuse-and-store': {
      if (frame.type !== 'ack') return now(bytes);
      const { session, seq } = frame;
      return now(encodeFrame({ type: 'refused', code: 1 + random.below(8), session, seq, sentence: 'no' }));
    }
    case 'reorder':
      return { frames: [{ bytes, afterMs: random.below(3_000) }] };
    case 'duplicate':
      return now(bytes, bytes);
    case 'tamper': {
      const torn = bytes.slice();
      const at = 2 + random.below(Math.max(1, torn.length - 2));
      torn[at] = (torn[at] ?? 0) ^ (1 << random.below(8));
      return now(torn);
    }
    case 'cross-room':
      return frame.type === 'entry'
        ? now(encodeFrame({ ...frame, envelope: context.foreign }), ...(random.below(2) === 0 ? [bytes] : []))
        : now(bytes);
    case 'misplace':
      return misplace(frame, bytes, random);
    case 'early-caught-up':
      return frame.type === 'entry' ? now(encodeFrame({ type: 'caught-up', head: frame.prev }), bytes) : now(bytes);
    case 'false-beat': {
      const head = random.pick([0, context.shown, context.shown + 3, FAR]);
      return frame.type === 'beat' || frame.type === 'caught-up' ? now(encodeFrame({ ...frame, head })) : now(bytes);
    }
    case 'false-base': {
      if (context.bases.length === 0) return now(bytes);
      const old = decodeRelayFrame(random.pick(context.bases));
      if (!old.ok || old.value.type !== 'base') return now(bytes);
      const position = random.pick([1, context.shown, context.shown + 5, old.value.position]);
      return now(bytes, encodeFrame({ ...old.value, position }));
    }
    case 'false-peers': {
      const change = random.pick(['joined', 'left'] as const);
      return now(bytes, encodeFrame({ type: 'peer', connection: random.below(12), change }));
    }
    case 'garbage':
      return now(random.bytes(random.below(40)));
    case 'close':
      return { frames: [], close: random.pick([1006, 4500, 4503, 4508, 4529]) };
    default:
      return now(bytes);
  }
}

function falseWelcome(frame: Extract<RelayFrame, { type: 'welcome' }>, random: SeededRandom): Told {
  switch (random.below(7)) {
    case 0:
      return now(encodeFrame({ ...frame, head: random.pick([0, frame.head + 7, FAR]) }));
    case 1:
      return now(encodeFrame({ ...frame, base: random.pick([0, frame.head, frame.head + 2]) }));
    case 2:
      return now(encodeFrame({ ...frame, generation: random.bytes(16) }));
    case 3:
      return now(encodeFrame({ ...frame, generation: new Uint8Array(16) }));
    case 4:
      return now(encodeFrame({ ...frame, maxFrameBytes: 10 }));
    case 5:
      return now(encodeFrame({ ...frame, appendsPerSecond: 0 }));
    default:
      return now(encodeFrame({ ...frame, connections: [frame.connection, 1, 2, 77] }));
  }
}

function misplace(frame: RelayFrame, bytes: Uint8Array, random: SeededRandom): Told {
  if (frame.type === 'entry') {
    const position = random.pick([frame.position, frame.position + 4, frame.position + 1, FAR]);
    const prev = random.pick([0, frame.prev, Math.max(0, frame.prev - 1)]);
    return now(encodeFrame({ ...frame, position, prev }));
  }
  if (frame.type === 'ack') {
    return now(encodeFrame({ ...frame, position: random.pick([0, 1, frame.position + 1, FAR]) }));
  }
  if (frame.type === 'base') {
    return now(encodeFrame({ ...frame, position: random.pick([1, frame.position + 2, FAR]) }));
  }
  return now(bytes);
}
