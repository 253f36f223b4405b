/**
 * Sending: what the relay lacks, own at once, others' after a while (SYN-3), at the pace the relay takes it.
 */
import { entriesOf } from './layered-map.ts';
import { linkFailure, refusalCodeToFailure } from './link-failures.ts';
import { holdPositions } from './positions.ts';
import { addToRelay, hasAtRelay, highestPlace, isOwn, type Name } from './relay-heads.ts';
import { type InFlight, type Item, nameToKey } from './relay-state.ts';
import { alarm, hangUp, set, type Turn } from './turn.ts';
import { RefusalCode } from '../wire/index.ts';

const WINDOW_ENVELOPES = 64;
const WINDOW_BYTES = 1 << 20;
const QUEUE_MOST = 512;
const PAUSE_FAST_MS = 1_000;
const PAUSE_FULL_MS = 60_000;
const PAUSE_MOST_MS = 300_000;
/** A refusal for good is not believed for ever: the relay may have been wrong, or have been put right. */
const BLOCKED_MS = 600_000;
const REFILL_LEAST_MS = 500;
const REFILL_SPREAD_MS = 2_000;
/** An APPEND's own bytes; a COMPACT's are more. */
export const FRAME_BYTES = 18;

/** Sends as much as window, pace and pauses allow. */
export function pump(turn: Turn): void {
  const { now } = turn.context;
  refillTokens(turn);
  let at = 0;
  // While a snapshot is being made, it must not go out as a plain envelope.
  while (turn.state.phase === 'live' && turn.state.compacting === undefined && now >= turn.state.pausedUntil) {
    const { state } = turn;
    if (state.inFlight.size >= WINDOW_ENVELOPES || state.inFlightBytes >= WINDOW_BYTES || state.tokens < 1) break;
    const item = state.queue[at];
    if (item === undefined) {
      if (state.isStale && !state.isListing && wantsToSend(turn)) {
        turn.effects.push({ type: 'list', known: headsToAskFor(turn) });
        set(turn, { isListing: true, isStale: false });
      }
      break;
    }
    at++;
    if (!isSendable(turn, item)) continue;
    if (item.bytes + FRAME_BYTES > state.maxFrameBytes) {
      set(turn, {
        blocked: new Set([...state.blocked, item.session]),
        unblockAt: state.unblockAt ?? now + BLOCKED_MS,
        failure: linkFailure('relay-too-large'),
      });
      continue;
    }
    turn.effects.push({ type: 'append', name: { session: item.session, seq: item.seq } });
    launch(turn, item);
  }
  if (at > 0) set(turn, { queue: turn.state.queue.slice(at) });
}

/** Puts an envelope on its way. */
export function launch(turn: Turn, item: InFlight): void {
  const { state, context } = turn;
  set(turn, {
    inFlight: new Map([...state.inFlight, [nameToKey(item), item]]),
    inFlightBytes: state.inFlightBytes + item.bytes,
    tokens: state.tokens - 1,
    progressAt: state.inFlight.size === 0 ? context.now : state.progressAt,
  });
}

/** An envelope of the ledger that may have to be sent. */
export function enqueue(turn: Turn, item: Item): void {
  const { state } = turn;
  if (state.phase !== 'live' || !isSendable(turn, item)) return;
  // The queue must stay in chain order: once it is stale, what it does not name is listed later.
  if (state.isStale || state.isListing || state.queue.length >= QUEUE_MOST) set(turn, { isStale: true });
  else set(turn, { queue: [...state.queue, item] });
}

/** After a while, what the relay refused for good is offered once more. */
export function unblock(turn: Turn): void {
  const { state, context } = turn;
  if (state.unblockAt === undefined || context.now < state.unblockAt) return;
  // What a relay takes at most it says once, in its greeting.
  if (state.failure?.code === 'relay-too-large') return hangUp(turn, 'relay-too-large', 0);
  set(turn, { blocked: new Set(), unblockAt: undefined, isStale: true });
}

/** SYN-3: others' envelopes that the relay lacks are sent after a while, unless someone else is seen doing it. */
export function planRefill(turn: Turn, isProgress: boolean): void {
  const { state, context } = turn;
  if (state.phase !== 'live') return;
  if (state.heads.unsentOthers === 0) {
    if (state.refillAt !== undefined || state.isRefilling) set(turn, { refillAt: undefined, isRefilling: false });
    return;
  }
  if (state.isRefilling || (state.refillAt !== undefined && !isProgress)) return;
  set(turn, { refillAt: context.now + REFILL_LEAST_MS + REFILL_SPREAD_MS * context.chance });
}

/**
 * KEY-8: whoever compacts a log brings the notices back that it cut off. Where they vanish in between, someone else does, after a while:
 * nobody whose keys are older could open the base.
 */
export function planNotices(turn: Turn): void {
  const { now, chance, hasNotices } = turn.context;
  if (hasNotices) set(turn, { noticesAt: turn.state.noticesAt ?? now + REFILL_LEAST_MS + REFILL_SPREAD_MS * chance });
}

/** KEY-8: someone lacks a notice that may be said to lie in the log: those that do not come once more until then are sent again. */
export function doubtNotices(turn: Turn): void {
  set(turn, { doubtedUpto: Math.max(turn.state.head, highestPlace(turn.state.heads)) });
  planNotices(turn);
}

/** ACK: the relay holds it. */
export function acknowledge(turn: Turn, name: Name, position: number): void {
  const item = land(turn, name);
  if (item === undefined) return; // never sent, or answered twice: says nothing
  const { state, context } = turn;
  // What was on its way before a refusal says nothing about it; a compaction that was taken has made room.
  const isStillPaused = context.now < state.pausedUntil && item.upto === undefined;
  const isBlocked = state.blocked.size > 0;
  set(turn, {
    heads: addToRelay(state.heads, name, position),
    positions: holdPositions(state.positions, position, position),
    head: Math.max(state.head, position),
    ...(isStillPaused ? {} : { pauses: 0, pausedUntil: context.now, failure: isBlocked ? state.failure : undefined }),
    ...(item.upto === undefined
      ? {}
      : { base: Math.max(state.base, item.upto), heldBase: Math.max(state.heldBase, item.upto) }),
  });
  if (state.cutOff.has(nameToKey(name))) {
    const cutOff = new Map(state.cutOff);
    cutOff.delete(nameToKey(name));
    set(turn, { cutOff });
  }
  if (item.upto !== undefined) turn.effects.push({ type: 'list-pins' });
}

/** REFUSED: the relay did not take it; the connection goes on. */
export function refuse(turn: Turn, name: Name, code: number): void {
  const item = land(turn, name);
  if (item === undefined) return;
  const { state, context } = turn;
  if (code === RefusalCode.tooFast || code === RefusalCode.roomFull) {
    const isFull = code === RefusalCode.roomFull;
    const pause = Math.min(PAUSE_MOST_MS, (isFull ? PAUSE_FULL_MS : PAUSE_FAST_MS) * 2 ** Math.min(state.pauses, 8));
    // Refusals of one burst are one refusal.
    const isFirst = context.now >= state.pausedUntil;
    set(turn, {
      queue: [],
      isStale: true,
      ...(isFirst ? { pausedUntil: context.now + pause, pauses: state.pauses + 1 } : {}),
      ...(isFirst && !isFull ? { pace: Math.max(state.pace / 2, 1 / 64) } : {}),
      failure: linkFailure(isFull ? 'relay-room-full' : 'relay-too-fast'),
      compactAt: isFull && context.canCompact ? context.now : state.compactAt,
    });
    return;
  }
  if (item.upto !== undefined || code === RefusalCode.baseMoved) {
    // The base has moved, or the relay does not want it as one: it is an envelope like any other.
    set(turn, { isStale: true });
    return;
  }
  const failure = refusalCodeToFailure(code);
  alarm(turn, failure);
  set(turn, {
    blocked: new Set([...state.blocked, name.session]),
    unblockAt: state.unblockAt ?? context.now + BLOCKED_MS,
    failure,
  });
}

/** A snapshot covered the envelope before it could be sent: the snapshot goes instead. */
export function vanish(turn: Turn, name: Name): void {
  land(turn, name);
  set(turn, { isStale: true });
}

/** When the next token is there, if that is all that sending waits for. */
export function sendAt(turn: Turn): number | undefined {
  const { state, context } = turn;
  if (state.phase !== 'live' || (state.queue.length === 0 && !(state.isStale && wantsToSend(turn)))) return undefined;
  if (state.inFlight.size >= WINDOW_ENVELOPES || state.inFlightBytes >= WINDOW_BYTES) return undefined;
  const token = state.tokens >= 1 ? context.now : context.now + Math.ceil(((1 - state.tokens) * 1000) / rate(turn));
  return Math.max(state.pausedUntil, token);
}

function wantsToSend({ state }: Turn): boolean {
  const missing = state.heads.unsentOwn + (state.isRefilling ? state.heads.unsentOthers : 0);
  return missing + state.cutOff.size > state.inFlight.size;
}

function isSendable({ state }: Turn, item: Item): boolean {
  if (state.blocked.has(item.session) || state.inFlight.has(nameToKey(item))) return false;
  if (state.cutOff.has(nameToKey(item))) return true;
  if (!state.isRefilling && !isOwn(state.heads, item.session)) return false;
  return !hasAtRelay(state.heads, item);
}

/** What the relay holds, and what shall not be sent now, as heads beyond which the ledger is listed. */
function headsToAskFor({ state }: Turn): Map<string, number> {
  const known = new Map<string, number>();
  for (const [session, chain] of entriesOf(state.heads.chains)) {
    const isWanted = !state.blocked.has(session) && (chain.own || state.isRefilling);
    known.set(session, isWanted ? chain.known : Math.max(chain.known, chain.head));
  }
  return known;
}

function land(turn: Turn, name: Name): InFlight | undefined {
  const { state, context } = turn;
  const item = state.inFlight.get(nameToKey(name));
  if (item === undefined) return undefined;
  const inFlight = new Map(state.inFlight);
  inFlight.delete(nameToKey(name));
  set(turn, { inFlight, inFlightBytes: state.inFlightBytes - item.bytes, progressAt: context.now });
  return item;
}

/** Envelopes a second: a little under what the relay allows, less after it complained. */
function rate({ state }: Turn): number {
  return Math.max(0.5, state.appendsPerSecond * 0.8 * state.pace);
}

function refillTokens(turn: Turn): void {
  const { state, context } = turn;
  const elapsed = Math.max(0, context.now - state.tokensAt);
  if (elapsed === 0) return;
  const most = Math.max(1, rate(turn));
  set(turn, { tokens: Math.min(most, state.tokens + (elapsed * rate(turn)) / 1000), tokensAt: context.now });
}
