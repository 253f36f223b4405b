/** What the search over all documents says. */
export const WORDS = {
  label: 'Search in all documents',
  results: 'Found',
  untitled: 'Untitled',
  searching: 'Searching…',
  none: (query: string): string => `Nothing found for “${query}”.`,
  unread: (count: number): string =>
    count === 1
      ? 'One document is searched by its title only, until it is opened on this device again.'
      : `${count} documents are searched by their titles only, until they are opened on this device again.`,
  found: (places: number, documents: number): string =>
    `${places === 1 ? '1 place' : `${places} places`} in ${documents === 1 ? '1 document' : `${documents} documents`}`,
  more: (count: number): string => (count === 1 ? '1 more place' : `${count} more places`),
  failed: 'The search stopped. Type again to start it anew.',
} as const;
