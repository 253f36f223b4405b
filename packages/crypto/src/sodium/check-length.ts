/**
 * Checks what libsodium reads without asking: a wrong length would have it read another secret's bytes.
 * @throws on a wrong length, which is a programmer error
 */
export function checkLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length) throw new RangeError(`a ${what} has ${length} bytes, not ${bytes.length}`);
}
