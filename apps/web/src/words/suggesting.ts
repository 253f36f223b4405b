import { defineWords, percent, type Words } from '@weft/editor-ui/words';

const english = {
  fetching: (share: number): string =>
    `Fetching the language model: ${percent(share)}. Until it is here, suggestions come from the document’s own words.`,
  on: 'Suggestions are on: Tab takes one, Escape sends it away. They are made on this device.',
  stopped: 'Suggestions stopped working and are off until you turn them on again. Your text is untouched.',
  notLoaded: 'Suggestions could not be loaded. Turn them on again when the network is back.',
  noModel:
    'The language model has not arrived. Suggestions come from the document’s own words until you reload with a connection.',
};

/** Words that are suggested while one writes. */
export const suggestingWords: Words<typeof english> = /* @__PURE__ */ defineWords('suggesting', english);
