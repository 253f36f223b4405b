export type { DamagedRecord, LibraryFailure } from './failure.ts';
export { type Library, openLibrary, roomToDatabaseName, type SealedPlace } from './open-library.ts';
export { browserLibraryPorts, type LibraryChannel, type LibraryPorts } from './ports.ts';
export {
  grantsLess,
  type LibraryChange,
  type LibraryRecord,
  type NamedEndpoint,
  type OwnDevice,
  type Settings,
  type TextReach,
  trashEnds,
} from './record.ts';
