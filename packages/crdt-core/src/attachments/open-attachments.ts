import { isAllowed } from '@weft/crypto';
import type { OpenOptions } from '../open-options.ts';
import type { Replica } from '../replica/types.ts';
import { type AttachmentDesk, type AttachmentNews, createAttachments } from './create-attachments.ts';
import { openIndexedDbAttachments } from './indexeddb-store.ts';
import { createMemoryAttachmentStore } from './memory-store.ts';

/** The attachments of a document that is being opened. `name`: of its ledger's database. */
export function openAttachments(
  { ports, storage, attachments, relay }: OpenOptions,
  replica: Replica,
  name: string,
  share: (news: AttachmentNews) => void,
): AttachmentDesk {
  const open = attachments ?? (storage === 'indexeddb' ? openIndexedDbAttachments : createMemoryAttachmentStore);
  const canWrite = isAllowed(replica.role, 'chunk');
  return createAttachments({
    ports,
    keys: replica.chunks,
    store: open(name),
    canWrite,
    hasRelay: relay !== undefined,
    share,
  });
}
