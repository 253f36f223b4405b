/** Getting documents in and out: loaded when somebody imports or exports, and not before. */
export { exportAs, type Exported, type ExportSource } from './export.ts';
export { askPictures } from '../blocks/show-pictures.ts';
export { createFormatJobs, type FormatJobs, type WriteFailure } from './jobs.ts';
export { ENDINGS, IMPORT_ACCEPT, nameToFormat } from './names.ts';
export { insertTaken, seedTaken, takeIn, type TakenIn, takeTitle } from './take-in.ts';
export {
  type ExportFormat,
  importFailure,
  type ImportFailure,
  type ImportFailureCode,
  type ImportFormat,
  type ImportNote,
  MAX_BYTES,
} from './types.ts';
