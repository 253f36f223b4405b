/** What one room, and each connection in it, may use. Sizes in bytes, times in ms. RLY-6. */
export interface RoomLimits {
  /** The largest message taken from a client. */
  readonly maxFrameBytes: number;
  /** Told to clients; the store is what holds to it. */
  readonly maxRoomBytes: number;
  /** At most 65,535: WELCOME counts them in 16 bits. */
  readonly maxConnectionsPerRoom: number;
  readonly appendsPerSecond: number;
  /** How many envelopes may come at once before the rate holds. */
  readonly appendBurst: number;
  readonly ephemeralsPerSecond: number;
  readonly ephemeralBurst: number;
  /** Refusals a connection may draw before it is closed: each costs the relay a check that led nowhere. */
  readonly refusalsPerSecond: number;
  readonly refusalBurst: number;
  /** Parts of attachments that a connection may send, and ask for, per second. */
  readonly chunksPerSecond: number;
  readonly chunkBurst: number;
  /** How long a connection may take to prove itself. */
  readonly helloMs: number;
  /** The longest silence; y-websocket gives up after 30 s. */
  readonly beatMs: number;
  /** How much is read from the log at once for one reader. */
  readonly sliceBytes: number;
}

/** What signalling for direct connections may use (`/signal`). Sizes in bytes, times in ms. RLY-6. */
export interface SignalLimits {
  /** The largest message taken; what a browser has to say of its addresses is a few kilobytes. */
  readonly maxSignalBytes: number;
  readonly maxTopicBytes: number;
  readonly maxTopicsPerConnection: number;
  /** Each message to a topic goes to as many as this. */
  readonly maxConnectionsPerTopic: number;
  readonly signalsPerSecond: number;
  /** How many messages may come at once before the rate holds. */
  readonly signalBurst: number;
  /** What may wait for one reader before it is given up. */
  readonly maxSignalQueueBytes: number;
  /** A connection silent for this long is asked whether it is still there. */
  readonly signalPingMs: number;
  /** A connection silent for this long is closed. */
  readonly signalIdleMs: number;
}

/** What one relay may use in all. */
export interface RelayLimits extends RoomLimits, SignalLimits {
  readonly maxStoreBytes: number;
  readonly maxRooms: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Attempts to connect from one address, those that are turned away too. */
  readonly connectionsPerSecond: number;
  readonly connectionBurst: number;
  /** What may wait for one reader before it is given up. */
  readonly maxQueueBytes: number;
  /** A room nobody came to for this long is forgotten. */
  readonly roomTtlMs: number;
  /** How long what a compaction replaced stays readable. */
  readonly graceMs: number;
  /** Of a room's bytes, the most that attachments may take: what is left is for the text. */
  readonly maxAttachmentBytes: number;
  /** How long an attachment is kept that the document no longer refers to. */
  readonly attachmentGraceMs: number;
}

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** The limits a relay starts with when it is told nothing else. */
export const DEFAULT_LIMITS: RelayLimits = {
  maxFrameBytes: 8 * MIB,
  maxRoomBytes: 64 * MIB,
  maxConnectionsPerRoom: 1000,
  appendsPerSecond: 200,
  appendBurst: 2000,
  ephemeralsPerSecond: 100,
  ephemeralBurst: 400,
  refusalsPerSecond: 20,
  refusalBurst: 1000,
  chunksPerSecond: 50,
  chunkBurst: 200,
  helloMs: 15_000,
  beatMs: 9_000,
  sliceBytes: 256 * 1024,
  maxStoreBytes: 512 * MIB,
  maxRooms: 10_000,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 200,
  connectionsPerSecond: 20,
  connectionBurst: 600,
  maxQueueBytes: 32 * MIB,
  roomTtlMs: 30 * 24 * HOUR_MS,
  graceMs: HOUR_MS,
  maxAttachmentBytes: 56 * MIB,
  attachmentGraceMs: 30 * 24 * HOUR_MS,
  maxSignalBytes: 64 * 1024,
  maxTopicBytes: 256,
  maxTopicsPerConnection: 64,
  maxConnectionsPerTopic: 200,
  signalsPerSecond: 100,
  signalBurst: 1000,
  maxSignalQueueBytes: 2 * MIB,
  signalPingMs: 30_000,
  signalIdleMs: 75_000,
};
