import { describe, expect, test } from 'vitest';
import type { PeerFetchFrame, PeerPartFrame } from '../wire/index.ts';
import { LOW_WATER_BYTES } from './chunks.ts';
import { MAX_FETCHES, stepPeerSession } from './peer-session.ts';
import { createPeerSession, type PeerEffect, type PeerEvent, type PeerSession } from './peer-state.ts';

const SESSION = new Uint8Array(32).fill(7);
const FETCH: PeerFetchFrame = { type: 'fetch', session: SESSION, seq: 0, offset: 0 };
const PART: PeerPartFrame = { ...FETCH, type: 'part', total: 90_000, bytes: new Uint8Array(16_000) };

/** A link on which both have proven themselves. */
function live(): PeerSession {
  return { ...createPeerSession(), phase: 'live', other: { session: SESSION, nonce: SESSION }, isServed: true };
}

function go(state: PeerSession, events: readonly PeerEvent[], buffered = 0): [PeerSession, PeerEffect[]] {
  const all: PeerEffect[] = [];
  let now = state;
  for (const event of events) {
    const [next, effects] = stepPeerSession(now, event, { now: 0, chance: 0, buffered, own: 'me' });
    now = next;
    all.push(...effects);
  }
  return [now, all];
}

const sent = (effects: readonly PeerEffect[]): string[] =>
  effects.flatMap((effect) =>
    effect.type === 'send' ? [effect.frame.type] : effect.type === 'envelope' ? ['envelope'] : [],
  );
const chunk = (frame: PeerFetchFrame | PeerPartFrame): PeerEvent => ({ type: 'chunk', frame });
const frame = (given: PeerFetchFrame | PeerPartFrame): PeerEvent => ({ type: 'frame', frame: given });

describe('ATT-7 parts of attachments on a peer link', () => {
  test('wait while anything is on its way, where what people type does not', () => {
    const written: PeerEvent = {
      type: 'appended',
      item: { session: 'me', seq: 0, bytes: 700 },
      isOwn: true,
    };
    const [waiting, effects] = go(live(), [frame(FETCH), chunk(PART), written], LOW_WATER_BYTES + 1);
    expect(sent(effects)).toEqual(['envelope']);
    const [, later] = go(waiting, [{ type: 'drained' }]);
    expect(sent(later)).toEqual(['part']);
  });

  test('what the ledger has to send goes first', () => {
    const items = [0, 1].map((seq) => ({ session: 'them', seq, bytes: 100 }));
    const listed: PeerEvent = { type: 'listed', items, isComplete: true };
    const [, effects] = go({ ...live(), isListing: true, parts: [PART] }, [listed]);
    expect(sent(effects)).toEqual(['envelope', 'envelope', 'part']);
  });

  test('more questions than may be open end the link, answered ones do not count', () => {
    const asked = Array.from({ length: MAX_FETCHES }, () => frame(FETCH));
    const [full] = go(live(), asked);
    expect(full.phase).toBe('live');
    const [answered] = go(full, [chunk(PART), frame(FETCH)]);
    expect(answered.phase).toBe('live');
    const [flooded, effects] = go(full, [frame(FETCH)]);
    expect(flooded).toMatchObject({ phase: 'closed', failure: { code: 'peer-confused' } });
    expect(effects.some(({ type }) => type === 'alarm')).toBe(true);
  });

  test('none before the other end has proven itself, none after the link has ended', () => {
    const greeting: PeerSession = { ...live(), phase: 'proving' };
    expect(go(greeting, [frame(FETCH)])[0].phase).toBe('closed');
    expect(go(greeting, [frame(PART)])[0].phase).toBe('closed');
    const [closed, effects] = go({ ...live(), parts: [PART] }, [{ type: 'accused', code: 'peer-forged' }]);
    expect(closed).toMatchObject({ phase: 'closed', failure: { code: 'peer-forged' }, parts: [] });
    expect(sent(effects)).toEqual([]);
  });
});
