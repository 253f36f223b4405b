/** ERR-5: the asking end of one errand, as a pure step. */
import type { ErrandMessage, Phase, StopReason } from './messages.ts';
import { BEAT_MS, PIECES_ABOARD, RECORDS_ABOARD, RESEND_MS, VANISHED_MS } from './timing.ts';

/** How far an errand is, as its asker knows it. */
export interface AskerState {
  readonly id: string;
  /** What the helper said last: taking the question in, waiting for its person or its turn, at work. */
  readonly phase: Exclude<Phase, 'reading'> | 'over';
  readonly pieces: readonly Uint8Array[];
  /** Pieces that the helper has, and that were sent. */
  readonly confirmed: number;
  readonly sent: number;
  /** Records that were handed on, in order; and those that came before their turn. */
  readonly got: number;
  readonly early: ReadonlyMap<number, Uint8Array>;
  readonly sentAt: number;
  readonly saidAt: number;
  readonly heardAt: number;
  /** When an answer is of no use any more. */
  readonly until: number;
}

export type AskerEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'message'; readonly message: ErrandMessage }
  | { readonly type: 'tick' }
  /** The person wants no answer any more; the answer is whole; it is none; the helper left the room. */
  | { readonly type: 'cancel' | 'done' | 'broken' | 'gone' };

export type AskerEffect =
  | { readonly type: 'send'; readonly message: ErrandMessage }
  /** The next record of the answer. */
  | { readonly type: 'record'; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly why: StopReason | 'done' };

type Turn = readonly [AskerState, readonly AskerEffect[]];

/** @param until - ms, when an answer is of no use any more */
export function createAsker(id: string, pieces: readonly Uint8Array[], now: number, until: number): AskerState {
  const [confirmed, sent, got] = [0, 0, 0];
  const early = new Map<number, Uint8Array>();
  return {
    id,
    phase: 'taking',
    pieces,
    confirmed,
    sent,
    got,
    early,
    sentAt: now,
    saidAt: now,
    heardAt: now,
    until,
  };
}

/** When the step wants to be woken with a tick (ms). */
export function askerDue(state: AskerState): number {
  if (state.phase === 'over') return Number.POSITIVE_INFINITY;
  const resend = state.confirmed < state.sent ? state.sentAt + RESEND_MS : Number.POSITIVE_INFINITY;
  return Math.min(resend, state.saidAt + BEAT_MS, state.heardAt + VANISHED_MS, state.until);
}

export function stepAsker(state: AskerState, event: AskerEvent, now: number): Turn {
  if (state.phase === 'over') {
    // The helper did not hear that its last words came.
    return event.type === 'message' && event.message.type === 'answer' ? [state, [hear(state)]] : [state, []];
  }
  switch (event.type) {
    case 'begin':
      return sendPieces(state, now);
    case 'message':
      return !('id' in event.message) || event.message.id !== state.id
        ? [state, []]
        : take({ ...state, heardAt: now }, event.message, now);
    case 'tick':
      return tick(state, now);
    case 'done': {
      const over: AskerState = { ...state, phase: 'over', early: new Map() };
      return [over, [{ type: 'end', why: 'done' }]];
    }
    case 'cancel':
      return end(state, 'cancelled', 'cancelled');
    case 'broken':
      return end(state, 'broken', 'broken');
    case 'gone':
      return end(state, 'vanished', 'vanished');
  }
}

function take(state: AskerState, message: Extract<ErrandMessage, { id: string }>, now: number): Turn {
  switch (message.type) {
    case 'heard': {
      if (message.phase === 'reading') return [state, []];
      const { phase } = message;
      // Not more than was sent: a helper that claims it has only forgets pieces it will never get.
      const confirmed = Math.max(state.confirmed, Math.min(message.count, state.sent));
      return sendPieces({ ...state, phase, confirmed }, now);
    }
    case 'answer':
      return takeRecord(state, message.at, message.bytes, now);
    case 'stop': {
      const over: AskerState = { ...state, phase: 'over', early: new Map() };
      // What only an asker can mean is no reason to believe that this person cancelled.
      return [over, [{ type: 'end', why: message.why === 'cancelled' ? 'failed' : message.why }]];
    }
    case 'ask':
      return [state, []];
  }
}

function takeRecord(state: AskerState, at: number, bytes: Uint8Array, now: number): Turn {
  if (at >= state.got + RECORDS_ABOARD) return [state, []];
  const early = new Map(state.early);
  if (at >= state.got) early.set(at, bytes);
  const effects: AskerEffect[] = [];
  let { got } = state;
  for (let next = early.get(got); next !== undefined; next = early.get(got)) {
    effects.push({ type: 'record', bytes: next });
    early.delete(got);
    got++;
  }
  const after: AskerState = { ...state, phase: 'working', early, got, saidAt: now };
  return [after, [hear(after), ...effects]];
}

function tick(state: AskerState, now: number): Turn {
  if (now >= state.until) return end(state, 'cancelled', 'late');
  if (now >= state.heardAt + VANISHED_MS) return end(state, 'cancelled', 'vanished');
  const isLost = state.confirmed < state.sent && now >= state.sentAt + RESEND_MS;
  const [after, effects] = isLost ? sendPieces({ ...state, sent: state.confirmed }, now) : ([state, []] as const);
  if (now < state.saidAt + BEAT_MS) return [after, effects];
  return [{ ...after, saidAt: now }, [...effects, hear(after)]];
}

/** What is left to send, as far as it may be on its way. */
function sendPieces(state: AskerState, now: number): Turn {
  const upTo = Math.min(state.pieces.length, state.confirmed + PIECES_ABOARD);
  if (upTo <= state.sent) return [state, []];
  const of = state.pieces.length;
  const effects = state.pieces.slice(state.sent, upTo).map((bytes, i): AskerEffect => {
    return { type: 'send', message: { type: 'ask', id: state.id, at: state.sent + i, of, bytes } };
  });
  return [{ ...state, sent: upTo, sentAt: now, saidAt: now }, effects];
}

function hear({ id, got }: AskerState): AskerEffect {
  return { type: 'send', message: { type: 'heard', id, count: got, phase: 'reading' } };
}

function end(state: AskerState, told: StopReason, why: StopReason): Turn {
  const stop: AskerEffect = { type: 'send', message: { type: 'stop', id: state.id, why: told } };
  return [{ ...state, phase: 'over', early: new Map() }, [stop, { type: 'end', why }]];
}
