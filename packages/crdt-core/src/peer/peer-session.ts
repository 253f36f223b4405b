/**
 * One end of a link between two replicas as a pure step (SYN-1, SYN-2): docs/protocol.md, "Peers". No clock, no randomness, no
 * transport, no ledger, no cryptography: they come in as events and go out as effects.
 */
import { type EnvelopeHashes, type Failure, toHex } from '@weft/crypto';
import { carriesToCovers } from '../sync/give-to-replica.ts';
import { getIn, setIn } from '../sync/layered-map.ts';
import type { Name } from '../sync/relay-heads.ts';
import { nameToKey, type Outcome } from '../sync/relay-state.ts';
import { peerFailure } from './peer-failures.ts';
import { announce, appendToLedger, mergeSeqs, pump } from './peer-send.ts';
import {
  createPeerSession,
  hear,
  type OtherEnd,
  type OtherHeads,
  type PeerEffect,
  type PeerEvent,
  type PeerSession,
  type PeerStepContext,
  type PeerTurn,
  setPeer,
} from './peer-state.ts';
import { closePeer, doubt, schedule, tick, violation } from './peer-timing.ts';
import type { PeerLinkFrame } from '../wire/index.ts';

/** Sessions the other may speak of: a hostile end must not fill the memory. */
const MAX_SESSIONS = 1 << 16;
const MAX_SHOWN = 64;
/** ATT-7: FETCHes that may be open. */
export const MAX_FETCHES = 8;
const MAX_REFUSALS = 64;
/** Ephemerals that may wait behind a long frame, bytes; what does not fit is lost, as ephemerals may be. */
const MAX_PASSING_BYTES = 64 * 1024;

/** Only who breaks the rules sends these: an honest replica verified what it holds before it stored it. */
const FORGED: ReadonlySet<string> = new Set([
  'envelope-malformed',
  'envelope-room',
  'envelope-session',
  'envelope-role',
  'envelope-signature',
  'certificate-malformed',
  'certificate-room',
  'kind-not-stored',
]);

/** Keys of another epoch: nobody's fault, and nothing that a new connection would change. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['envelope-epoch', 'certificate-epoch']);

/**
 * One step of a peer link.
 *
 * @param state - where it stands; not changed
 * @param event - what happened
 * @param context - the time, a random number, and how full the transport is
 * @returns the new state, and what is to be done, in order
 */
export function stepPeerSession(
  state: PeerSession,
  event: PeerEvent,
  context: PeerStepContext,
): [PeerSession, readonly PeerEffect[]] {
  const turn: PeerTurn = { context, effects: [], state, sent: 0 };
  takeEvent(turn, event);
  tick(turn);
  pump(turn);
  schedule(turn, state);
  return [turn.state, turn.effects];
}

function takeEvent(turn: PeerTurn, event: PeerEvent): void {
  const { context, state, effects } = turn;
  if (event.type === 'opened') return open(turn, event.nonce, event.isHolding);
  if (state.phase === 'closed') return;
  const isProven = state.phase === 'syncing' || state.phase === 'live';
  switch (event.type) {
    case 'frame':
      hear(turn);
      return receiveFrame(turn, event, isProven);
    case 'garbage':
      return violation(turn, 'peer-confused');
    case 'heard':
      return hear(turn);
    case 'slept':
      return isProven ? doubt(turn) : undefined;
    case 'closed':
      return setPeer(turn, { phase: 'closed' });
    case 'verified':
      if (state.phase !== 'proving' || state.other === undefined) return;
      setPeer(turn, { phase: 'syncing', role: event.role });
      if (state.isHolding) effects.push({ type: 'send', frame: { type: 'hold', isHeld: true } });
      // Before anyone is told, who will have presence to seal: the other waits for these.
      effects.push({ type: 'greet' }, { type: 'proven', session: state.other.session, role: event.role });
      return;
    case 'unverified':
      // A wrong clock, or a link from long ago: no attack.
      if (event.failure.code === 'certificate-expired') return closePeer(turn, peerFailure('peer-unproven'), false);
      return violation(turn, 'peer-unproven');
    case 'told':
      return setPeer(turn, { told: mergeSeqs(state.told, event.heads) });
    case 'heads':
      return isProven ? takeHeads(turn, event.heads) : undefined;
    case 'unreadable':
      return takeUnreadable(turn, event.failure);
    case 'received':
      return takeOutcome(turn, event.outcome);
    case 'appended':
      return isProven ? appendToLedger(turn, event.item, event.isOwn) : undefined;
    case 'listed':
      return setPeer(turn, {
        isListing: false,
        queue: event.items,
        ...(event.isComplete ? { wantsAll: false, wanted: new Map() } : { isStale: true }),
      });
    case 'vanished':
      return vanish(turn, event.name);
    case 'owned':
      return setPeer(turn, { isStale: true });
    case 'hold':
      if (event.isHolding === state.isHolding) return;
      setPeer(turn, { isHolding: event.isHolding, isCaughtUp: false });
      if (isProven && !event.isHolding) announce(turn); // first what came meanwhile, then the asking
      if (isProven) effects.push({ type: 'send', frame: { type: 'hold', isHeld: event.isHolding } });
      return;
    case 'ephemeral':
      if (!isProven || state.passing + event.envelope.length > MAX_PASSING_BYTES) return;
      if (context.buffered > 0) setPeer(turn, { passing: state.passing + event.envelope.length });
      effects.push({ type: 'send', frame: { type: 'ephemeral', envelope: event.envelope } });
      return;
    case 'chunk':
      if (!isProven) return;
      if (event.frame.type === 'part') return setPeer(turn, { parts: [...state.parts, event.frame] });
      effects.push({ type: 'send', frame: event.frame });
      return;
    case 'accused':
      return isProven ? violation(turn, event.code) : undefined;
    case 'drained':
      return setPeer(turn, { passing: 0 });
    case 'leave':
      effects.push({ type: 'send', frame: { type: 'bye' } });
      return closePeer(turn, event.failure, false);
    case 'woke':
      return setPeer(turn, { wakeAt: undefined });
  }
}

function open(turn: PeerTurn, nonce: Uint8Array, isHolding: boolean): void {
  const { now } = turn.context;
  turn.state = { ...createPeerSession(), phase: 'greeting', nonce, isHolding, openedAt: now, heardAt: now };
  turn.effects.push({ type: 'hello', nonce });
}

type FrameEvent = Extract<PeerEvent, { readonly type: 'frame' }>;

/** Frames of those who have proven themselves. */
type ProvenFrame = Exclude<PeerLinkFrame, { readonly type: 'bye' | 'hello' | 'proof' }>;

/** One frame. What comes in a phase in which it must not come is a violation. */
function receiveFrame(turn: PeerTurn, { frame, hashes }: FrameEvent, isProven: boolean): void {
  const { state, effects, context } = turn;
  switch (frame.type) {
    case 'bye':
      return closePeer(turn, undefined, false);
    case 'hello': {
      if (state.phase !== 'greeting') return violation(turn, 'peer-confused');
      if (toHex(frame.session) === context.own) return closePeer(turn, peerFailure('peer-self'), false);
      const other = { session: frame.session.slice(), nonce: frame.nonce.slice() };
      setPeer(turn, { phase: 'proving', other });
      effects.push({ type: 'prove', other });
      return;
    }
    case 'proof':
      if (state.phase !== 'proving' || state.other === undefined) return violation(turn, 'peer-confused');
      effects.push({ type: 'verify', frame, other: state.other });
      return;
    default:
      return isProven ? receiveProven(turn, frame, state.other, hashes) : violation(turn, 'peer-confused');
  }
}

function receiveProven(
  turn: PeerTurn,
  frame: ProvenFrame,
  other: OtherEnd | undefined,
  hashes: EnvelopeHashes | undefined,
): void {
  const { state, effects } = turn;
  if (other === undefined) return;
  switch (frame.type) {
    case 'sync':
      effects.push({ type: 'open', envelope: frame.envelope, session: other.session });
      return;
    case 'envelope':
      // It can only know what we lack, and so send, once it told us what it holds.
      if (state.phase !== 'live') return violation(turn, 'peer-confused');
      effects.push({ type: 'receive', envelope: frame.envelope, hashes });
      return;
    case 'ephemeral':
      effects.push({ type: 'ephemeral', envelope: frame.envelope });
      return;
    case 'caught-up':
      if (state.phase !== 'live') return violation(turn, 'peer-confused');
      setPeer(turn, { isCaughtUp: true });
      effects.push({ type: 'caught-up' });
      return;
    case 'hold':
      setPeer(turn, { isHeld: frame.isHeld });
      // What it lacks now was told to us meanwhile.
      if (!frame.isHeld) setPeer(turn, { isStale: true, wantsAll: true, isServed: false });
      return;
    case 'fetch':
      // Whoever keeps to the protocol awaits answers: a queue that anyone could fill would be memory that anyone could fill.
      if (state.fetches >= MAX_FETCHES) return violation(turn, 'peer-confused');
      setPeer(turn, { fetches: state.fetches + 1 });
      effects.push({ type: 'chunk', frame: { ...frame, session: frame.session.slice() } });
      return;
    case 'part':
      effects.push({ type: 'chunk', frame: { ...frame, session: frame.session.slice(), bytes: frame.bytes.slice() } });
      return;
    case 'ping':
      effects.push({ type: 'send', frame: { type: 'pong' } });
      return;
    case 'pong':
      return;
  }
}

function takeHeads(turn: PeerTurn, { seqs, forks }: OtherHeads): void {
  const { state, effects } = turn;
  const theirs = mergeSeqs(state.theirs, seqs);
  if (theirs.base.size + theirs.top.size > MAX_SESSIONS) return violation(turn, 'peer-confused');
  const isFirst = state.phase === 'syncing';
  setPeer(turn, {
    theirs,
    offered: mergeSeqs(state.offered, seqs),
    ...(isFirst ? { phase: 'live', isStale: true, wantsAll: true } : {}),
  });
  effects.push({ type: 'heads', heads: seqs });
  // Both of us hold an envelope of this name, and not the same one: whoever sees both can name who wrote them (LED-2).
  for (const name of forks) {
    const key = nameToKey(name);
    if (turn.state.shown.has(key) || turn.state.shown.size >= MAX_SHOWN) continue;
    setPeer(turn, { shown: new Set([...turn.state.shown, key]) });
    effects.push({ type: 'envelope', name });
  }
}

function takeUnreadable(turn: PeerTurn, failure: Failure<string>): void {
  if (OTHER_KEYS.has(failure.code)) return closePeer(turn, peerFailure('peer-keys'), false);
  // Old heads say nothing that newer ones did not.
  if (failure.code === 'ephemeral-replayed') return;
  violation(turn, 'peer-confused');
}

/** What the replica made of an envelope. */
function takeOutcome(turn: PeerTurn, outcome: Outcome): void {
  const { state, effects } = turn;
  const { name, failure } = outcome;
  if (outcome.status === 'later' || outcome.status === 'locked') return;
  if (outcome.status === 'refused' || name === undefined) {
    if (failure !== undefined && OTHER_KEYS.has(failure.code)) return;
    if (failure !== undefined && FORGED.has(failure.code)) return violation(turn, 'peer-forged');
    if (failure !== undefined) effects.push({ type: 'alarm', failure });
    // What a member wrote wrongly is told of by the replica; who brings nothing else is no peer.
    setPeer(turn, { refusals: state.refusals + 1 });
    if (state.refusals < MAX_REFUSALS) return;
    // Signed by nobody known here: perhaps under keys that two admins made at once, of which this replica has the others.
    if (failure?.code === 'certificate-invalid') return closePeer(turn, peerFailure('peer-keys'), false);
    return violation(turn, 'peer-confused');
  }
  const seqs = new Map(outcome.covers ?? carriesToCovers(outcome.carries ?? []));
  seqs.set(name.session, Math.max(name.seq, seqs.get(name.session) ?? -1));
  setPeer(turn, { theirs: mergeSeqs(state.theirs, seqs), offered: mergeSeqs(state.offered, seqs) });
  if (turn.state.theirs !== state.theirs) effects.push({ type: 'heads', heads: seqs });
}

/** A snapshot covered it before it could be sent: the snapshot goes instead. */
function vanish(turn: PeerTurn, { session, seq }: Name): void {
  const { state } = turn;
  // A fork was to be shown, and is covered: then there is nothing to show.
  if (state.shown.has(nameToKey({ session, seq })) && (getIn(state.theirs, session) ?? -1) >= seq) return;
  const offered = Math.min(getIn(state.offered, session) ?? -1, seq - 1);
  setPeer(turn, { queue: [], isStale: true, wantsAll: true, offered: setIn(state.offered, session, offered) });
}
