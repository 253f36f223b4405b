import { textToBytes } from '../bytes/bytes.ts';

const MOST_CHARACTERS = 64;
const MOST_BYTES = 192;
// What would break or reorder the text around a name: controls, line and paragraph separators, marks of direction.
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** KEY-6: whether a text may stand in a device card as its name. */
export function isDeviceName(text: string): boolean {
  return textToDeviceName(text) === text;
}

/** KEY-6: the name that a card can hold of any text: trimmed, without what would break a line, and cut to its bounds. */
export function textToDeviceName(text: string): string {
  let name = '';
  let bytes = 0;
  let characters = 0;
  // Nothing past this can be part of the name; a name of 64 characters and what is dropped from among them fits.
  for (const character of text
    .slice(0, 16 * MOST_CHARACTERS)
    .replace(UNSAFE, ' ')
    .trim()) {
    bytes += textToBytes(character).length;
    if (++characters > MOST_CHARACTERS || bytes > MOST_BYTES) break;
    name += character;
  }
  return name.trim();
}
