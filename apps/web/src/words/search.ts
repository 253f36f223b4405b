import { defineWords, plural, type Words } from '@weft/editor-ui/words';

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
  failed: 'The search stopped. Type again to start it anew.',
};

/** The search over all documents. */
export const searchWords: Words<typeof english> = /* @__PURE__ */ defineWords('search', english);
