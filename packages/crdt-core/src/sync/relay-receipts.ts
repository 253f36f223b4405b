/**
 * SYN-6: what other devices say they have, held against what the relay says. A relay can hide an entry from one reader, or
 * confirm what it never stored: it cannot forge the receipts in which the others say what they got.
 */
import { linkFailure } from './link-failures.ts';
import { entriesOf, getIn } from './layered-map.ts';
import type { Lack, ReceiptClaim } from './receipt-claim.ts';
import { doubtAtRelay, type Name } from './relay-heads.ts';
import type { RelaySession } from './relay-state.ts';
import { doubtNotices, planRefill } from './relay-upload.ts';
import { alarm, CLIENT_CLOSE, disconnected, pull, replayFrom, set, type Turn } from './turn.ts';

/** An entry and a receipt that mentions it may take different times: how long a difference is none, ms. */
export const DOUBT_AFTER_MS = 30_000;
const PULL_AFTER_MS = 3_000;
const PULL_MOST_MS = 600_000;
/** Whoever is there says so more often (SYN-6). */
const SAID_FOR_MS = 150_000;
const RESEND_REST_MS = 60_000;
const RESEND_MOST = 6;
const FORGET_MS = 3_600_000;
/** More sessions than this are not kept in mind: the relay's log is asked for as a whole anyway. */
const MOST_SESSIONS = 256;
const MOST_SENDERS = 64;

function createLack(now: number): Lack {
  return {
    locked: undefined,
    isOpening: false,
    saidAt: now,
    heads: new Map(),
    since: now,
    pullAt: now + PULL_AFTER_MS,
    pulls: 0,
  };
}

/**
 * Another session said what it has.
 *
 * @param forked - a session of whose newest envelope it holds another than we
 */
export function takeReceipt(turn: Turn, from: string, receipt: ReceiptClaim, forked?: string): void {
  // Whoever is still being brought up to date lacks things by right; and so may we.
  if (turn.state.phase !== 'live' || receipt.relay === undefined) return;
  noteLack(turn, receipt.heads, receipt.relay);
  if (receipt.isComplete) noteBehind(turn, from, receipt.heads);
  noteUnopened(turn, from, receipt.lacksNotices);
  noteFork(turn, from, forked);
}

/** Asks again for what others got, less and less often, and says so once it has been asked for in vain. */
export function askForLack(turn: Turn): void {
  const { lack } = turn.state;
  const { now, lacksNotices } = turn.context;
  if (lack === undefined && lacksNotices) return set(turn, { lack: createLack(now) });
  if (lack === undefined || now < lack.pullAt) return;
  const heads = new Map([...lack.heads].filter(([session, seq]) => isLacking(turn, session, seq)));
  const locked = lack.locked === 'words' && now - lack.saidAt > SAID_FOR_MS ? undefined : lack.locked;
  const isDoubted = heads.size > 0 || locked !== undefined;
  if (!isDoubted && !lacksNotices) return set(turn, { lack: undefined });
  // A notice that only a certificate tells of may never have been sent.
  if (isDoubted && lack.pulls > 0 && now - lack.since >= DOUBT_AFTER_MS) alarm(turn, linkFailure('relay-hides'));
  const wait = Math.min(PULL_MOST_MS, PULL_AFTER_MS * 2 ** Math.min(20, lack.pulls + 1));
  set(turn, { lack: { ...lack, locked, isOpening: true, heads, pullAt: now + wait, pulls: lack.pulls + 1 } });
  // The relay may have passed it over anywhere. PULL gives what a base replaced, but not the base: a new replay does.
  if (lack.pulls % 2 === 0) return pull(turn, 1);
  set(turn, disconnected());
  replayFrom(turn, 0);
  turn.effects.push({ type: 'close', code: CLIENT_CLOSE, retryAfter: 0 });
}

/** KEY-8: the news of new keys did not come, whether it was kept back or lost. */
export function noteStrangeKeys(turn: Turn, locked: 'entries' | 'words'): void {
  const { now } = turn.context;
  const before = turn.state.lack ?? createLack(now);
  const saidAt = locked === 'words' ? now : before.saidAt;
  set(turn, { lack: { ...before, locked: before.locked === 'words' ? 'words' : locked, isOpening: false, saidAt } });
}

/** The relay sent all that was asked for. */
export function noteCaughtUp(turn: Turn): void {
  const { lack } = turn.state;
  if (lack?.locked === 'entries' && lack.isOpening) set(turn, { lack: { ...lack, locked: undefined } });
}

/** The keys changed: what is still locked says so again. */
export function forgetStrangeKeys(turn: Turn): void {
  const { lack } = turn.state;
  if (lack !== undefined) set(turn, { lack: { ...lack, locked: undefined } });
}

/** KEY-8: what came too late is kept, beside the ledger. Nobody needs to send it again. */
export function noteAside(turn: Turn, { session, seq }: Name): void {
  const { asideHere } = turn.state;
  if ((asideHere.get(session) ?? -1) < seq) set(turn, { asideHere: new Map([...asideHere, [session, seq]]) });
}

/** The replica refused what a member signed: others may hold it otherwise, and the relay has nothing to do with it. */
export function noteRefused(turn: Turn, { session, seq }: Name): void {
  const { refusedHere } = turn.state;
  const before = refusedHere.get(session);
  if (before !== undefined ? before <= seq : refusedHere.size >= MOST_SESSIONS) return;
  set(turn, { refusedHere: new Map([...refusedHere, [session, seq]]) });
}

function isLacking({ state }: Turn, session: string, seq: number): boolean {
  if (seq <= (getIn(state.heads.chains, session)?.head ?? -1)) return false;
  return seq < (state.refusedHere.get(session) ?? Number.POSITIVE_INFINITY);
}

function noteLack(turn: Turn, heads: ReadonlyMap<string, number>, relay: ReadonlyMap<string, number>): void {
  const { lack } = turn.state;
  const missing = new Map(lack?.heads);
  for (const [session, seq] of heads) {
    const atRelay = Math.min(seq, (relay.get(session) ?? Number.POSITIVE_INFINITY) - 1);
    if (!isLacking(turn, session, atRelay)) continue;
    if (missing.has(session) || missing.size < MOST_SESSIONS) {
      missing.set(session, Math.max(atRelay, missing.get(session) ?? -1));
    }
  }
  if (missing.size === 0) return;
  set(turn, { lack: { ...(lack ?? createLack(turn.context.now)), heads: missing } });
}

/** What this session lacks of what the relay is known to hold: twice the same, with time between, is no delay. */
function noteBehind(turn: Turn, from: string, heads: ReadonlyMap<string, number>): void {
  const { state, context } = turn;
  const before = state.behind.get(from);
  const still = new Map<string, number>();
  for (const [session, seq] of before?.heads ?? []) {
    const has = heads.get(session) ?? -1;
    if (has < seq && isThere(turn, session, seq)) still.set(session, has + 1);
  }
  if (before !== undefined && still.size > 0) {
    if (context.now - before.since >= DOUBT_AFTER_MS) sendAgain(turn, still);
    return;
  }
  const behind = new Map(state.behind);
  behind.delete(from);
  const lacking = new Map<string, number>();
  for (const [session, chain] of entriesOf(state.heads.chains)) {
    const there = Math.min(chain.head, chain.known);
    if (there > (heads.get(session) ?? -1) && lacking.size < MOST_SESSIONS) lacking.set(session, there);
  }
  if (lacking.size > 0 && behind.size < MOST_SENDERS) behind.set(from, { heads: lacking, since: context.now });
  set(turn, { behind });
}

function isThere({ state }: Turn, session: string, seq: number): boolean {
  return (getIn(state.heads.chains, session)?.known ?? -1) >= seq;
}

/**
 * KEY-8: a notice that the relay only said it had, and a snapshot covers since, is in everyone's heads. Whoever lacks one says so, and with time
 * between is no delay either: then those that are known here go once more. Nobody is blamed: a notice that only a certificate tells of may be with nobody.
 */
function noteUnopened(turn: Turn, from: string, lacksNotices: boolean): void {
  const { state, context } = turn;
  const since = lacksNotices && context.hasNotices ? state.unopened.get(from) : undefined;
  if (since !== undefined) {
    if (context.now - since < DOUBT_AFTER_MS || context.now < state.resendAt) return;
    doubtNotices(turn);
    return set(turn, { unopened: new Map(), ...restAfterSending(turn) });
  }
  const unopened = new Map(state.unopened);
  unopened.delete(from);
  if (lacksNotices && unopened.size < MOST_SENDERS) unopened.set(from, context.now);
  set(turn, { unopened });
}

/**
 * LED-2: two envelopes under one name. Where the log has the other one, who asks for it again holds the proof of who signed both; where it has not, or
 * whoever says so lies, a person is told after a while.
 */
function noteFork(turn: Turn, from: string, forked: string | undefined): void {
  const { state, context } = turn;
  const { now } = context;
  const before = state.forks.get(from);
  if (before === undefined && forked === undefined) return;
  const forks = new Map(state.forks);
  forks.delete(from);
  if (forked !== undefined && forks.size < MOST_SENDERS) {
    const { since, pullAt } = before ?? { since: now, pullAt: now };
    if (now - since >= DOUBT_AFTER_MS) alarm(turn, { ...linkFailure('relay-forks'), session: forked });
    forks.set(from, { since, pullAt: now < pullAt ? pullAt : now + Math.max(DOUBT_AFTER_MS, now - since) });
    if (now >= pullAt) pull(turn, 1);
  }
  set(turn, { forks });
}

/** What the relay confirmed and others do not get is unsent again: a relay that does hold it says so and stores nothing twice. */
function sendAgain(turn: Turn, from: ReadonlyMap<string, number>): void {
  const { state, context } = turn;
  if (context.now < state.resendAt) return;
  let { heads } = state;
  for (const [session, seq] of from) heads = doubtAtRelay(heads, session, seq);
  alarm(turn, linkFailure('relay-lost'));
  // KEY-8: what it lacks may be what a notice opens, that a snapshot covers here.
  doubtNotices(turn);
  set(turn, {
    heads,
    behind: new Map(),
    isStale: true,
    ...restAfterSending(turn),
  });
  planRefill(turn, true);
}

function restAfterSending({ state, context }: Turn): Pick<RelaySession, 'resendAt' | 'resends'> {
  return {
    resendAt: context.now + RESEND_REST_MS * 2 ** Math.min(RESEND_MOST, state.resends),
    resends: context.now - state.resendAt > FORGET_MS ? 0 : state.resends + 1,
  };
}
