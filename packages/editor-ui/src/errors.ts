/**
 * Everything the editor can refuse or fail at, as values. `sentence` says what happened and what to do.
 */
export type EditorFailureCode =
  | 'schema-newer'
  | 'schema-unknown'
  | 'paste-too-big'
  | 'paste-unreadable'
  | 'link-refused'
  | 'edit-refused';

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
};

/** The failure of a code, with its sentence. */
export function editorFailure(code: EditorFailureCode): EditorFailure {
  return { code, sentence: SENTENCES[code] };
}
