import { defineWords, plural, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'What reads along',
  lead: 'All of this happens on this device. Nothing of it is sent anywhere, and nobody is told, but for what you ask of another device or of an address of your own.',
  suggestions: 'Suggestions while writing',
  suggestionsBody:
    'A language model that comes with Weft, and what the open documents teach it. That is forgotten when the tab is closed.',
  earlier: 'Suggestions learn from your other documents',
  earlierBody:
    'From the kept words of those you may write in, the last ones first. Words of one document may then be suggested in another.',
  model: (size: string): string => `The model is kept here: ${size}.`,
  noModel: 'The model is not here. It is fetched from where Weft comes from when suggestions are turned on.',
  deleteModel: 'Delete the model',
  search: 'Search in closed documents',
  searchBody:
    'Finds words in all documents, also while they are closed. Their words are kept for it a second time, sealed.',
  texts: (count: number, letters: string): string =>
    plural(count, {
      one: `The words of # document are kept: ${letters}.`,
      other: `The words of # documents are kept: ${letters}.`,
    }),
  noTexts: 'No words are kept. Documents are found by their titles.',
  deleteTexts: 'Delete the kept words',
  meaning: 'Search by meaning',
  meaningBody:
    'Finds what is about the same in other words. English only: in other languages words alone are looked for.',
  vectors: (size: string): string => `The word vectors are kept here: ${size}.`,
  noVectors: 'The word vectors are not here. They are fetched from where Weft comes from with the next search.',
  deleteVectors: 'Delete the word vectors',
  summaries: 'Summaries',
  summariesBody:
    'Pick sentences of the document that is open, when you ask for one. They need no model and keep nothing.',
};

export const onDeviceWords: Words<typeof english> = /* @__PURE__ */ defineWords('on-device', english);
