/** What a peer link does because time passed, and how it ends. */
import { type PeerFailure, peerFailure, type PeerFailureCode } from './peer-failures.ts';
import { announceIfDue, forwardIfDue } from './peer-send.ts';
import { hear, type PeerSession, type PeerTurn, setPeer } from './peer-state.ts';

/** How long the other end has to prove itself. */
const GREETING_MS = 10_000;
const PING_AFTER_MS = 5_000;
/** A PING that is answered at all is answered by then, as a rule. */
const DOUBT_AFTER_MS = PING_AFTER_MS + 2_000;
/** After a PING that nothing answers, not even part of a frame, the link is dead. */
const SILENT_AFTER_MS = 10_000;

/** Does what is due. */
export function tick(turn: PeerTurn): void {
  const { now, buffered } = turn.context;
  const { phase } = turn.state;
  if (phase === 'closed') return;
  if (phase === 'greeting' || phase === 'proving') {
    if (now - turn.state.openedAt >= GREETING_MS) closePeer(turn, peerFailure('peer-silent'), false);
    return;
  }
  // Behind a long frame no PING gets through; that the frame does is a sign of life.
  if (buffered < turn.state.buffered) hear(turn);
  setPeer(turn, { buffered });
  const { pingedAt, heardAt } = turn.state;
  if (pingedAt !== undefined && now - pingedAt >= SILENT_AFTER_MS) {
    return closePeer(turn, peerFailure('peer-silent'), false);
  }
  if (now - heardAt >= DOUBT_AFTER_MS) doubt(turn);
  else if (now - heardAt >= PING_AFTER_MS) ping(turn);
  announceIfDue(turn);
  if (phase === 'live') forwardIfDue(turn);
}

/** Whether the other end is there is to be asked, and not known until it answers. */
export function doubt(turn: PeerTurn): void {
  if (!turn.state.isDoubtful) setPeer(turn, { isDoubtful: true });
  ping(turn);
}

function ping(turn: PeerTurn): void {
  if (turn.state.pingedAt !== undefined) return;
  setPeer(turn, { pingedAt: turn.context.now });
  turn.effects.push({ type: 'send', frame: { type: 'ping' } });
}

/** Sets the one timer to the next thing that will be due. */
export function schedule(turn: PeerTurn, before: PeerSession): void {
  const { state } = turn;
  const at = Math.min(...dueTimes(state).filter((time) => time !== undefined));
  const wakeAt = Number.isFinite(at) ? at : undefined;
  if (wakeAt === before.wakeAt && wakeAt === state.wakeAt) return;
  setPeer(turn, { wakeAt });
  if (wakeAt !== undefined) turn.effects.push({ type: 'wake', at: wakeAt });
}

function dueTimes(state: PeerSession): (number | undefined)[] {
  if (state.phase === 'closed') return [];
  if (state.phase === 'greeting' || state.phase === 'proving') return [state.openedAt + GREETING_MS];
  const life = state.pingedAt === undefined ? state.heardAt + PING_AFTER_MS : state.pingedAt + SILENT_AFTER_MS;
  const doubtAt = state.isDoubtful ? undefined : state.heardAt + DOUBT_AFTER_MS;
  return [life, doubtAt, state.announceAt, state.phase === 'live' ? state.forwardAt : undefined];
}

/** Ends the link from here. */
export function closePeer(turn: PeerTurn, failure: PeerFailure | undefined, isViolation: boolean): void {
  setPeer(turn, { phase: 'closed', failure, queue: [], parts: [], announceAt: undefined, forwardAt: undefined });
  turn.effects.push({ type: 'close', failure, isViolation });
}

/** The other end does not keep to the protocol: told to a person, and not met again for a while. */
export function violation(turn: PeerTurn, code: PeerFailureCode): void {
  const failure = peerFailure(code);
  turn.effects.push({ type: 'alarm', failure });
  closePeer(turn, failure, true);
}
