/** Sending over a peer link: what the other lacks, this device's at once, others' after a while (SYN-2, SYN-3). */
import { createLayeredMap, entriesOf, getIn, setIn } from '../sync/layered-map.ts';
import { LOW_WATER_BYTES } from './chunks.ts';
import { type PeerItem, type PeerTurn, type Seqs, setPeer } from './peer-state.ts';

/** Heads that moved are told after this long, so that a burst is told once. */
const ANNOUNCE_MS = 300;
/** Others' envelopes are passed on after this long at least: by then their author has, and the other has said so. */
const FORWARD_LEAST_MS = 800;
const FORWARD_SPREAD_MS = 2_000;
/** The transport is handed envelopes while less than this waits there; what is typed meanwhile comes behind them. */
const AHEAD_BYTES: number = 1024 * 1024;
/** A FRAME's own bytes, and what sealing it into messages costs. */
const FRAME_BYTES = 16;

/** Sends as much as the transport takes. */
export function pump(turn: PeerTurn): void {
  let at = 0;
  while (turn.state.phase === 'live' && !turn.state.isHeld) {
    const { state, context } = turn;
    if (context.buffered + turn.sent >= AHEAD_BYTES) break;
    const item = state.queue[at];
    if (item === undefined) {
      if (state.isListing) break;
      if (state.isStale) {
        turn.effects.push({ type: 'list', known: state.offered, isAll: state.wantsAll, wanted: state.wanted });
        setPeer(turn, { isListing: true, isStale: false });
      } else if (!state.isServed) {
        setPeer(turn, { isServed: true });
        turn.effects.push({ type: 'send', frame: { type: 'caught-up' } });
      }
      break;
    }
    at++;
    if (item.seq > (getIn(state.offered, item.session) ?? -1)) launch(turn, item);
  }
  if (at > 0) setPeer(turn, { queue: turn.state.queue.slice(at) });
  sendParts(turn);
}

/** ATT-7: a file never waits in front of a keystroke: its parts go where next to nothing is on its way. */
function sendParts(turn: PeerTurn): void {
  const { parts, fetches } = turn.state;
  if (turn.state.phase === 'closed') return;
  let at = 0;
  for (let part = parts[at]; part !== undefined; part = parts[at]) {
    if (turn.context.buffered + turn.sent > LOW_WATER_BYTES) break;
    turn.effects.push({ type: 'send', frame: part });
    turn.sent += part.bytes.length + FRAME_BYTES;
    at++;
  }
  if (at > 0) setPeer(turn, { parts: parts.slice(at), fetches: fetches - at });
}

/** The ledger gained an envelope: of this device, it goes at once; of others, the other end most likely has it from its author. */
export function appendToLedger(turn: PeerTurn, item: PeerItem, isOwn: boolean): void {
  const { state, context } = turn;
  const isOffered = item.seq <= (getIn(state.offered, item.session) ?? -1);
  if (!isOwn || isOffered) {
    const untold = new Map(state.untold);
    untold.set(item.session, item.seq);
    for (const [session, seq] of item.covers ?? []) untold.set(session, Math.max(seq, untold.get(session) ?? -1));
    setPeer(turn, { untold, announceAt: state.announceAt ?? context.now + ANNOUNCE_MS });
  }
  if (isOffered || state.phase !== 'live') return;
  if (isOwn) {
    const isNext = item.seq === (getIn(state.offered, item.session) ?? -1) + 1;
    const isFree = state.queue.length === 0 && !state.isStale && !state.isListing && !state.isHeld;
    if (isNext && isFree && context.buffered < AHEAD_BYTES) launch(turn, item);
    else setPeer(turn, { isStale: true });
    return;
  }
  // What comes after the wait began waits for the next: it must not be passed on sooner than its author's own can arrive.
  if (state.forwardAt === undefined)
    setPeer(turn, { behind: new Map([[item.session, item.seq]]), forwardAt: later(turn) });
  else setPeer(turn, { behindNext: new Map([...state.behindNext, [item.session, item.seq]]) });
}

/** Heads that moved are told when it is time. */
export function announceIfDue(turn: PeerTurn): void {
  const { announceAt } = turn.state;
  if (announceAt !== undefined && turn.context.now >= announceAt) announce(turn);
}

/** Heads that moved are told, unless the other knows by now. */
export function announce(turn: PeerTurn): void {
  const { state } = turn;
  const news = [...state.untold].filter(([session, seq]) => seq > (getIn(state.told, session) ?? -1));
  setPeer(turn, { announceAt: undefined, untold: new Map(), told: mergeSeqs(state.told, news) });
  if (news.length > 0) turn.effects.push({ type: 'announce', sessions: news.map(([session]) => session) });
}

/** SYN-2: what the other still lacks after the wait is passed on. */
export function forwardIfDue(turn: PeerTurn): void {
  const { state, context } = turn;
  if (state.forwardAt === undefined || context.now < state.forwardAt) return;
  const late = [...state.behind].filter(([session, seq]) => seq > (getIn(state.offered, session) ?? -1));
  const forwardAt = state.behindNext.size === 0 ? undefined : later(turn);
  setPeer(turn, { forwardAt, behind: state.behindNext, behindNext: new Map() });
  if (late.length > 0) setPeer(turn, { isStale: true, wanted: new Map([...state.wanted, ...late]) });
}

function later({ context }: PeerTurn): number {
  return context.now + FORWARD_LEAST_MS + FORWARD_SPREAD_MS * context.chance;
}

/** A map in which every session is at least as far as `seqs` says; the same map where nothing moves. */
export function mergeSeqs(map: Seqs, seqs: Iterable<readonly [string, number]>): Seqs {
  const news = [...seqs].filter(([session, seq]) => seq > (getIn(map, session) ?? -1));
  if (news.length === 0) return map;
  const [first] = news;
  if (news.length === 1 && first !== undefined) return setIn(map, first[0], first[1]);
  const merged = new Map(entriesOf(map));
  for (const [session, seq] of news) merged.set(session, seq);
  return createLayeredMap(merged);
}

/** Puts an envelope on its way. */
function launch(turn: PeerTurn, item: PeerItem): void {
  const { session, seq, bytes, covers } = item;
  turn.effects.push({ type: 'envelope', name: { session, seq } });
  turn.sent += bytes + FRAME_BYTES;
  const seqs = new Map(covers);
  seqs.set(session, seq);
  setPeer(turn, {
    offered: mergeSeqs(turn.state.offered, seqs),
    told: mergeSeqs(turn.state.told, [[session, seq]]),
  });
}
