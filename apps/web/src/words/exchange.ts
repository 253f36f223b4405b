import { defineWords, number, plural, type Words } from '@weft/editor-ui/words';

const english = {
  importMany: 'Import…',
  importHere: 'Import at the caret…',
  exportAs: 'Export as…',
  title: 'Export as',
  reading: (name: string): string => `Reading “${name}”…`,
  files: (name: string, at: number, total: number): string =>
    `Adding pictures of “${name}”: ${number(at)} of ${number(total)}.`,
  imported: (count: number): string =>
    plural(count, { one: 'One document was imported.', other: '# documents were imported.' }),
  inserted: (name: string): string => `“${name}” was imported. Undo takes it back.`,
  failed: (name: string, sentence: string): string => `“${name}”: ${sentence}`,
  tooMany: 'That is more than 50 files at once, so none was imported; import them in smaller groups.',
  kind: 'Kind of file',
  notSealed: 'It is not sealed: whoever sees the file can read it. Comments and undecided suggestions are not in it.',
  save: 'Export',
  print: 'Print…',
  printing: (count: number): string =>
    plural(count, { one: 'Fetching one picture for printing…', other: 'Fetching # pictures for printing…' }),
  formats: {
    docx: { label: 'Word (.docx)', words: 'For Word, LibreOffice and Google Docs, with its pictures.' },
    markdown: { label: 'Markdown (.md)', words: 'The words with plain signs. Pictures are named, not held.' },
    html: { label: 'Web page (.html)', words: 'One file for any browser, with its pictures.' },
    json: { label: 'JSON (.json)', words: 'Everything, for programs and for importing it again.' },
    pdf: { label: 'PDF, by printing', words: 'Opens the print dialog: choose “Save as PDF” there.' },
  },
  exporting: (at: number, total: number): string =>
    `Putting the file together: picture ${number(at)} of ${number(total)}.`,
  exported: 'The file was exported.',
  missing: (count: number): string =>
    plural(count, {
      one: 'The file was exported. One picture is not in it: nobody who can be reached has it.',
      other: 'The file was exported. # pictures are not in it: nobody who can be reached has them.',
    }),
  notExported: {
    cancelled: 'The export was cancelled; no file was written.',
    'too-long': 'Writing this file took more than a minute, so there is none; export it as Markdown or HTML.',
    failed: 'The part of Weft that writes this file did not arrive or ran out of memory; go online and try again.',
  },
  notes: {
    'pictures-linked': 'Pictures that lie elsewhere were not fetched: a link stands in their place.',
    'files-left': 'Some pictures or files in it could not be taken.',
    comments: 'Comments in it were left out.',
    changes: 'Tracked changes in it were taken as if accepted.',
    frames: 'Drawings and charts in it were left out.',
    margins: 'What stands above and below its pages was left out.',
    hidden: 'Hidden text in it was left out.',
    symbols: 'Some signs in it are of a font of pictures; where they stood there is “\ufffd”.',
    cut: 'The file is damaged: what could be read of it is here, and there may have been more.',
    titles: 'Some links in it had titles, which show on pointing at them: they were left out.',
    fields: 'Form fields in it were left out.',
    formulas: 'Formulas in it came as plain text.',
    unknown: 'Some blocks in it are of kinds that this version does not know; their words were kept.',
  },
};

/** Getting documents in and out. */
export const exchangeWords: Words<typeof english> = /* @__PURE__ */ defineWords('exchange', english);
