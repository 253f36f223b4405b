/** What an editor needs to know of attachments where it has no document at hand: how they are named, and how large they may be. */
export { MAX_ATTACHMENT_BYTES } from './layout.ts';
export { type AttachmentReference, textToFileName, valueToReference } from './reference.ts';
