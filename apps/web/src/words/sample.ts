import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'Try things out',
  lead: 'This is a document like any other. Change it, break it, remove it when you are done.',
  write: 'Write',
  tick: 'Tick this line',
  start: 'Start a line with *#* and a space: it becomes a heading. *-* makes a list, *>* a quote.',
  select: 'Select a few words and see what appears',
  slash: 'Type */* at the start of a line: tables, pictures, formulas, days and what else there is',
  formula: 'Press this formula and change it: $a^2 + b^2 = c^2$',
  fold: 'Press the arrow at the side',
  folded: 'This folds away, for you alone.',
  apart: 'Write apart',
  offline:
    'Switch off the network and go on. The line at the foot of the page says what is saved here, what was sent and who has seen it.',
  together: 'Write together',
  share: 'Press *Share*, copy the edit link and open it in another browser',
  sealed: 'Only people with a link can read this. The relay that carries it between you cannot.',
};

/** The sample document. What stands between asterisks is bold, between dollars a formula. */
export const sampleWords: Words<typeof english> = /* @__PURE__ */ defineWords('sample', english);
