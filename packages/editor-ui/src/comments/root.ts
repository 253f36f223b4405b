/** The Y.Array in the comments document. */
export const ENTRIES = 'entries';
