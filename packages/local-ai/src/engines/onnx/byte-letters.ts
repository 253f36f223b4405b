/**
 * The letters by which byte-level tokenizers write bytes: those that can be seen stand for themselves, the others for
 * letters behind U+00FF, in order. (Radford et al. 2019, GPT-2.)
 */
const LETTERS: readonly string[] = /* @__PURE__ */ (() => {
  let hidden = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isSeen = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(isSeen ? byte : 0x100 + hidden++);
  });
})();

const BYTES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(LETTERS.map((letter, byte) => [letter, byte]));

export function bytesToLetters(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += LETTERS[byte] ?? '';
  return letters;
}

/** Undefined where a letter is none of them. */
export function lettersToBytes(letters: string): Uint8Array | undefined {
  const bytes = Array.from(letters, (letter) => BYTES.get(letter) ?? -1);
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}
