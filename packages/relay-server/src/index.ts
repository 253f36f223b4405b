export { createRelay, type LogLine, type Relay, type RelayFailure, type RelayOptions } from './create-relay.ts';
export { type Counts, createCounts } from './hub/counts.ts';
export { createHub, type Hub, type HubConnection, type HubOptions, type Outlet } from './hub/hub.ts';
export type { Ice, IceOptions } from './policy/ice.ts';
export { DEFAULT_LIMITS, type RelayLimits, type RoomLimits } from './policy/limits.ts';
export type { RoomEffect, RoomEvent } from './room/events.ts';
export { createRoomState, type RoomConfig, type RoomState } from './room/state.ts';
export { stepRoom } from './room/step.ts';
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
export {
  type ChunkRequest,
  type ChunkSlice,
  type CompactRequest,
  type Done,
  type FetchRequest,
  type LogItem,
  type OpenedLog,
  type ReadRequest,
  type Store,
  type StoreFailure,
} from './store/store.ts';
