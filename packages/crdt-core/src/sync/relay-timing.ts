/** What a relay session does because time passed. */
import { hasLoss } from './relay-heads.ts';
import { highestPosition } from './positions.ts';
import { askForLack } from './relay-receipts.ts';
import { sendAt, unblock } from './relay-upload.ts';
import { hangUp, pull, replayFrom, set, type Turn } from './turn.ts';

const PERSIST_MS = 1_000;
/** The relay beats every 10 s. */
const PING_AFTER_MS = 15_000;
const SILENT_AFTER_MS = 30_000;
const STALLED_AFTER_MS = 60_000;
const GREETING_MS = 20_000;
/** How long a gap may last before it is asked for, ms. */
export const GAP_AFTER_MS = 2_000;
const GAP_MOST_MS = 600_000;
const COMPACT_LEAST_MS = 1_000;
const COMPACT_SPREAD_MS = 4_000;
const COMPACT_REST_MS = 60_000;
/** Entries after the relay's base beyond which a joiner would wait: compacting pays even if this ledger is short. */
const RELAY_TAIL_ENTRIES = 1_000;
const RETRY_SOON_MS = 1_000;

/** Does what is due. */
export function tick(turn: Turn): void {
  const { now } = turn.context;
  const { state } = turn;
  if (state.persistAt !== undefined && now >= state.persistAt) {
    set(turn, { persistAt: undefined });
    turn.effects.push({ type: 'persist' });
  }
  if (state.phase === 'closed' || state.phase === 'connecting') return;
  if (
    now - state.heardAt >=
    (state.phase === 'greeting' || state.phase === 'proving' ? GREETING_MS : SILENT_AFTER_MS)
  ) {
    return hangUp(turn, 'relay-silent', RETRY_SOON_MS);
  }
  if (awaitsAnswer(turn) && now - state.progressAt >= STALLED_AFTER_MS) {
    return hangUp(turn, 'relay-silent', RETRY_SOON_MS);
  }
  if (
    now - state.heardAt >= PING_AFTER_MS &&
    !state.isPinged &&
    (state.phase === 'replaying' || state.phase === 'live')
  ) {
    set(turn, { isPinged: true });
    turn.effects.push({ type: 'send', frame: { type: 'ping' } });
  }
  if (state.phase !== 'live') return;
  if (state.refillAt !== undefined && now >= state.refillAt) {
    set(turn, { refillAt: undefined, isRefilling: true, isStale: true });
  }
  if (state.noticesAt !== undefined && now >= state.noticesAt) {
    set(turn, { noticesAt: undefined });
    turn.effects.push({ type: 'list-pins' });
  }
  if (state.gap !== undefined && now >= state.gap.pullAt) {
    // LED-2: whatever fills the gap may lie anywhere in the log. It may also be nowhere, so ask less and less often.
    const wait = Math.min(GAP_MOST_MS, GAP_AFTER_MS * 2 ** Math.min(20, state.gap.pulls + 1));
    pull(turn, 1);
    set(turn, { gap: { pullAt: now + wait, pulls: state.gap.pulls + 1 } });
  }
  askForLack(turn);
  unblock(turn);
  compactIfDue(turn);
}

/** Sets the one timer to the next thing that will be due. */
export function schedule(turn: Turn, before: Turn['state']): void {
  const { now } = turn.context;
  const learnt =
    turn.state.generation !== before.generation ||
    turn.state.positions.cursor !== before.positions.cursor ||
    turn.state.heads.chains !== before.heads.chains;
  if (learnt && turn.state.persistAt === undefined) set(turn, { persistAt: now + PERSIST_MS });
  planCompaction(turn);
  const { state } = turn;
  const times: (number | undefined)[] = [state.persistAt];
  if (state.phase === 'greeting' || state.phase === 'proving') times.push(state.heardAt + GREETING_MS);
  if (state.phase === 'replaying' || state.phase === 'live') {
    times.push(state.heardAt + (state.isPinged ? SILENT_AFTER_MS : PING_AFTER_MS));
    if (awaitsAnswer(turn)) times.push(state.progressAt + STALLED_AFTER_MS);
  }
  if (state.phase === 'live')
    times.push(
      state.refillAt,
      state.noticesAt,
      state.gap?.pullAt,
      state.lack?.pullAt,
      state.unblockAt,
      state.compactAt,
      sendAt(turn),
    );
  const at = Math.min(...times.filter((time) => time !== undefined));
  const wakeAt = Number.isFinite(at) ? at : undefined;
  if (wakeAt === state.wakeAt) return;
  set(turn, { wakeAt });
  if (wakeAt !== undefined) turn.effects.push({ type: 'wake', at: wakeAt });
}

/** LED-5: where the stored ledger lost what the relay is known to hold, the cursor is not to be believed. */
export function distrustCursorAfterLoss(turn: Turn): void {
  if (hasLoss(turn.state.heads, turn.state.asideHere)) replayFrom(turn, 0);
}

/** A replay must end, and appends and pulls must be answered: beats alone are no progress. */
function awaitsAnswer({ state }: Turn): boolean {
  return state.phase === 'replaying' || state.isPulling || state.inFlight.size > 0;
}

/** LED-4: worth proposing if caught up, nothing is missing and nobody else is at it. */
function mayCompact({ state, context }: Turn): boolean {
  if (!context.canCompact || state.phase !== 'live' || state.compacting !== undefined) return false;
  // What the base holds and we do not would be gone for those who come later.
  if (state.heldBase !== state.base) return false;
  if (state.positions.cursor <= state.base || state.positions.cursor < highestPosition(state.positions)) return false;
  if (state.positions.cursor < state.head || state.gap !== undefined || state.waiting.size > 0) return false;
  for (const item of state.inFlight.values()) if (item.upto !== undefined) return false;
  return true;
}

function planCompaction(turn: Turn): void {
  const { state, context } = turn;
  if (state.compactAt !== undefined || context.now < state.restUntil || !mayCompact(turn)) return;
  if (!context.wantsCompaction && state.head - state.base < RELAY_TAIL_ENTRIES) return;
  // Several editors see the same log grow: whoever draws the shortest wait does it, the others see the base move.
  set(turn, { compactAt: context.now + COMPACT_LEAST_MS + COMPACT_SPREAD_MS * context.chance });
}

function compactIfDue(turn: Turn): void {
  const { state, context } = turn;
  if (state.compactAt === undefined || context.now < state.compactAt) return;
  const isFull = state.failure?.code === 'relay-room-full';
  const isWorth = context.wantsCompaction || isFull || state.head - state.base >= RELAY_TAIL_ENTRIES;
  set(turn, { compactAt: undefined, restUntil: context.now + COMPACT_REST_MS });
  if (!isWorth || !mayCompact(turn)) return;
  set(turn, { compacting: { base: state.base, upto: state.positions.cursor } });
  turn.effects.push({ type: 'compact' });
}
