/** The page's language: for an app that is to speak as the editor does, and for whoever writes a language. */
export type { EditorCatalogue } from './catalogue.ts';
export { commonWords } from './common.ts';
export { dictationWords } from './dictation.ts';
export { type AnyFailure, toSentence } from './failures.ts';
export { bytesToWords, compareNames, date, daysBetween, list, number, percent, plural } from './format.ts';
export { agoToWords } from './times.ts';
export { currentLanguage, defineWords, type Locale, setLocale, type Translation, type Words } from './words.ts';
