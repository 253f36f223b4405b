import { describe, expect, test } from 'vitest';
import { linkFailure } from './link-failures.ts';
import { nothingKnown } from './relay-note.ts';
import { createRelaySession, type RelaySession } from './relay-state.ts';
import { isSameStatus, NO_LINKS, partsToStatus, sessionToReport, type StatusParts } from './status.ts';

function session(change: Partial<RelaySession>): RelaySession {
  return { ...createRelaySession(nothingKnown()), ...change };
}

const parts: StatusParts = {
  unsaved: 0,
  storageFailure: undefined,
  links: NO_LINKS,
  unseenByLeader: 0,
  unsentFiles: 0,
  stuckFiles: undefined,
  seenBy: 0,
  people: 1,
  leads: true,
  gaps: 0,
  pending: false,
  alarms: [],
};

describe('status', () => {
  test('SYN-5 a link is connected only once the log was replayed', () => {
    const states = (['closed', 'connecting', 'greeting', 'proving', 'replaying', 'live'] as const).map(
      (phase) => sessionToReport(session({ phase })).state,
    );
    expect(states).toEqual(['connecting', 'connecting', 'connecting', 'connecting', 'syncing', 'connected']);
  });

  test('after a failure it waits, with the reason, until the relay has let us in again', () => {
    const failure = linkFailure('relay-unreachable');
    for (const phase of ['closed', 'connecting', 'greeting', 'proving'] as const) {
      expect(sessionToReport(session({ phase, failure }))).toMatchObject({ state: 'waiting', failure });
    }
    expect(sessionToReport(session({ phase: 'closed', failure, isRefused: true })).state).toBe('refused');
  });

  test('a failure that the connection survives (a full room) is shown while connected', () => {
    const failure = linkFailure('relay-room-full');
    expect(sessionToReport(session({ phase: 'live', failure }))).toMatchObject({ state: 'connected', failure });
  });

  test('SYN-5 unsent counts what the leader has not seen yet, and nothing where there is nobody to send to', () => {
    const links = { state: 'connected', unsent: 2, peers: 0, isCaughtUp: true } as const;
    expect(partsToStatus({ ...parts, links, unseenByLeader: 3 }).unsent).toBe(5);
    expect(partsToStatus({ ...parts, unseenByLeader: 3 }).unsent).toBe(0);
    expect(partsToStatus({ ...parts, links, unsentFiles: 2 })).toMatchObject({ unsent: 4, unsentFiles: 2 });
    expect(partsToStatus({ ...parts, links: { ...NO_LINKS, peers: 1 }, unseenByLeader: 3 }).unsent).toBe(3);
  });

  test('is told again only when a person would see a difference', () => {
    const status = partsToStatus(parts);
    expect(isSameStatus(status, partsToStatus({ ...parts }))).toBe(true);
    const failure = { code: 'storage-full', sentence: 'The disk is full.' };
    for (const change of [
      { unsaved: 1 },
      { storageFailure: failure },
      { links: { state: 'waiting', unsent: 0, peers: 0, isCaughtUp: false, failure } },
      { links: { state: 'connected', unsent: 1, peers: 0, isCaughtUp: true } },
      { links: { ...NO_LINKS, peers: 1 } },
      { seenBy: 1 },
      { people: 2 },
      { leads: false },
      { gaps: 1 },
      { pending: true },
      { alarms: [{ ...failure, at: 1 }] },
    ] as const) {
      expect(isSameStatus(status, partsToStatus({ ...parts, ...change }))).toBe(false);
    }
  });
});
