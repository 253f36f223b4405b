/** Why something that was pasted or added is not taken, or not as it was: for the parts that come with the first paste or file. */
import type { EditorFailure, TakingFailureCode } from './errors.ts';

const SENTENCES: Readonly<Record<TakingFailureCode, string>> = {
  'paste-too-big': 'That is more than 2 MB of text, so it was not inserted; paste it in smaller pieces.',
  'paste-unreadable': 'What you pasted holds no text that can be inserted; copy it again as text.',
  'edit-refused': 'You are reading this document and cannot change it; ask for an edit link to write.',
  'file-too-big':
    'This file is larger than 25 MB, the most a document takes, so it was not added; make it smaller, or share it another way.',
  'too-many-files': 'That is more than 100 files at once, so none was added; add them in smaller groups.',
  'file-elsewhere':
    'A file in what you pasted belongs to another document, so only its name is here; save it there and add it here.',
  'picture-as-file':
    'This kind of picture cannot be shown in the text, so it was added as a file; a PNG, JPEG, WebP, GIF or AVIF is shown.',
  'pictures-linked':
    'Pictures in what you pasted were not fetched; where one lies on another site is a link to it; save it and add it to keep it here.',
};

/** The failure of a code, with its sentence. */
export function takingFailure(code: TakingFailureCode): EditorFailure {
  return { code, sentence: SENTENCES[code] };
}
