import { defineWords, percent, plural, type Words } from '@weft/editor-ui/words';

const english = {
  label: 'Search in all documents',
  results: 'Found',
  searching: 'Searching…',
  none: (query: string): string => `Nothing found for “${query}”.`,
  unread: (count: number): string =>
    plural(count, {
      one: 'One document is searched by its title only, until it is opened on this device again.',
      other: '# documents are searched by their titles only, until they are opened on this device again.',
    }),
  found: (places: number, documents: number): string =>
    `${plural(places, { one: '# place', other: '# places' })} in ${plural(documents, { one: '# document', other: '# documents' })}`,
  more: (count: number): string => plural(count, { one: '# more place', other: '# more places' }),
  similar: 'Similar in meaning',
  fetching: (share: number): string =>
    `Fetching what finds by meaning: ${percent(share)}. Until it is here, words alone are looked for.`,
  wordsAlone:
    'What finds by meaning has not arrived. Words alone are looked for until you search again with a connection.',
  meaningOff: 'Search by meaning is off: words alone are looked for. “What reads along” in the settings turns it on.',
  tab: 'By meaning',
  here: 'Find by words and meaning',
  askHere: 'Ask in your own words. What says the same in other words is found too, in English.',
  places: (count: number): string => plural(count, { one: '# place', other: '# places' }),
  gone: 'These words are not in the text any more. Search again.',
  failed: 'The search stopped. Type again to start it anew.',
};

/** The search over all documents. */
export const searchWords: Words<typeof english> = /* @__PURE__ */ defineWords('search', english);
