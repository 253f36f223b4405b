/** What is said of a formula. */
interface MathWords {
  unknown(name: string): string;
  refused(name: string): string;
  tooMany(sign: string): string;
  missing(sign: string): string;
  twice(what: 'superscript' | 'subscript'): string;
  argument(name: string): string;
  readonly unfinished: string;
  readonly large: string;
  readonly unreadable: string;
  readonly offline: string;
  readonly empty: string;
}

export const mathWords: MathWords = {
  unknown: (name: string) => `Weft does not know ${name}.`,
  refused: (name: string) => `${name} is not allowed in a shared formula.`,
  tooMany: (sign: string) => `There is one ${sign} too many.`,
  missing: (sign: string) => `A ${sign} is missing.`,
  argument: (name: string) => `${name} needs something in braces behind it.`,
  twice: (what: 'superscript' | 'subscript') =>
    what === 'superscript'
      ? 'Two ^ follow each other: put braces around one.'
      : 'Two _ follow each other: put braces around one.',
  unfinished: 'This formula is not finished: something is missing at its end.',
  large: 'This formula is too long to be drawn.',
  unreadable: 'This formula cannot be read yet.',
  offline: 'Formulas are drawn once Weft has been online.',
  empty: 'Empty formula',
};
