import { defineWords, number, percent, plural, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'Save a copy',
  sealedWords: 'Everything. It opens only with this document’s link, so keep the link as well.',
  withFiles: (count: number, size: string): string =>
    plural(count, { one: `With its file (${size})`, other: `With its # files (${size})` }),
  name: 'Name of the file',
  nameSeen: 'The name is not sealed: whoever sees the file reads it.',
  proposedName: (day: string): string => `document ${day}`,
  putting: (at: number, total: number): string => `Putting the copy together: file ${number(at)} of ${number(total)}.`,
  saved: 'The copy was saved, with its files.',
  savedWithout: (missing: number): string =>
    plural(missing, {
      one: 'The copy was saved. One file is not in it: nobody who can be reached has it.',
      other: 'The copy was saved. # files are not in it: nobody who can be reached has them.',
    }),
  tooLarge: 'This file is larger than Weft accepts (512 MiB).',
  unreadable: 'This file could not be read. Check that it is still there, then choose it again.',
  noChangeNew: 'No change in it was new.',
  nothingNew: 'Nothing new: what could be read of the file was here already.',
  added: (count: number): string =>
    plural(count, { one: 'One change was added from the file.', other: '# changes were added from the file.' }),
  filesCame: (count: number): string =>
    plural(count, { one: 'One file came with it.', other: '# files came with it.' }),
  waiting: (count: number): string =>
    plural(count, {
      one: 'One change waits for earlier ones that are not in it.',
      other: '# changes wait for earlier ones that are not in it.',
    }),
  refused: (count: number): string =>
    plural(count, { one: 'One change was refused.', other: '# changes were refused.' }),
  adding: (share: number): string => `Adding the file: ${percent(share)} done.`,
};

/** Files that a document is saved to, and comes from. */
export const copyWords: Words<typeof english> = /* @__PURE__ */ defineWords('copies', english);
