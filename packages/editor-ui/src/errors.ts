import type { AttachmentFailure } from '@weft/crdt-core';

/** One sentence for the person: of the editor's own, or why a file was not taken or fetched. */
export type EditorNotice = EditorFailure | AttachmentFailure;

/**
 * Everything the editor can refuse or fail at, as values. `sentence` says what happened and what to do.
 */
export type EditorFailureCode =
  | 'schema-newer'
  | 'schema-unknown'
  | 'paste-too-big'
  | 'paste-unreadable'
  | 'link-refused'
  | 'edit-refused'
  | 'file-too-big'
  | 'too-many-files'
  | 'files-not-taken'
  | 'file-elsewhere'
  | 'picture-as-file'
  | 'pictures-linked'
  | 'suggest-refused'
  | 'part-missing';

export interface EditorFailure {
  readonly code: EditorFailureCode;
  readonly sentence: string;
}

const SENTENCES: Readonly<Record<EditorFailureCode, string>> = {
  'schema-newer':
    'This document was written with a newer version of Weft, so it is shown read-only; update Weft and open it again to write.',
  'schema-unknown':
    'This document holds something this version of Weft does not know, so it is shown read-only and nothing is lost; update Weft and open it again to write.',
  'paste-too-big': 'That is more than 2 MB of text, so it was not inserted; paste it in smaller pieces.',
  'paste-unreadable': 'What you pasted holds no text that can be inserted; copy it again as text.',
  'link-refused': 'Only http, https and mailto addresses can be links; check the address and try again.',
  'edit-refused': 'You are reading this document and cannot change it; ask for an edit link to write.',
  'file-too-big':
    'This file is larger than 25 MB, the most a document takes, so it was not added; make it smaller, or share it another way.',
  'too-many-files': 'That is more than 100 files at once, so none was added; add them in smaller groups.',
  'files-not-taken': 'This document takes no files, so nothing was added; paste the text alone.',
  'file-elsewhere':
    'A file in what you pasted belongs to another document, so only its name is here; save it there and add it here.',
  'picture-as-file':
    'This kind of picture cannot be shown in the text, so it was added as a file; a PNG, JPEG, WebP, GIF or AVIF is shown.',
  'pictures-linked':
    'Pictures in what you pasted were not fetched; where one lies on another site is a link to it; save it and add it to keep it here.',
  'suggest-refused':
    'That change cannot be made a suggestion, so nothing was changed; put it on a line of its own, or go back to editing.',
  'part-missing':
    'A part of the editor could not be fetched, because the network went away; nothing is lost: go online and try again.',
};

/** The failure of a code, with its sentence. */
export function editorFailure(code: EditorFailureCode): EditorFailure {
  return { code, sentence: SENTENCES[code] };
}
