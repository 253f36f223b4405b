import type { LedgerWriter } from '../ledger/create-ledger.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Ports } from '../ports/ports.ts';
import type { Doubts, Governance, Rivals, UnreadAuthors } from './judges.ts';
import type { Emitter } from './emitter.ts';
import type { Hearsay } from './hearsay.ts';
import type { Keyring } from './keyring.ts';
import type { Parts } from './parts.ts';
import type { Roster } from './roster.ts';
import type { ReplicaAlarm, ReplicaEvents } from './types.ts';

/** What the parts of one replica share. */
export interface ReplicaContext {
  readonly ports: Ports;
  readonly ring: Keyring;
  readonly roster: Roster;
  readonly governance: Governance;
  readonly rivals: Rivals;
  readonly hearsay: Hearsay;
  readonly doubts: Doubts;
  readonly unreadAuthors: UnreadAuthors;
  readonly parts: Parts;
  readonly ledger: LedgerWriter;
  readonly own: SessionHex;
  readonly emit: Emitter<ReplicaEvents>['emit'];
  alarm(alarm: ReplicaAlarm): void;
  /** KEY-5: the Yjs client id of a session. */
  clientOf(session: SessionHex): number;
  /** Whose Yjs client id it is, of the sessions that are known here. */
  sessionOf(client: number): SessionHex | undefined;
  /** Seals pending local updates. */
  flush(): void;
  /** KEY-8: the keys changed, or what counts did. */
  governed(): void;
  /** KEY-8: a comment came in that was written under keys that are over. */
  straggled(): void;
  /** LED-4: another's snapshot, which is held, leaves out what it claims to cover. */
  disagreed(): void;
  /** LED-5: entries were found whose content is whole and whose signature is not. */
  mend(): void;
}
