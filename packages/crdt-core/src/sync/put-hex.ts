/** Writes the bytes of a hex text; nothing where the text is empty. */
export function putHex(into: Uint8Array, at: number, hex: string): void {
  for (let i = 0; i < hex.length / 2; i++) into[at + i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
}
