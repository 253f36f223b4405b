export { createMemoryAttachmentStore, type MemoryAttachmentStore } from '../attachments/memory-store.ts';
export { encodeSnapshotPayload } from '../ledger/snapshot-payload.ts';
export { type CloneSeal, cloneSession } from './clone-session.ts';
export { handOver } from './exchange.ts';
export { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';
export { joinPeers, type PeerWire } from './peer-wire.ts';
export { createSeededRandom, type SeededRandom } from './seeded-random.ts';
export { createLedgerDoc, createTestRoom, createTestRoomWith, envelopesOf, type TestRoom } from './test-room.ts';
export { createVirtualTime, type VirtualTime } from './virtual-time.ts';
