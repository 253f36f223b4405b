import { SESSION_CERTIFICATE_BYTES } from '../keys/session-certificate.ts';

/** Where the fields of an envelope lie; see docs/protocol.md. The header (ENV-1) is bytes 0 … 80, and exactly the AAD. */
export const HEADER_BYTES = 81;
export const NONCE_AT = 81;
export const COMMITMENT_AT = 105;
export const CIPHERTEXT_AT = 137;
export const SIGNATURE_BYTES = 64;
/** What follows the ciphertext: session certificate and signature. */
export const TRAILER_BYTES: number = SESSION_CERTIFICATE_BYTES + SIGNATURE_BYTES;
export const TAG_BYTES = 16;
export const NONCE_BYTES = 24;

/** `We`. */
export const MAGIC_0 = 0x57;
export const MAGIC_1 = 0x65;
export const VERSION = 1;
/** XChaCha20-Poly1305, BLAKE2b-256, Ed25519. */
export const SUITE = 1;

/** ENV-4: the plaintext is never shorter. */
export const LEAST_PLAINTEXT_BYTES = 256;
/** ENV-4: `prev` and the payload's length come before the payload. */
export const PLAINTEXT_OVERHEAD = 36;
/** The shortest envelope there is. */
export const LEAST_ENVELOPE_BYTES: number = CIPHERTEXT_AT + LEAST_PLAINTEXT_BYTES + TAG_BYTES + TRAILER_BYTES;
