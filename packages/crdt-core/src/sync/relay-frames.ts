/** Receiving: what each frame of the relay means for the session. */
import { toHex } from '@weft/crypto';
import type { RelayFrame, WelcomeFrame } from '../wire/index.ts';
import { closeCodeToFailure, linkFailure } from './link-failures.ts';
import { createPositions, highestPosition, holdPositions } from './positions.ts';
import { addToRelay, coverAtRelay, forgetRelay, type RelayHeads, startFromBase } from './relay-heads.ts';
import { nameToKey, type Outcome, type Place, type RelaySession } from './relay-state.ts';
import { noteAside, noteCaughtUp, noteRefused, noteStrangeKeys } from './relay-receipts.ts';
import { acknowledge, planNotices, planRefill, refuse } from './relay-upload.ts';
import {
  alarm,
  CLIENT_CLOSE,
  disconnected,
  hangUp,
  pull,
  reachedPosition,
  replayFrom,
  set,
  type Turn,
  violation,
} from './turn.ts';

const MAX_WAITING = 1024;
const ROLLED_BACK_RETRY_MS = 1_000;
/** Tries to be sent a base before the relay is taken to keep it back. */
const MOST_BASE_TRIES = 5;
const BASE_RETRY_MS = 500;
/** Beats that name a head we do not have before we ask for what is missing. */
const LAG_BEATS = 2;

/** One frame. What comes in a phase in which it must not come is a violation. */
export function receiveFrame(turn: Turn, frame: RelayFrame): void {
  const { phase } = turn.state;
  if (phase === 'closed' || phase === 'connecting') return; // the last words of a connection that is over
  set(turn, { heardAt: turn.context.now, isPinged: false });
  if (frame.type === 'error') {
    // The close code that follows decides; this says why even where the close gets lost.
    set(turn, { failure: closeCodeToFailure(frame.code) });
    return;
  }
  if (frame.type === 'challenge') {
    if (phase !== 'greeting') return violation(turn);
    const { positions, generation } = turn.state;
    set(turn, { phase: 'proving' });
    turn.effects.push({ type: 'hello', nonce: frame.nonce, cursor: positions.cursor, generation });
    return;
  }
  if (frame.type === 'welcome') return phase === 'proving' ? welcome(turn, frame) : violation(turn);
  if (phase === 'greeting' || phase === 'proving') return violation(turn);
  switch (frame.type) {
    case 'entry': {
      if (frame.position < 1 || frame.prev >= frame.position) return violation(turn);
      const { positions } = turn.state;
      const first = frame.prev + 1;
      set(turn, { head: Math.max(turn.state.head, frame.position) });
      if (phase === 'replaying' || turn.state.isPulling) set(turn, { progressAt: turn.context.now });
      // Positions in between never came: ask for them again, from the first that is missing.
      if (first > positions.cursor + 1 && first > highestPosition(positions) + 1) pull(turn, positions.cursor + 1);
      turn.effects.push({
        type: 'receive',
        envelope: frame.envelope,
        place: { first, position: frame.position, isBase: false },
      });
      return;
    }
    case 'base':
      if (frame.position < 1) return violation(turn);
      set(turn, {
        base: Math.max(turn.state.base, frame.position),
        head: Math.max(turn.state.head, frame.position),
        // The room is smaller now: what was refused for lack of room may fit.
        pausedUntil: turn.state.failure?.code === 'relay-room-full' ? turn.context.now : turn.state.pausedUntil,
      });
      // A snapshot stands for everything up to its position.
      turn.effects.push({
        type: 'receive',
        envelope: frame.envelope,
        place: { first: 1, position: frame.position, isBase: true },
      });
      return;
    case 'caught-up':
      set(turn, { isPulling: false });
      noteCaughtUp(turn);
      if (phase === 'replaying') {
        set(turn, { phase: 'live', isStale: true, head: Math.max(turn.state.head, frame.head), failure: undefined });
        turn.effects.push({ type: 'caught-up' });
        planNotices(turn);
      }
      planRefill(turn, false);
      return;
    case 'ack':
      acknowledge(turn, { session: toHex(frame.session), seq: frame.seq }, frame.position);
      return;
    case 'refused': {
      const name = { session: toHex(frame.session), seq: frame.seq };
      if (turn.state.inFlight.has(nameToKey(name))) refuse(turn, name, frame.code);
      else turn.effects.push({ type: 'chunks', frame });
      return;
    }
    case 'stored':
    case 'chunk':
    case 'fetched':
      turn.effects.push({ type: 'chunks', frame });
      return;
    case 'ephemeral':
      turn.effects.push({ type: 'ephemeral', from: frame.from, envelope: frame.envelope });
      return;
    case 'peer':
      turn.effects.push({ type: 'peer', connection: frame.connection, change: frame.change });
      return;
    case 'ice':
      turn.effects.push({ type: 'ice', servers: frame.servers });
      return;
    case 'beat':
      beat(turn, frame.head);
      return;
  }
}

/** What the replica made of an entry: only now may the cursor move (SYN-4). */
export function takeOutcome(turn: Turn, outcome: Outcome, { first, position, isBase }: Place): void {
  const { state } = turn;
  const { name } = outcome;
  if (outcome.status === 'later') return; // not held, not known: it will be pulled again
  if (outcome.status === 'locked') return noteStrangeKeys(turn, 'entries');
  if (isBase) {
    set(turn, { heldBase: Math.max(state.heldBase, position), baseTries: 0 });
    planNotices(turn);
  }
  if (outcome.status === 'refused' || name === undefined) {
    // Counted and told, and the cursor moves: an entry that cannot be taken must not wedge all that come after it.
    if (outcome.failure !== undefined) alarm(turn, outcome.failure);
    set(turn, { positions: holdPositions(state.positions, first, position) });
    if (name !== undefined) noteRefused(turn, name);
    // A log that begins with what we cannot take holds nothing for us before it.
    if (isBase) set(turn, { heads: startFromBase(turn.state.heads, undefined, position, new Map()), isStale: true });
    return;
  }
  let heads: RelayHeads = addToRelay(state.heads, name, position);
  if (outcome.status === 'waiting') {
    if (state.waiting.size < MAX_WAITING) {
      const range: readonly [number, number] = [first, position];
      set(turn, { waiting: new Map([...state.waiting, [nameToKey(name), range]]) });
    }
    set(turn, { heads });
    return;
  }
  if (outcome.covers !== undefined) {
    heads = isBase ? startFromBase(heads, name, position, outcome.covers) : coverAtRelay(heads, outcome.covers);
    if (isBase) set(turn, { isStale: true });
  }
  for (const carried of outcome.carries ?? []) heads = addToRelay(heads, carried, position);
  const isProgress = heads.unsentOthers < state.heads.unsentOthers;
  set(turn, { heads, positions: holdPositions(state.positions, first, position) });
  if (outcome.status === 'applied') set(turn, { pulls: 0 });
  if (outcome.status === 'aside') noteAside(turn, name);
  planRefill(turn, isProgress);
}

function welcome(turn: Turn, frame: WelcomeFrame): void {
  const { state, context } = turn;
  const generation = toHex(frame.generation);
  const isSame = generation === state.generation;
  // A position beyond the cursor counts too: the relay gave it out.
  const isRolledBack = isSame && frame.head < reachedPosition(state);
  if (isRolledBack) alarm(turn, linkFailure('relay-rolled-back'));
  set(turn, {
    phase: 'replaying',
    generation,
    base: frame.base,
    head: frame.head,
    maxFrameBytes: frame.maxFrameBytes,
    appendsPerSecond: frame.appendsPerSecond,
    // The relay's own bucket is full for a new connection; half of a second's worth leaves it in the clear.
    tokens: Math.max(1, frame.appendsPerSecond / 2),
    tokensAt: context.now,
    progressAt: context.now,
    blocked: new Set(),
    unblockAt: undefined,
    behind: new Map(),
    unopened: new Map(),
    forks: new Map(),
    failure: undefined,
    lag: 0,
    pulls: 0,
  });
  if (!isSame || isRolledBack) {
    // SYN-4: another log. Replay it from the start, and refill what it lacks.
    forgetLog(turn);
  } else if (fetchLostBase(turn)) return;
  if (context.hasNotices) turn.effects.push({ type: 'show-epochs' });
  turn.effects.push({ type: 'joined', connection: frame.connection, others: frame.connections });
}

/**
 * The base moved while its news could not reach us, to a position that we have passed: nothing else would bring it (PULL gives
 * what it replaced instead). A cursor before it does.
 */
function fetchLostBase(turn: Turn): boolean {
  const { base, heldBase, positions, baseTries } = turn.state;
  if (base <= heldBase || base > positions.cursor || baseTries > MOST_BASE_TRIES) return false;
  if (baseTries === MOST_BASE_TRIES) alarm(turn, linkFailure('relay-withholds'));
  set(turn, {
    ...disconnected(),
    baseTries: baseTries + 1,
  });
  replayFrom(turn, base - 1);
  turn.effects.push({ type: 'close', code: CLIENT_CLOSE, retryAfter: BASE_RETRY_MS * (2 ** baseTries - 1) });
  return true;
}

function forgetLog(turn: Turn): void {
  const heads = forgetRelay(turn.state.heads);
  set(turn, { positions: createPositions(0), reached: 0, heads, heldBase: 0, waiting: new Map(), lack: undefined });
}

function beat(turn: Turn, head: number): void {
  const { state } = turn;
  if (state.phase !== 'live') return;
  if (head < Math.max(state.reached, state.positions.cursor)) {
    alarm(turn, linkFailure('relay-rolled-back'));
    forgetLog(turn);
    set(turn, { generation: '' });
    hangUp(turn, 'relay-rolled-back', ROLLED_BACK_RETRY_MS);
    return;
  }
  set(turn, { head: Math.max(state.head, head) });
  // What did come and could not be opened was not kept back.
  if (state.lack?.locked !== undefined) return;
  // A gap in a chain holds the cursor back as well; that is asked for elsewhere. What waits behind it did come.
  const reached = seenPosition(turn.state);
  if (head <= reached || state.inFlight.size > 0) {
    set(turn, { lag: 0 });
    return;
  }
  set(turn, { lag: state.lag + 1 });
  if (turn.state.lag < LAG_BEATS) return;
  // Asked three times in vain: it keeps things back, or no longer hears us. A new connection replays from the cursor.
  if (state.pulls >= 3) return violation(turn, 'relay-withholds');
  set(turn, { lag: 0 });
  pull(turn, reached + 1);
}

/** Up to here every position came, whether its entry is held or waits. */
function seenPosition({ positions, waiting }: RelaySession): number {
  let reached = positions;
  for (const [first, last] of waiting.values()) reached = holdPositions(reached, first, last);
  return reached.cursor;
}
