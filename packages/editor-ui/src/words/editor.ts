import { defineWords, type Words } from './words.ts';

const english = {
  document: 'Document',
  writeSomething: 'Write something…',
};

/** What the text itself says while nothing stands in it. */
export const editorWords: Words<typeof english> = /* @__PURE__ */ defineWords('editor', english);
