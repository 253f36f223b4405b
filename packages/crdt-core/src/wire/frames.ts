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
export type ClientFrame = HelloFrame | AppendFrame | ClientEphemeralFrame | PullFrame | CompactFrame | PingFrame;

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
  | IceFrame;

/** Why a message could not be read. */
export type WireFailure = Failure<'frame-foreign' | 'frame-type' | 'frame-length' | 'frame-field' | 'frame-version'>;
