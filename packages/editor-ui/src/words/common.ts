import { defineWords, type Words } from './words.ts';

const english = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  delete: 'Delete',
  remove: 'Remove',
  rename: 'Rename',
  copy: 'Copy',
  copied: 'Copied',
  done: 'Done',
  undo: 'Undo',
  show: 'Show',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  more: 'More',
  you: 'You',
  someone: 'Someone',
  untitled: 'Untitled',
  next: 'Next',
  previous: 'Previous',
};

/** What is said in many places. */
export const commonWords: Words<typeof english> = /* @__PURE__ */ defineWords('common', english);
