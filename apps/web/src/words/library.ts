import { defineWords, plural, type Words } from '@weft/editor-ui/words';

const english = {
  settings: 'Settings',
  openFile: 'Open a .weft file',
  document: 'Document',
  documents: 'Documents',
  order: 'Order',
  byOpened: 'Last opened first',
  byTitle: 'By title',
  byCreated: 'Newest first',
  pin: 'Keep at the top',
  unpin: 'No longer keep at the top',
  pinned: 'Kept at the top',
  toTrash: 'Move to the trash',
  inTrash: (title: string): string => `“${title}” is in the trash.`,
  trash: 'Trash',
  trashOf: (count: number): string => plural(count, { one: 'Trash, # document', other: 'Trash, # documents' }),
  trashHow:
    'What is here can be taken back. After 30 days it goes from this device for good; other people keep their copies.',
  trashEmpty: 'The trash is empty',
  takeBack: 'Take back',
  takeBackOne: (title: string): string => `Take back: ${title}`,
  takenBack: (title: string): string => `“${title}” is among your documents again.`,
  deleteForGood: 'Delete for good',
  deleteOne: (title: string): string => `Delete for good: ${title}`,
  emptyTrash: 'Empty the trash',
  emptyTitle: (count: number): string =>
    plural(count, { one: 'Delete one document for good?', other: 'Delete # documents for good?' }),
  goesIn: (days: number): string => plural(days, { one: 'Goes tomorrow', other: 'Goes in # days' }),
  goesSoon: 'Goes today',
  staysUnsent: (count: number): string =>
    plural(count, {
      one: '# change was never sent: stays until you delete it',
      other: '# changes were never sent: stays until you delete it',
    }),
  isInTrash: 'In the trash',
  isInTrashWhy: 'This document is in the trash of this device. Take it back to open it.',
  takeBackAndOpen: 'Take back and open',
  removeTitle: (title: string): string => `Delete “${title}” for good?`,
  neverSent: (count: number): string =>
    plural(count, {
      one: 'One change was never sent: nobody else has it, and removing the document loses it for good.',
      other: '# changes were never sent: nobody else has them, and removing the document loses them for good.',
    }),
  othersKeep: 'It goes from this device only. Other people keep their copies, and its link opens it here again.',
  notShared: 'No longer shared with you',
  unsent: (count: number): string => plural(count, { one: '# change not sent yet', other: '# changes not sent yet' }),
  moreAbout: (title: string): string => `More about ${title}`,
  openLink: 'Open a link',
  openLinkHow: 'Paste the link someone gave you. It is kept on this device, so you need it only once.',
  link: 'Link',
  open: 'Open',
  quiet: 'A quiet place to write, alone or together',
  staysHere:
    'What you write stays on this device. Share a link when you want company: only people with the link can read it.',
  newDocument: 'New document',
  new: 'New',
  sample: 'Or try things out in a sample document',
  used: (used: string, quota: string): string => `${used} of ${quota} used on this device.`,
  roomShort: 'Room is short: free some space, or remove documents you no longer need.',
  kept: 'Kept until you remove it.',
  mayGo: 'The browser may clear it when room is short.',
  keepIt: 'Keep it',
  notKept: 'This browser did not agree to keep the documents. Installing Weft, or a bookmark, often changes its mind.',
};

export const libraryWords: Words<typeof english> = /* @__PURE__ */ defineWords('library', english);
