import type { AttachmentReference } from '@weft/crdt-core/attachments';

/** Of a picture that nobody ever sealed. For tests. */
export const PICTURE_REFERENCE: AttachmentReference = {
  session: 'a'.repeat(64),
  hash: 'b'.repeat(64),
  chunks: 1,
  bytes: 4,
  type: 'image/png',
  name: 'a.png',
};
