/** Under which type a clipboard holds blocks as they were copied. No other program reads it. */
export const OWN_TYPE = 'application/x-weft';
