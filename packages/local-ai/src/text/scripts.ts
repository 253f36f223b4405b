/** Scripts that put no space between words: there, words come from the platform's dictionaries. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a text has letters of a script that puts no space between words. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}
