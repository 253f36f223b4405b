import type { Replica } from '@weft/crdt-core';
import { decodeHeader, toHex } from '@weft/crypto';

/** The session, of those that are meant, of which something that was set aside can be taken in next. */
export function nextAside(
  { aside, ledger }: Replica,
  isMeant: (session: string) => boolean = () => true,
): string | undefined {
  for (const envelope of aside.entries()) {
    const header = decodeHeader(envelope);
    if (!header.ok) continue;
    const session = toHex(header.value.session);
    const isNext = header.value.seq <= (ledger.heads().get(session)?.seq ?? -1) + 1;
    // A snapshot brings what is before it.
    if (isMeant(session) && (isNext || header.value.kind === 'snapshot')) return session;
  }
  return undefined;
}
