/**
 * The frames between a client and a relay, as values. Their bytes: docs/protocol.md, "Relay".
 * All byte fields of decoded frames are views into the message they came in, not copies.
 */
import type { Failure } from '@weft/crypto/verify';

/** Byte 0 of every Weft message: the y-websocket message type reserved for Weft. */
export const WEFT_MESSAGE = 0x57;

/** The version of the relay protocol spoken here. */
export const WIRE_VERSION = 1;

/** Byte 1 of a message. */
export const FrameType = {
  hello: 0x01,
  append: 0x02,
  ephemeral: 0x03,
  pull: 0x04,
  compact: 0x05,
  ping: 0x06,
  epoch: 0x07,
  store: 0x08,
  fetch: 0x09,
  keep: 0x0a,
  challenge: 0x41,
  welcome: 0x42,
  entry: 0x43,
  caughtUp: 0x44,
  ack: 0x45,
  relayedEphemeral: 0x46,
  peer: 0x47,
  beat: 0x48,
  error: 0x49,
  base: 0x4a,
  refused: 0x4b,
  ice: 0x4c,
  stored: 0x4d,
  chunk: 0x4e,
  fetched: 0x4f,
} as const;

/** Lengths in bytes of the fixed fields. */
export const WireLength = {
  generation: 16,
  nonce: 32,
  session: 32,
  epochCertificate: 237,
  sessionCertificate: 110,
  proof: 64,
  admission: 32,
} as const;

/** The most UTF-8 bytes an error's or a refusal's sentence may have. */
export const MAX_SENTENCE_BYTES = 512;

/** The most chains a KEEP may name. */
export const MAX_KEPT = 4096;

/** The generation a client names when it knows none. */
export const NO_GENERATION: Uint8Array = new Uint8Array(WireLength.generation);

export interface HelloFrame {
  readonly type: 'hello';
  /** The position up to which the client holds everything; 0 is "nothing yet". */
  readonly cursor: number;
  /** 16 bytes; `NO_GENERATION` if the client knows none. */
  readonly generation: Uint8Array;
  readonly epochCertificate: Uint8Array;
  readonly sessionCertificate: Uint8Array;
  readonly proof: Uint8Array;
  /** 32 bytes where the relay asks for an admission secret. */
  readonly admission: Uint8Array | undefined;
}
export interface AppendFrame {
  readonly type: 'append';
  readonly envelope: Uint8Array;
}
export interface ClientEphemeralFrame {
  readonly type: 'ephemeral';
  /** The connection it is for; 0 is everyone. */
  readonly to: number;
  readonly envelope: Uint8Array;
}
export interface PullFrame {
  readonly type: 'pull';
  /** The first position wanted. */
  readonly from: number;
}
export interface CompactFrame {
  readonly type: 'compact';
  readonly base: number;
  readonly upto: number;
  readonly envelope: Uint8Array;
}
export interface PingFrame {
  readonly type: 'ping';
}
/** KEY-8: an epoch certificate besides the one of HELLO, so that what was sealed in it can be verified. */
export interface EpochFrame {
  readonly type: 'epoch';
  readonly certificate: Uint8Array;
}
/** A chunk of an attachment, to be kept beside the log. */
export interface StoreFrame {
  readonly type: 'store';
  readonly envelope: Uint8Array;
}
/** Asks for chunks of one chain. */
export interface FetchFrame {
  readonly type: 'fetch';
  readonly session: Uint8Array;
  /** The first seq wanted. */
  readonly from: number;
  /** The most chunks wanted; 0 asks how many there are. */
  readonly count: number;
}
/** Every chain that the document still refers to. */
export interface KeepFrame {
  readonly type: 'keep';
  readonly sessions: readonly Uint8Array[];
}
export type ClientFrame =
  | HelloFrame
  | AppendFrame
  | ClientEphemeralFrame
  | PullFrame
  | CompactFrame
  | PingFrame
  | EpochFrame
  | StoreFrame
  | FetchFrame
  | KeepFrame;

export interface ChallengeFrame {
  readonly type: 'challenge';
  readonly nonce: Uint8Array;
}
export interface WelcomeFrame {
  readonly type: 'welcome';
  /** The relay's number for this connection, from 1. */
  readonly connection: number;
  readonly generation: Uint8Array;
  /** The position of the snapshot everything starts from; 0 if there is none. */
  readonly base: number;
  readonly head: number;
  readonly maxFrameBytes: number;
  readonly maxRoomBytes: number;
  readonly appendsPerSecond: number;
  /** The other connections in the room. */
  readonly connections: readonly number[];
}
export interface EntryFrame {
  readonly type: 'entry';
  readonly position: number;
  /** The position before it in the log. */
  readonly prev: number;
  readonly envelope: Uint8Array;
}
export interface CaughtUpFrame {
  readonly type: 'caught-up';
  readonly head: number;
}
export interface AckFrame {
  readonly type: 'ack';
  readonly session: Uint8Array;
  readonly seq: number;
  readonly position: number;
}
export interface RelayEphemeralFrame {
  readonly type: 'ephemeral';
  /** The connection it came from. */
  readonly from: number;
  readonly envelope: Uint8Array;
}
export interface PeerFrame {
  readonly type: 'peer';
  readonly connection: number;
  readonly change: 'joined' | 'left';
}
export interface BeatFrame {
  readonly type: 'beat';
  readonly head: number;
}
export interface ErrorFrame {
  readonly type: 'error';
  readonly code: number;
  readonly sentence: string;
}
export interface BaseFrame {
  readonly type: 'base';
  readonly position: number;
  readonly envelope: Uint8Array;
}
export interface RefusedFrame {
  readonly type: 'refused';
  readonly code: number;
  readonly session: Uint8Array;
  readonly seq: number;
  readonly sentence: string;
}
/** A server that helps two browsers to a direct connection, as RTCPeerConnection takes it. */
export interface IceServer {
  /** `stun:`, `stuns:`, `turn:` or `turns:` addresses. */
  readonly urls: readonly string[];
  /** With `credential`, for TURN. */
  readonly username?: string;
  readonly credential?: string;
}
export interface IceFrame {
  readonly type: 'ice';
  /** How long the credentials hold, in seconds from now; 0: without end. */
  readonly ttl: number;
  /** In place of those of an earlier frame. */
  readonly servers: readonly IceServer[];
}
/** The relay has this chunk. */
export interface StoredFrame {
  readonly type: 'stored';
  readonly session: Uint8Array;
  readonly seq: number;
}
export interface ChunkFrame {
  readonly type: 'chunk';
  readonly envelope: Uint8Array;
}
/** Ends the answer to a FETCH. */
export interface FetchedFrame {
  readonly type: 'fetched';
  readonly session: Uint8Array;
  /** The first seq that was not sent. */
  readonly next: number;
  /** How many chunks of the chain the relay has, from 0 on. */
  readonly held: number;
}
export type RelayFrame =
  | ChallengeFrame
  | WelcomeFrame
  | EntryFrame
  | CaughtUpFrame
  | AckFrame
  | RelayEphemeralFrame
  | PeerFrame
  | BeatFrame
  | ErrorFrame
  | BaseFrame
  | RefusedFrame
  | IceFrame
  | StoredFrame
  | ChunkFrame
  | FetchedFrame;

/** What concerns attachments, among what a client sends and what it is answered. */
export type ChunkRequestFrame = StoreFrame | FetchFrame | KeepFrame;
export type ChunkAnswerFrame = StoredFrame | ChunkFrame | FetchedFrame | RefusedFrame;

/** Why a message could not be read. */
export type WireFailure = Failure<'frame-foreign' | 'frame-type' | 'frame-length' | 'frame-field' | 'frame-version'>;
