/**
 * The client's side of the relay protocol as a pure step (SYN-1): docs/protocol.md, "Relay". No clock, no randomness, no
 * socket, no ledger: they come in as events and go out as effects.
 */
import { closeCodeToFailure, linkFailure } from './link-failures.ts';
import { holdPositions } from './positions.ts';
import { addToLedger, liesInLog, markOwn, setLedger } from './relay-heads.ts';
import { receiveFrame, takeOutcome } from './relay-frames.ts';
import { forgetStrangeKeys, noteStrangeKeys, takeReceipt } from './relay-receipts.ts';
import {
  type Item,
  nameToKey,
  type RelayEffect,
  type RelayEvent,
  type RelaySession,
  type StepContext,
} from './relay-state.ts';
import { distrustCursorAfterLoss, GAP_AFTER_MS, schedule, tick } from './relay-timing.ts';
import { enqueue, FRAME_BYTES, launch, planRefill, pump, vanish } from './relay-upload.ts';
import { disconnected, renew, set, type Turn, violation } from './turn.ts';

/**
 * One step of the session.
 *
 * @param state - where it stands; not changed
 * @param event - what happened
 * @param context - the time and a random number
 * @returns the new state, and what is to be done, in order
 */
export function stepRelaySession(
  state: RelaySession,
  event: RelayEvent,
  context: StepContext,
): [RelaySession, readonly RelayEffect[]] {
  const turn: Turn = { context, effects: [], state };
  takeEvent(turn, event);
  tick(turn);
  pump(turn);
  schedule(turn, state);
  return [turn.state, turn.effects];
}

function takeEvent(turn: Turn, event: RelayEvent): void {
  const { context, state } = turn;
  switch (event.type) {
    case 'connecting':
      return set(turn, { ...disconnected(), phase: 'connecting', isRefused: false });
    case 'opened':
      set(turn, { ...disconnected(), phase: 'greeting', isRefused: false, heardAt: context.now });
      return distrustCursorAfterLoss(turn);
    case 'frame':
      return receiveFrame(turn, event.frame);
    case 'garbage':
      return state.phase === 'closed' || state.phase === 'connecting' ? undefined : violation(turn);
    case 'closed':
      return close(turn, event.code);
    case 'network':
      if (!event.isOnline) return set(turn, { failure: linkFailure('relay-offline') });
      return state.failure?.code === 'relay-offline' ? set(turn, { failure: undefined }) : undefined;
    case 'received':
      return takeOutcome(turn, event.outcome, event.place);
    case 'appended':
      return append(turn, event.item, event.isOwn);
    case 'ledger':
      set(turn, { heads: setLedger(state.heads, event.chains, event.snapshots, event.parcels) });
      return releaseWaiting(turn, new Map(event.chains.map(({ session, head }) => [session, head])));
    case 'listed':
      // In chain order, whatever was queued meanwhile: the list is newer.
      return set(turn, {
        isListing: false,
        queue: withCutOff([...state.cutOff.values()], event.items),
        isStale: state.isStale || !event.isComplete,
      });
    case 'pins': {
      // In front: who comes later cannot open the base without them.
      const items = event.items.filter(
        (item) => !liesInLog(state.heads, item, Math.max(state.base, state.doubtedUpto)),
      );
      return set(turn, {
        cutOff: new Map(items.map((item) => [nameToKey(item), item])),
        doubtedUpto: 0,
        queue: withCutOff(items, state.queue),
      });
    }
    case 'owned':
      return set(turn, { heads: markOwn(state.heads, event.session), isStale: true });
    case 'gaps':
      if (event.count === 0) return set(turn, { gap: undefined });
      return set(turn, { gap: state.gap ?? { pullAt: context.now + GAP_AFTER_MS, pulls: 0 } });
    case 'strange-keys':
      return noteStrangeKeys(turn, 'words');
    case 'rekeyed':
      forgetStrangeKeys(turn);
      if (state.phase !== 'closed' && state.phase !== 'connecting') renew(turn);
      return;
    case 'compacted':
      return propose(turn, event.item);
    case 'vanished':
      return vanish(turn, event.name);
    case 'ephemeral':
      if (state.phase !== 'live' && state.phase !== 'replaying') return;
      turn.effects.push({ type: 'send', frame: { type: 'ephemeral', to: event.to, envelope: event.envelope } });
      return;
    case 'ask-chunks':
      if (state.phase === 'live') turn.effects.push({ type: 'send', frame: event.frame });
      return;
    case 'receipt':
      return takeReceipt(turn, event.from, event.receipt, event.forked);
    case 'woke':
      return set(turn, { wakeAt: undefined });
  }
}

/** KEY-8: first what a compaction cut off, then the rest. */
function withCutOff(cutOff: readonly Item[], queue: readonly Item[]): readonly Item[] {
  if (cutOff.length === 0) return queue;
  const names = new Set(cutOff.map(nameToKey));
  return [...cutOff, ...queue.filter((item) => !names.has(nameToKey(item)))];
}

function append(turn: Turn, item: Item, isOwn: boolean): void {
  set(turn, { heads: addToLedger(turn.state.heads, item, isOwn) });
  releaseWaiting(turn, new Map([[item.session, item.seq]]));
  enqueue(turn, item);
  planRefill(turn, false);
}

/** Entries that waited for a gap to close are now in the ledger: their positions count as held (SYN-4). */
function releaseWaiting(turn: Turn, heads: ReadonlyMap<string, number>): void {
  const { state } = turn;
  if (state.waiting.size === 0) return;
  const waiting = new Map<string, readonly [number, number]>();
  let { positions } = state;
  for (const [key, range] of state.waiting) {
    const [session = '', seq = ''] = key.split(':');
    if (Number(seq) <= (heads.get(session) ?? -1)) positions = holdPositions(positions, range[0], range[1]);
    else waiting.set(key, range);
  }
  set(turn, { waiting, positions });
}

function close(turn: Turn, code: number): void {
  const { state } = turn;
  const isFinal = code >= 4400 && code < 4500;
  // A close that we asked for says nothing new; nor does one without a code after an ERROR.
  const says = code >= 4400 && code < 4600;
  set(turn, {
    ...disconnected(),
    isRefused: isFinal,
    failure: says ? closeCodeToFailure(code) : (state.failure ?? closeCodeToFailure(code)),
    ...(code === 4529 ? { pace: Math.max(state.pace / 2, 1 / 64) } : {}),
  });
}

/** LED-4: the snapshot is in our ledger; now it is offered to the relay as the base. */
function propose(turn: Turn, item: Item | undefined): void {
  const { compacting, phase, maxFrameBytes } = turn.state;
  set(turn, { compacting: undefined });
  if (item === undefined || compacting === undefined || phase !== 'live') return;
  // A base that does not fit a frame is shown as too large when it is its turn in the queue.
  if (item.bytes + FRAME_BYTES > maxFrameBytes || turn.state.inFlight.has(nameToKey(item))) return;
  turn.effects.push({ type: 'propose', name: { session: item.session, seq: item.seq }, ...compacting });
  launch(turn, { ...item, upto: compacting.upto });
}
