export {
  createAttachments,
  type AttachmentDesk,
  type AttachmentLink,
  type AttachmentNews,
} from './attachments/create-attachments.ts';
export type { AttachmentCode, AttachmentFailure } from './attachments/failures.ts';
export type { ChunkKeys, ChunkWriter } from './attachments/keys.ts';
export { type AttachmentReference, MAX_ATTACHMENT_BYTES, valueToReference } from './attachments/index.ts';
export type { AttachmentStore, ChainMark, OpenAttachmentStore, StoredChain } from './attachments/store.ts';
export type {
  AttachmentProgress,
  Attachments,
  AttachmentSource,
  AttachmentUpload,
  AttachOptions,
  ReadOptions,
  StuckFiles,
} from './attachments/types.ts';
export { createDocumentAlarms, type DocumentAlarms } from './document-alarms.ts';
export { type ReplicaCode, type ReplicaFailure, replicaFailure } from './errors.ts';
export type { Absence, DocumentAbsence } from './absence/create-absence.ts';
export type { DocumentVersion, DocumentVersions, VersionFailure } from './document-versions.ts';
export type { DocumentLosses, MergeLoss } from './document-losses.ts';
export type {
  DocumentAccess,
  DocumentDevice,
  DocumentPeople,
  LateChanges,
} from './document-people.ts';
export { type Companion, type Errands, MAX_ERRAND_BYTES } from './errands/create-errands.ts';
export { readFileRoom } from './files/decode-file.ts';
export type { FileCode, FileFailure } from './files/errors.ts';
export { exportLedger } from './files/export-ledger.ts';
export { type ImportReport, importLedger } from './files/import-ledger.ts';
export { MAX_FILE_BYTES } from './files/layout.ts';
export { openIndexedDbStorage } from './ledger/indexeddb.ts';
export { shouldCompact } from './ledger/should-compact.ts';
export type { Head, Heads, Ledger, LedgerEntry, LedgerSnapshot, LedgerStats, SessionHex } from './ledger/types.ts';
export {
  browserLibraryPorts,
  type DamagedRecord,
  grantsLess,
  type Library,
  type LibraryChange,
  type LibraryChannel,
  type LibraryFailure,
  type LibraryPorts,
  type LibraryRecord,
  type NamedEndpoint,
  openLibrary,
  type OwnDevice,
  roomToDatabaseName,
  type SealedPlace,
  type Settings,
  type TextReach,
  trashEnds,
} from './library/index.ts';
export type { Cancel, Clock, LedgerStorage, OpenLedgerStorage, Ports, Timers } from './ports/index.ts';
export { createReplica, type ReplicaOptions } from './replica/create-replica.ts';
export { REMOTE } from './replica/remote.ts';
export type {
  Damaged,
  EphemeralKind,
  Gap,
  OpenedEphemeral,
  Received,
  Replica,
  ReplicaAlarm,
  ReplicaEvents,
  Source,
} from './replica/types.ts';
export type { FileExport, OpenFailure, WeftDocument } from './document.ts';
export type { Alarm, DocumentStatus, RelayState } from './document-status.ts';
export type { ApplyGate } from './replica/apply-queue.ts';
export type { DocumentUser } from './document-user.ts';
export type { Readable } from './sync/readable.ts';
export type { StorageFailure } from './ports/storage.ts';
export { createLedgerKeeper, type LedgerKeeper } from './links/ledger-keeper.ts';
export { parseRelayAddress, type RelayAddress } from './links/relay-address.ts';
export type { Pairing, PairingState } from './links/pairing.ts';
export type { PairingCode, PairingFailure } from './links/pairing-text.ts';
export { createTabLink, type TabLink, type TabListeners } from './links/tab-link.ts';
export type { TabChannel, TabPorts } from './links/tab-ports.ts';
export {
  createPeerDriver,
  type PeerDriver,
  type PeerDriverListeners,
  type PeerDriverOptions,
  type PeerTransport,
} from './peer/peer-driver.ts';
export { createPeerMesh, type PeerMesh, type PeerMeshOptions, type PeerPort } from './peer/peer-mesh.ts';
export type { PeerFailure } from './peer/peer-failures.ts';
export type { PeerSession } from './peer/peer-state.ts';
export { createEphemeralReader } from './presence/ephemeral-reader.ts';
export { createPresence, type Presence } from './presence/presence.ts';
export { createReceiptSender } from './presence/receipt-sender.ts';
export { bytesToReceipt, createReceiptBook, type Receipt, receiptToBytes } from './presence/receipts.ts';
export { createAlarmList } from './sync/alarm-list.ts';
export type { LinkFailure } from './sync/link-failures.ts';
export type { PinCode } from './sync/pin-watch.ts';
export { keepSentBook } from './sync/keep-sent-book.ts';
export { createRelayDriver, readRelayNote, type RelayDriver, type Transport } from './sync/relay-driver.ts';
export { createSentBook, type SentBook } from './sync/sent-book.ts';
export { type LinksReport, NO_LINKS, partsToStatus, type RelayReport, sessionToReport } from './sync/status.ts';
export { browserPorts } from './browser-ports.ts';
export { openDocument } from './open-document.ts';
export type { DocumentPorts, OpenOptions, PeerOptions } from './open-options.ts';
