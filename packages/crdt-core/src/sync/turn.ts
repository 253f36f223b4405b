import type { Failure } from '@weft/crypto';
import type { LinkFailureCode } from './link-failures.ts';
import { linkFailure } from './link-failures.ts';
import { createPositions, highestPosition } from './positions.ts';
import type { RelayEffect, RelaySession, StepContext } from './relay-state.ts';

/** One step in the making: the state so far and the effects so far. Lives no longer than the step. */
export interface Turn {
  readonly context: StepContext;
  readonly effects: RelayEffect[];
  state: RelaySession;
}

/** Changes some fields of the state. */
export function set(turn: Turn, change: Partial<RelaySession>): void {
  turn.state = { ...turn.state, ...change };
}

/** Tells a person of something that must not happen. */
export function alarm(turn: Turn, failure: Failure<string> & { readonly session?: string }): void {
  turn.effects.push({ type: 'alarm', failure });
}

/** Asks for the log again from a position, not more than twice a second. */
export function pull(turn: Turn, from: number): void {
  const { now } = turn.context;
  if (now - turn.state.pulledAt < 500) return;
  const { isPulling, progressAt, pulls } = turn.state;
  set(turn, { pulledAt: now, pulls: pulls + 1, isPulling: true, progressAt: isPulling ? progressAt : now });
  turn.effects.push({ type: 'send', frame: { type: 'pull', from: Math.max(1, from) } });
}

/** The log is asked for again from behind this position. How far it went is kept in mind: it may be another by then. */
export function replayFrom(turn: Turn, cursor: number): void {
  const reached = reachedPosition(turn.state);
  set(turn, { positions: createPositions(cursor), reached, waiting: new Map() });
}

/** The newest position that was ever held of this log. */
export function reachedPosition({ reached, positions }: RelaySession): number {
  return Math.max(reached, highestPosition(positions));
}

/** A client may close with 4000 to 4399 without y-websocket taking it for a refusal. */
export const CLIENT_CLOSE = 4000;

const VIOLATION_BASE_MS = 5_000;
const VIOLATION_MOST_MS = 300_000;
const VIOLATION_FORGET_MS = 600_000;

/** Ends the connection from here; the shell opens another after `retryAfter` ms. */
export function hangUp(turn: Turn, code: LinkFailureCode, retryAfter: number): void {
  set(turn, { ...disconnected(), failure: linkFailure(code) });
  turn.effects.push({ type: 'close', code: CLIENT_CLOSE, retryAfter });
}

/** Opens the connection anew at once, and says nothing of it: the session has something new to prove. */
export function renew(turn: Turn): void {
  set(turn, { ...disconnected(), failure: undefined });
  turn.effects.push({ type: 'close', code: CLIENT_CLOSE, retryAfter: 0 });
}

/** The relay does not keep to the protocol: alarm, close, and longer and longer rests, so that it can neither crash nor busy us. */
export function violation(turn: Turn, code: LinkFailureCode = 'relay-confused'): void {
  const { now } = turn.context;
  const { violations, violatedAt } = turn.state;
  const count = now - violatedAt > VIOLATION_FORGET_MS ? 0 : violations;
  alarm(turn, linkFailure(code));
  hangUp(turn, code, Math.min(VIOLATION_MOST_MS, VIOLATION_BASE_MS * 2 ** count));
  set(turn, { violations: count + 1, violatedAt: now });
}

/** What holds of a session without a connection. */
export function disconnected(): Partial<RelaySession> {
  return {
    phase: 'closed',
    inFlight: new Map(),
    inFlightBytes: 0,
    queue: [],
    isStale: true,
    isListing: false,
    refillAt: undefined,
    isRefilling: false,
    noticesAt: undefined,
    compactAt: undefined,
    compacting: undefined,
    isPinged: false,
    isPulling: false,
    lag: 0,
  };
}
