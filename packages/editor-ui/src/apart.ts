/** On a transaction that is undone by itself, whatever was typed just before and after it. */
export const APART = 'weft-apart';
