/**
 * Moves attachments over one link to a relay as a pure step (SYN-1, ATT-5): no clock, no socket, no store. Uploads ask what is there and
 * go on from it; downloads ask for a few chunks at a time; whatever was cut is begun again where it stopped.
 */
import { toHex } from '@weft/crypto';
import { RefusalCode } from '../wire/index.ts';
import { hexToBytes } from '../ledger/heads.ts';
import type { AttachmentCode } from './failures.ts';
import {
  type Download,
  type TransferEffect,
  type TransferEvent,
  type Transfers,
  type Upload,
} from './transfer-state.ts';

/** Chunks on their way to the relay at once: 1 MiB. */
const WINDOW = 4;
/** Chunks asked for at once: 2 MiB. */
const FETCH_COUNT = 8;
/** FETCHes that are open at once. */
const QUESTIONS = 2;
/** A little under what a relay allows by default: it would end the connection otherwise. */
const RATE = 40;
const BURST = 100;
const STALLED_MS = 60_000;
const BACKOFF_MS = 2_000;
const BACKOFF_MOST_MS = 60_000;
const FULL_MS = 60_000;

interface Turn {
  state: Transfers;
  readonly now: number;
  readonly effects: TransferEffect[];
}

/**
 * One step.
 *
 * @param state - not changed
 * @param now - Unix ms
 */
export function stepTransfers(
  state: Transfers,
  event: TransferEvent,
  now: number,
): [Transfers, readonly TransferEffect[]] {
  const turn: Turn = { state, now, effects: [] };
  takeEvent(turn, event);
  pump(turn);
  schedule(turn, state);
  return [turn.state, turn.effects];
}

function takeEvent(turn: Turn, event: TransferEvent): void {
  const { state, now } = turn;
  switch (event.type) {
    case 'live':
      set(turn, { isLive: true, heardAt: now, tokens: BURST, tokensAt: now });
      return restart(turn, 0);
    case 'down':
      set(turn, { isLive: false });
      return restart(turn, 0);
    case 'upload': {
      if (state.uploads.has(event.session)) return;
      return putUpload(turn, event.session, {
        chunks: event.chunks,
        phase: 'waiting',
        acked: 0,
        next: 0,
        at: now + event.after,
        tries: 0,
        attempt: 0,
        failure: undefined,
      });
    }
    case 'download': {
      const known = state.downloads.get(event.session);
      if (known !== undefined) {
        // Somebody is waiting for it now: no use in sitting out the rest of a long wait.
        if (known.phase === 'waiting') putDownload(turn, event.session, { ...known, at: now });
        return;
      }
      return putDownload(turn, event.session, {
        chunks: event.chunks,
        phase: 'waiting',
        next: event.next,
        expected: event.next,
        pending: 0,
        isAnswered: false,
        isBad: false,
        from: event.next,
        at: now,
        tries: 0,
        attempt: 0,
      });
    }
    case 'forget':
      putUpload(turn, event.session, undefined);
      return putDownload(turn, event.session, undefined);
    case 'lost':
      return putUpload(turn, event.session, undefined);
    case 'taken':
      return taken(turn, event);
    case 'frame':
      set(turn, { heardAt: now });
      return receive(turn, event);
    case 'woke':
      return set(turn, { wakeAt: undefined });
  }
}

function receive(turn: Turn, { frame, name }: Extract<TransferEvent, { type: 'frame' }>): void {
  switch (frame.type) {
    case 'chunk': {
      const [question] = turn.state.questions;
      const download = question?.isDownload === true ? turn.state.downloads.get(question.session) : undefined;
      // Nobody asked for it, or no longer wants it.
      if (question === undefined || download?.phase !== 'asking' || download.isAnswered) return;
      const { session } = question;
      const { expected: seq, attempt } = download;
      if (name?.session !== session || name.seq !== seq || seq >= download.from + FETCH_COUNT) {
        return putDownload(turn, session, { ...download, isBad: true });
      }
      putDownload(turn, session, { ...download, expected: seq + 1, pending: download.pending + 1 });
      turn.effects.push({ type: 'take', session, seq, attempt, envelope: frame.envelope });
      return;
    }
    case 'fetched': {
      const session = toHex(frame.session);
      const [question, ...rest] = turn.state.questions;
      if (question?.session !== session) return;
      set(turn, { questions: rest });
      if (question.isDownload) {
        const download = turn.state.downloads.get(session);
        if (download?.phase !== 'asking') return;
        putDownload(turn, session, { ...download, isAnswered: true });
        return settle(turn, session);
      }
      const upload = turn.state.uploads.get(session);
      if (upload?.phase !== 'asking') return;
      const acked = Math.min(frame.held, upload.chunks);
      putUpload(turn, session, { ...upload, phase: 'sending', acked, next: acked });
      return confirm(turn, session, acked);
    }
    case 'stored': {
      const session = toHex(frame.session);
      const upload = turn.state.uploads.get(session);
      if (upload?.phase !== 'sending' || frame.seq >= upload.next) return;
      return confirm(turn, session, frame.seq + 1);
    }
    case 'refused':
      return refuse(turn, toHex(frame.session), frame.code);
  }
}

/** The relay has this many. */
function confirm(turn: Turn, session: string, count: number): void {
  const upload = turn.state.uploads.get(session);
  if (upload === undefined) return;
  const acked = Math.max(upload.acked, count);
  turn.effects.push({ type: 'sent', session, acked });
  if (acked >= upload.chunks) return putUpload(turn, session, undefined);
  putUpload(turn, session, { ...upload, acked, failure: undefined, tries: count > upload.acked ? 0 : upload.tries });
}

function refuse(turn: Turn, session: string, code: number): void {
  const upload = turn.state.uploads.get(session);
  // The rest of a burst that was refused says the same again.
  if (upload?.phase !== 'sending') return;
  if (code === RefusalCode.tooFast || code === RefusalCode.outOfOrder) {
    return again(turn, session, upload, 'attachment-too-fast', BACKOFF_MS);
  }
  if (code === RefusalCode.roomFull) return again(turn, session, upload, 'attachment-room-full', FULL_MS);
  putUpload(turn, session, { ...upload, phase: 'stuck', failure: 'attachment-refused' });
  turn.effects.push({ type: 'stuck', session, failure: 'attachment-refused' });
}

function again(turn: Turn, session: string, upload: Upload, failure: AttachmentCode, wait: number): void {
  const { tries, attempt } = upload;
  const at = turn.now + backoff(wait, tries);
  putUpload(turn, session, { ...upload, phase: 'waiting', at, tries: tries + 1, attempt: attempt + 1, failure });
  turn.effects.push({ type: 'stuck', session, failure });
}

function taken(turn: Turn, { session, seq, attempt, isOk }: Extract<TransferEvent, { type: 'taken' }>): void {
  const download = turn.state.downloads.get(session);
  if (download === undefined) return;
  const next = isOk ? Math.max(download.next, seq + 1) : download.next;
  if (attempt !== download.attempt) return putDownload(turn, session, { ...download, next });
  putDownload(turn, session, {
    ...download,
    next,
    pending: download.pending - 1,
    isBad: download.isBad || !isOk,
  });
  settle(turn, session);
}

/** A question was answered and all that came was looked at. */
function settle(turn: Turn, session: string): void {
  const download = turn.state.downloads.get(session);
  if (download?.phase !== 'asking' || !download.isAnswered || download.pending > 0) return;
  const { next, from, chunks, isBad, tries } = download;
  if (next >= chunks) return putDownload(turn, session, undefined);
  const isProgress = next > from && !isBad;
  if (!isProgress) turn.effects.push({ type: 'absent', session });
  putDownload(turn, session, {
    ...download,
    phase: 'waiting',
    at: isProgress ? turn.now : turn.now + backoff(BACKOFF_MS, tries),
    tries: isProgress ? 0 : tries + 1,
  });
}

/** Asks and sends as far as the link, the window and the pace allow. */
function pump(turn: Turn): void {
  if (!turn.state.isLive) return;
  refill(turn);
  if (isOpen(turn.state) && turn.now - turn.state.heardAt >= STALLED_MS) {
    set(turn, { heardAt: turn.now });
    restart(turn, BACKOFF_MS);
  }
  for (const [session, download] of turn.state.downloads) {
    if (download.phase !== 'waiting' || download.at > turn.now || !mayAsk(turn)) continue;
    const { next: from, attempt } = download;
    putDownload(turn, session, {
      ...download,
      phase: 'asking',
      expected: from,
      from,
      pending: 0,
      isAnswered: false,
      isBad: false,
      attempt: attempt + 1,
    });
    ask(turn, session, true, from, FETCH_COUNT);
  }
  for (const [session, upload] of turn.state.uploads) {
    if (upload.phase !== 'waiting' || upload.at > turn.now || !mayAsk(turn)) continue;
    putUpload(turn, session, { ...upload, phase: 'asking' });
    ask(turn, session, false, 0, 0);
  }
  // One after another: two halves of two files help nobody.
  for (const [session, upload] of turn.state.uploads) {
    if (upload.phase !== 'sending') continue;
    let { next } = upload;
    for (; next < upload.chunks && next - upload.acked < WINDOW && turn.state.tokens >= 1; next++) {
      spend(turn);
      turn.effects.push({ type: 'store', session, seq: next, attempt: upload.attempt });
    }
    if (next !== upload.next) {
      if (upload.next === upload.acked) set(turn, { heardAt: turn.now });
      putUpload(turn, session, { ...upload, next });
    }
    break;
  }
}

function mayAsk({ state }: Turn): boolean {
  return state.questions.length < QUESTIONS && state.tokens >= 1;
}

function ask(turn: Turn, session: string, isDownload: boolean, from: number, count: number): void {
  const { questions } = turn.state;
  spend(turn);
  set(turn, {
    questions: [...questions, { session, isDownload }],
    ...(isOpen(turn.state) ? {} : { heardAt: turn.now }),
  });
  turn.effects.push({ type: 'send', frame: { type: 'fetch', session: hexToBytes(session), from, count } });
}

/** Everything begins anew from what is known to be held. */
function restart(turn: Turn, wait: number): void {
  set(turn, { questions: [] });
  const at = turn.now + wait;
  for (const [session, upload] of turn.state.uploads) {
    const { phase, attempt } = upload;
    if (phase === 'waiting' && !turn.state.isLive) continue;
    putUpload(turn, session, { ...upload, phase: 'waiting', at: Math.max(at, upload.at), attempt: attempt + 1 });
  }
  for (const [session, download] of turn.state.downloads) {
    const { attempt } = download;
    putDownload(turn, session, { ...download, phase: 'waiting', at, attempt: attempt + 1 });
  }
}

/** Sets the one timer. */
function schedule(turn: Turn, before: Transfers): void {
  const at = nextAt(turn);
  if (at === undefined || (at === before.wakeAt && turn.state.wakeAt !== undefined)) return;
  set(turn, { wakeAt: at });
  turn.effects.push({ type: 'wake', at });
}

function nextAt({ state, now }: Turn): number | undefined {
  if (!state.isLive) return undefined;
  const times: number[] = isOpen(state) ? [state.heardAt + STALLED_MS] : [];
  for (const { phase, at } of [...state.uploads.values(), ...state.downloads.values()]) {
    if (phase === 'waiting' && at > now) times.push(at);
  }
  if (state.tokens < 1) times.push(now + Math.ceil(1000 / RATE));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The other side owes an answer. */
function isOpen({ questions, uploads }: Transfers): boolean {
  if (questions.length > 0) return true;
  for (const { phase, next, acked } of uploads.values()) if (phase === 'sending' && next > acked) return true;
  return false;
}

function backoff(base: number, tries: number): number {
  return Math.min(Math.max(base, BACKOFF_MOST_MS), base * 2 ** Math.min(tries, 8));
}

function refill(turn: Turn): void {
  const { tokens, tokensAt } = turn.state;
  const elapsed = Math.max(0, turn.now - tokensAt);
  if (elapsed > 0) set(turn, { tokens: Math.min(BURST, tokens + (elapsed * RATE) / 1000), tokensAt: turn.now });
}

function spend(turn: Turn): void {
  set(turn, { tokens: turn.state.tokens - 1 });
}

function set(turn: Turn, change: Partial<Transfers>): void {
  turn.state = { ...turn.state, ...change };
}

function putUpload(turn: Turn, session: string, upload: Upload | undefined): void {
  const uploads = new Map(turn.state.uploads);
  if (upload === undefined) uploads.delete(session);
  else uploads.set(session, upload);
  set(turn, { uploads });
}

function putDownload(turn: Turn, session: string, download: Download | undefined): void {
  const downloads = new Map(turn.state.downloads);
  if (download === undefined) downloads.delete(session);
  else downloads.set(session, download);
  set(turn, { downloads });
}
