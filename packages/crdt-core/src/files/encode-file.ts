import { EPOCH_CERTIFICATE_BYTES, type RoomId, type VerifyingSodium, writeU32 } from '@weft/crypto';
import {
  CERTIFICATES_AT,
  COUNT_AT,
  END_BYTES,
  END_COUNT_AT,
  END_HASH_AT,
  END_LABEL,
  END_TAG,
  ENTRY_HEAD_BYTES,
  ENTRY_TAG,
  FILE_MAGIC,
  FILE_VERSION,
  MAX_CERTIFICATES,
  ROOM_AT,
  VERSION_AT,
} from './layout.ts';

/** What a `.weft` file says. All of it is what a relay sees too. */
export interface FileContent {
  readonly roomId: RoomId;
  /** Epoch certificates of 237 bytes, the oldest first. */
  readonly certificates: readonly Uint8Array[];
  /** As they were written, each chain in order. */
  readonly envelopes: readonly Uint8Array[];
}

/** LED-6: writes a file. Throws if there are more than 255 certificates, or one of a wrong length (programmer error). */
export function encodeFile(sodium: VerifyingSodium, content: FileContent): Uint8Array<ArrayBuffer> {
  const { roomId, certificates, envelopes } = content;
  if (certificates.length > MAX_CERTIFICATES) throw new RangeError('too many epoch certificates');
  const entriesAt = CERTIFICATES_AT + certificates.length * EPOCH_CERTIFICATE_BYTES;
  const endAt = envelopes.reduce((sum, { length }) => sum + ENTRY_HEAD_BYTES + length, entriesAt);
  const bytes = new Uint8Array(endAt + END_BYTES);
  bytes.set(FILE_MAGIC);
  bytes[VERSION_AT] = FILE_VERSION;
  bytes.set(roomId, ROOM_AT);
  bytes[COUNT_AT] = certificates.length;
  certificates.forEach((certificate, index) => {
    if (certificate.length !== EPOCH_CERTIFICATE_BYTES) throw new RangeError('not an epoch certificate');
    bytes.set(certificate, CERTIFICATES_AT + index * EPOCH_CERTIFICATE_BYTES);
  });
  let at = entriesAt;
  for (const envelope of envelopes) {
    bytes[at] = ENTRY_TAG;
    writeU32(bytes, at + 1, envelope.length);
    bytes.set(envelope, at + ENTRY_HEAD_BYTES);
    at += ENTRY_HEAD_BYTES + envelope.length;
  }
  bytes[endAt] = END_TAG;
  bytes.set(END_LABEL, endAt + 1);
  writeU32(bytes, endAt + END_COUNT_AT, envelopes.length);
  bytes.set(sodium.hash(bytes.subarray(0, endAt + END_HASH_AT)), endAt + END_HASH_AT);
  return bytes;
}
