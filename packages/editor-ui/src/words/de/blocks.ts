import type { blockWords } from '../blocks.ts';
import type { Translation } from '../words.ts';

export const blocks: Translation<typeof blockWords> = {
  hints: {
    bullet: 'Liste',
    ordered: 'Nummerierte Liste',
    task: 'Aufgabe',
    quote: 'Zitat',
    code: 'Code',
    callout: 'Hinweis',
    toggle: 'Aufklappblock',
  },
  heading: (level) => `Überschrift ${level}`,
  checkbox: 'Erledigt',
  fold: 'Was darunter steht, zuklappen',
  unfold: 'Was darunter steht, zeigen',
};
