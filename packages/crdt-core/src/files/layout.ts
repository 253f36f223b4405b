/** Where the fields of a `.weft` file lie; see docs/protocol.md, LED-6. */

/** As PNG's: a byte that is no text, the name, and line ends that a text transfer would change. */
export const FILE_MAGIC: Uint8Array = Uint8Array.of(0x89, 0x57, 0x45, 0x46, 0x54, 0x0d, 0x0a, 0x1a);
export const FILE_VERSION = 1;
export const VERSION_AT = 8;
export const ROOM_AT = 9;
export const COUNT_AT = 41;
export const CERTIFICATES_AT = 42;
export const MAX_CERTIFICATES = 255;

/** Before each envelope: this tag, and its length. */
export const ENTRY_TAG = 1;
export const ENTRY_HEAD_BYTES = 5;

/** The end mark: this tag, `weft-end`, the number of entries, the hash of everything before the hash. */
export const END_TAG = 0;
export const END_LABEL: Uint8Array = new TextEncoder().encode('weft-end');
export const END_COUNT_AT = 9;
export const END_HASH_AT = 13;
export const END_BYTES = 45;

/** The largest file that is read, in bytes. */
export const MAX_FILE_BYTES: number = 512 * 1024 * 1024;
