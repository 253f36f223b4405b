import type { Replica } from '../replica/types.ts';

/**
 * Hands over everything one replica's ledger holds and another's lacks, as a link would.
 *
 * @throws if an envelope is refused
 */
export function handOver(from: Replica, to: Replica): void {
  const known = new Map([...to.ledger.heads()].map(([session, { seq }]) => [session, seq]));
  for (const { envelope } of from.ledger.entries(known)) {
    const received = to.receive(envelope, 'relay');
    if (!received.ok) throw new Error(`${received.failure.code}: ${received.failure.sentence}`);
  }
}
