import type { AttachmentFailure } from '@weft/crdt-core';

/** One sentence for the person: of the editor's own, or why a file was not taken or fetched. */
export type EditorNotice = EditorFailure | AttachmentFailure;

/** What is refused of something pasted or added. The sentences come with the parts that say them: `taking-failures.ts`. */
export type TakingFailureCode =
  | 'paste-too-big'
  | 'paste-unreadable'
  | 'edit-refused'
  | 'file-too-big'
  | 'too-many-files'
  | 'file-elsewhere'
  | 'picture-as-file'
  | 'pictures-linked';

/**
 * Everything the editor can refuse or fail at, as values. `sentence` says what happened and what to do.
 */
export type EditorFailureCode =
  | 'schema-newer'
  | 'schema-unknown'
  | 'link-refused'
  | 'files-not-taken'
  | 'suggest-refused'
  | 'part-missing'
  | TakingFailureCode;

export interface EditorFailure {
  readonly code: EditorFailureCode;
  readonly sentence: string;
}

const SENTENCES: Readonly<Record<Exclude<EditorFailureCode, TakingFailureCode>, string>> = {
  'schema-newer':
    'This document was written with a newer version of Weft, so it is shown read-only; update Weft and open it again to write.',
  'schema-unknown':
    'This document holds something this version of Weft does not know, so it is shown read-only and nothing is lost; update Weft and open it again to write.',
  'link-refused': 'Only http, https and mailto addresses can be links; check the address and try again.',
  'files-not-taken': 'This document takes no files, so nothing was added; paste the text alone.',
  'suggest-refused':
    'That change cannot be made a suggestion, so nothing was changed; put it on a line of its own, or go back to editing.',
  'part-missing':
    'A part of the editor could not be fetched, because the network went away; nothing is lost: go online and try again.',
};

/** The failure of a code, with its sentence. */
export function editorFailure(code: keyof typeof SENTENCES): EditorFailure {
  return { code, sentence: SENTENCES[code] };
}
