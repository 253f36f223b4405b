import type { mathWords } from '../math.ts';
import type { Translation } from '../words.ts';

export const math: Translation<typeof mathWords> = {
  unknown: (name) => `Weft kennt ${name} nicht.`,
  refused: (name) => `${name} ist in einer geteilten Formel nicht erlaubt.`,
  tooMany: (sign) => `Ein ${sign} ist zu viel.`,
  missing: (sign) => `Es fehlt ein ${sign}.`,
  argument: (name) => `${name} braucht etwas in geschweiften Klammern dahinter.`,
  twice: {
    superscript: 'Zwei ^ folgen aufeinander: Setze um eines geschweifte Klammern.',
    subscript: 'Zwei _ folgen aufeinander: Setze um eines geschweifte Klammern.',
  },
  unfinished: 'Diese Formel ist nicht fertig: An ihrem Ende fehlt etwas.',
  large: 'Diese Formel ist zu lang, um gezeichnet zu werden.',
  unreadable: 'Diese Formel lässt sich noch nicht lesen.',
  offline: 'Formeln werden gezeichnet, sobald Weft einmal online war.',
  empty: 'Leere Formel',
};
