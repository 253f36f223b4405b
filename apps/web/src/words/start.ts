import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  home: 'Weft, documents',
  toDocuments: 'Back to documents',
  opening: 'Opening…',
  reload: 'Reload',
  newVersion: 'A new version of Weft is ready.',
  incomplete:
    'A part of Weft has not arrived, because the network went away. Nothing is lost: go online and try again, or reload the page.',
  broken: 'That should not have happened',
  brokenWhy: 'Something went wrong in Weft itself. Reload the page; what you wrote is on this device.',
  cannotKeep: 'Weft cannot keep anything here',
  notHere: 'Not here',
  noDocument: 'This document is not on this device. Open it from its link.',
  noDocumentOfFile: 'The link of this file’s document is not on this device. Open the link first, then the file.',
  noDocumentOfThread:
    'This is a link to a comment in a document that is not on this device. Open the document’s link first, then this one.',
  didNotOpen: 'This document did not open',
  linkVersion: 'This link is for another version',
  appIncomplete: 'Weft has not arrived whole',
  linkAbsent: 'There is no link here',
  linkBroken: 'This link does not work',
  locked: 'This link is locked',
  lockedWhy: 'Enter the passphrase its sender gave you. It is needed only once on this device.',
  passphrase: 'Passphrase',
  open: 'Open',
};

/** Opening: what is on the way, and what went wrong on it. */
export const startWords: Words<typeof english> = /* @__PURE__ */ defineWords('start', english);
