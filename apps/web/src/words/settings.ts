import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  nameAndColor: 'Your name and colour',
  stopSuggesting: 'Stop suggesting words',
  suggest: 'Suggest words as I write',
  readsAlong: 'What reads along…',
  light: 'Light',
  dark: 'Dark',
  asSystem: 'As the system',
  language: 'Language',
  choose: 'Use it',
  notLoaded: 'This language has not arrived. Go online and try again.',
  you: 'You',
  seenBeside:
    'People in a document with you see this beside your caret. It is kept on this device, and sealed when sent.',
  name: 'Name',
  color: 'Colour',
  colors: {
    indigo: 'Indigo',
    blue: 'Blue',
    teal: 'Teal',
    green: 'Green',
    ochre: 'Ochre',
    rust: 'Rust',
    rose: 'Rose',
    violet: 'Violet',
  },
  /** A name for whoever gave none: one of these and one of those. */
  adjectives: ['Quiet', 'Early', 'Steady', 'Curious', 'Gentle', 'Brisk', 'Sunny', 'Patient'] as string[],
  animals: ['Heron', 'Otter', 'Finch', 'Badger', 'Hare', 'Lynx', 'Swift', 'Marten'] as string[],
};

export const settingsWords: Words<typeof english> = /* @__PURE__ */ defineWords('settings', english);
