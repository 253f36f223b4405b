import { defineWords, type Words } from './words.ts';

const english = {
  hints: {
    bullet: 'List',
    ordered: 'Numbered list',
    task: 'To do',
    quote: 'Quote',
    code: 'Code',
    callout: 'Callout',
    toggle: 'Toggle',
  },
  heading: (level: number): string => `Heading ${level}`,
  checkbox: 'Done',
  fold: 'Fold away what stands under this',
  unfold: 'Show what stands under this',
};

/** What stands beside the text of a block, and in an empty one. */
export const blockWords: Words<typeof english> = /* @__PURE__ */ defineWords('blocks', english);
