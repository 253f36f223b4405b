import type { Failure } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';

/** Codes of attachments' own. */
export type AttachmentCode =
  | 'attachment-too-large'
  | 'attachment-not-allowed'
  | 'attachment-unreadable'
  | 'attachment-cancelled'
  | 'attachment-absent'
  | 'attachment-offline'
  | 'attachment-damaged'
  | 'attachment-keys'
  | 'attachment-closed'
  | 'attachment-room-full'
  | 'attachment-too-fast'
  | 'attachment-refused';

/** Why a file was not attached, fetched or sent. */
export type AttachmentFailure = Failure<AttachmentCode> | StorageFailure;

const SENTENCES: Readonly<Record<AttachmentCode, string>> = {
  'attachment-too-large':
    'This file is larger than 25 MB, the most a document takes. Make it smaller, or share it another way.',
  'attachment-not-allowed': 'This link does not allow adding files. Ask for an edit link.',
  'attachment-unreadable': 'This file cannot be read. It may have been moved or changed meanwhile; choose it again.',
  'attachment-cancelled': 'Stopped. Nothing of it is kept.',
  'attachment-absent': 'This file has not arrived yet. It will come when a device that has it is online.',
  'attachment-offline':
    'This file is not on this device yet. It is fetched when the relay, or a device that has it, can be reached.',
  'attachment-damaged':
    'What came is not the file that was attached, and was thrown away. Ask for the file to be added again.',
  'attachment-keys': 'The keys of this document changed while the file was added. Add it again.',
  'attachment-closed': 'The document was closed. Open it again to go on.',
  'attachment-room-full':
    'The relay has no room left for this file. It is kept on this device; remove other files, or choose a relay with higher limits.',
  'attachment-too-fast': 'The relay takes files more slowly. This one is kept here and sent on.',
  'attachment-refused':
    'The relay did not take this file. It is kept on this device; choose another relay to share it.',
};

/** The failure with this code and its sentence. */
export function attachmentFailure(code: AttachmentCode): Failure<AttachmentCode> {
  return { code, sentence: SENTENCES[code] };
}
