export type { DamagedRecord, LibraryFailure } from './failure.ts';
export { type Library, openLibrary, roomToDatabaseName, type SealedPlace } from './open-library.ts';
export { browserLibraryPorts, type LibraryChannel, type LibraryPorts } from './ports.ts';
export type { LibraryChange, LibraryRecord, Settings } from './record.ts';
