/** Every way in which a `.weft` file can fail to be what it should, with sentences a person can act on. */
import type { Failure } from '@weft/crypto';

/** The closed union of codes. After the last two, whatever else is in the file has been read. */
export type FileCode =
  | 'file-alien'
  | 'file-version'
  | 'file-room'
  | 'file-too-large'
  | 'file-too-long'
  | 'file-cut'
  | 'file-damaged';

/** `at`: the byte of the file at which the trouble starts, where that can be told. */
export interface FileFailure extends Failure<FileCode> {
  readonly at?: number;
}

const SENTENCES: Readonly<Record<FileCode, string>> = {
  'file-alien': 'This is not a Weft file. Choose a file that was saved with “Save a copy (.weft)”.',
  'file-version': 'This file was written by another version of Weft. Update Weft, then add it again.',
  'file-room':
    'This file is a copy of another document, so nothing of it was added. Open that document from its own link.',
  'file-too-large': 'This file is larger than Weft accepts (512 MiB), so nothing of it was added.',
  'file-too-long':
    'With its files this document is larger than a copy may be (512 MiB), so none was saved. Save it without its files.',
  'file-cut': 'This file ends too early: everything before that was added. Ask for the whole file again.',
  'file-damaged': 'Part of this file is damaged: the rest was added. Ask for a fresh copy of it.',
};

/** The failure with this code, its sentence, and the byte where it starts. */
export function fileFailure(code: FileCode, at?: number): FileFailure {
  if (at === undefined) return { code, sentence: SENTENCES[code] };
  const place = code === 'file-damaged' ? 'Part of this file is damaged' : 'This file ends too early';
  return { code, at, sentence: SENTENCES[code].replace(place, `${place} (at byte ${at})`) };
}
