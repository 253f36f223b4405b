import type { Replica } from '@weft/crdt-core';
import { decodeHeader, toHex } from '@weft/crypto';

/** The session of which something that was set aside can be taken in next. */
export function nextAside({ aside, ledger }: Replica): string | undefined {
  for (const envelope of aside.entries()) {
    const header = decodeHeader(envelope);
    if (!header.ok) continue;
    const session = toHex(header.value.session);
    if (header.value.seq <= (ledger.heads().get(session)?.seq ?? -1) + 1) return session;
  }
  return undefined;
}
