/** The status of a document, derived from what its parts say; nothing in it is remembered or guessed (SYN-5). */
import type { Failure } from '@weft/crypto';
import type { StuckFiles } from '../attachments/types.ts';
import type { Alarm, DocumentStatus, RelayState } from '../document-status.ts';
import type { LinkFailure } from './link-failures.ts';
import type { RelaySession } from './relay-state.ts';

/** How the link to the relay stands. */
export interface RelayReport {
  readonly state: RelayState;
  readonly failure?: Failure<string>;
}

/** How the links stand, as the tab that holds them tells its siblings. */
export interface LinksReport extends RelayReport {
  /** Envelopes that neither the relay nor any peer is known to hold. */
  readonly unsent: number;
  /** Devices connected directly. */
  readonly peers: number;
  /** The relay, or where there is none a device connected directly, has handed over all it has. */
  readonly isCaughtUp: boolean;
  /** What the links raised: siblings tell it too. */
  readonly alarms?: readonly Failure<string>[];
}

/** No relay was named, and nobody is connected directly. */
export const NO_LINKS: LinksReport = { state: 'off', unsent: 0, peers: 0, isCaughtUp: false };

/** What a relay session means for a person. */
export function sessionToReport(session: RelaySession): RelayReport {
  const state = sessionToState(session);
  const failure: LinkFailure | undefined = state === 'connecting' ? undefined : session.failure;
  return failure === undefined ? { state } : { state, failure };
}

function sessionToState({ phase, isRefused, failure }: RelaySession): RelayState {
  if (isRefused) return 'refused';
  switch (phase) {
    case 'live':
      return 'connected';
    case 'replaying':
      return 'syncing';
    case 'closed':
      return failure === undefined ? 'connecting' : 'waiting';
    default:
      // Trying again after a failure is still waiting, as far as anyone can tell: no flicker between the two.
      return failure === undefined ? 'connecting' : 'waiting';
  }
}

export interface StatusParts {
  readonly unsaved: number;
  readonly storageFailure: Failure<string> | undefined;
  readonly links: LinksReport;
  /** Envelopes of this tab that the tab with the links has not seen yet. */
  readonly unseenByLeader: number;
  /** Files of this device that are to be sent. */
  readonly unsentFiles: number;
  /** Those that the relay does not take. */
  readonly stuckFiles: StuckFiles | undefined;
  readonly seenBy: number;
  readonly people: number;
  readonly leads: boolean;
  readonly gaps: number;
  readonly pending: boolean;
  readonly alarms: readonly Alarm[];
}

/** Derives the status. */
export function partsToStatus(parts: StatusParts): DocumentStatus {
  const { unsaved, storageFailure, links, unseenByLeader, ...rest } = parts;
  const { state, failure, unsent, peers } = links;
  const isShared = state !== 'off' || peers > 0 || unsent > 0;
  return {
    saved: storageFailure === undefined ? { unsaved } : { unsaved, failure: storageFailure },
    relay: failure === undefined ? { state } : { state, failure },
    unsent: isShared ? unsent + unseenByLeader + parts.unsentFiles : 0,
    peers,
    ...rest,
  };
}

/** True if both would look the same to a person. */
export function isSameStatus(a: DocumentStatus, b: DocumentStatus): boolean {
  return (
    a.saved.unsaved === b.saved.unsaved &&
    a.saved.failure?.sentence === b.saved.failure?.sentence &&
    a.relay.state === b.relay.state &&
    a.relay.failure?.sentence === b.relay.failure?.sentence &&
    a.unsent === b.unsent &&
    a.unsentFiles === b.unsentFiles &&
    a.stuckFiles?.count === b.stuckFiles?.count &&
    a.stuckFiles?.failure.code === b.stuckFiles?.failure.code &&
    a.peers === b.peers &&
    a.seenBy === b.seenBy &&
    a.people === b.people &&
    a.leads === b.leads &&
    a.gaps === b.gaps &&
    a.pending === b.pending &&
    a.alarms === b.alarms
  );
}
