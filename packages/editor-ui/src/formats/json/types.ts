/**
 * A document as JSON: every word, kind, mark, table and file of it, readable without Weft (docs/guides/json.md). Not in it: who wrote what, comments,
 * suggestions that nobody decided over, the past.
 */
export interface WeftJson {
  readonly format: 'weft-document';
  /** Raised when a reader of the version before would misread it; what is merely new is left out by older readers. */
  readonly version: 1;
  readonly title: string;
  readonly blocks: readonly WeftJsonBlock[];
  /** The pictures and files that blocks name, by keys of this file. */
  readonly files: Readonly<Record<string, WeftJsonFile>>;
}

export interface WeftJsonFile {
  readonly name: string;
  readonly type: string;
  /** Base64; absent where the bytes could not be had when it was written. */
  readonly data?: string;
}

/** A run of words: plain, or with marks. */
export type WeftJsonRun = string | { readonly text: string; readonly marks: readonly WeftJsonMark[] };

export type WeftJsonMark =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'superscript'
  | 'subscript'
  | 'code'
  /** LaTeX. */
  | 'math'
  /** A day, as ISO 8601 writes it. */
  | { readonly type: 'date'; readonly day: string }
  /** Whom a `@name` means: a device's id. */
  | { readonly type: 'person'; readonly device: string }
  | { readonly type: 'link'; readonly href: string }
  | { readonly type: 'color' | 'highlight'; readonly name: string };

export type WeftJsonBlock =
  | {
      readonly type: 'text';
      /** One of the kinds of a block; `paragraph` where it is none. */
      readonly kind: string;
      /** Of a heading, 1 to 6. */
      readonly level?: number;
      /** 1 to 8; absent: 0. */
      readonly indent?: number;
      /** Of a task. */
      readonly checked?: boolean;
      readonly align?: 'start' | 'center' | 'end';
      readonly dir?: 'ltr' | 'rtl';
      /** Of code. */
      readonly language?: string;
      readonly text: readonly WeftJsonRun[];
    }
  | { readonly type: 'divider' }
  | {
      readonly type: 'image' | 'file';
      /** A key of `files`. */
      readonly file: string;
      readonly alt?: string;
      readonly caption?: string;
      /** Per cent of the text's width. */
      readonly width?: number;
    }
  | {
      readonly type: 'table';
      readonly headerRow?: boolean;
      readonly headerColumn?: boolean;
      /** `width` in px. */
      readonly columns: readonly { readonly width?: number; readonly align?: 'center' | 'end' }[];
      /** Null where a merged cell covers. */
      readonly rows: readonly (readonly (WeftJsonCell | null)[])[];
    };

export interface WeftJsonCell {
  readonly text: readonly WeftJsonRun[];
  readonly colspan?: number;
  readonly rowspan?: number;
}
