import { defineWords, type Words } from './words.ts';

const english = {
  unknown: (name: string): string => `Weft does not know ${name}.`,
  refused: (name: string): string => `${name} is not allowed in a shared formula.`,
  tooMany: (sign: string): string => `There is one ${sign} too many.`,
  missing: (sign: string): string => `A ${sign} is missing.`,
  argument: (name: string): string => `${name} needs something in braces behind it.`,
  twice: {
    superscript: 'Two ^ follow each other: put braces around one.',
    subscript: 'Two _ follow each other: put braces around one.',
  },
  unfinished: 'This formula is not finished: something is missing at its end.',
  large: 'This formula is too long to be drawn.',
  unreadable: 'This formula cannot be read yet.',
  offline: 'Formulas are drawn once Weft has been online.',
  empty: 'Empty formula',
};

/** What is said of a formula. */
export const mathWords: Words<typeof english> = /* @__PURE__ */ defineWords('math', english);
