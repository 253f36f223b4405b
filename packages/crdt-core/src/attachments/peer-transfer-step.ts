/**
 * Fetches attachments from peers as a pure step (SYN-1, ATT-7): no clock, no link, no store. One chunk at a time over each link, in parts,
 * few of them on their way, so that what people type is never behind more than those.
 */
import { PART_BYTES } from '../wire/index.ts';
import { CHUNK_BYTES } from './layout.ts';
import type {
  PeerQuestion,
  PeerSource,
  PeerTask,
  PeerTransferEffect,
  PeerTransferEvent,
  PeerTransfers,
  PeerWant,
} from './peer-transfer-state.ts';

/** Parts on their way over one link: 64 kB. */
const WINDOW = 4;
/** A link over which nothing came for this long is not asked further for this chain. */
const STALLED_MS = 15_000;
/** Whoever lacks a chain is asked again after this: it may have come to them meanwhile. */
const LACKING_MS = 30_000;
const MAX_LACKS = 1024;
/** ENV: a chunk's envelope: 137 of header, 16 of tag and 174 of certificate and signature around its padded plaintext. */
export const MAX_CHUNK_ENVELOPE: number = CHUNK_BYTES + 36 + 327;

interface Turn {
  state: PeerTransfers;
  readonly now: number;
  readonly effects: PeerTransferEffect[];
}

/**
 * One step.
 *
 * @param state - not changed
 * @param now - Unix ms
 */
export function stepPeerTransfers(
  state: PeerTransfers,
  event: PeerTransferEvent,
  now: number,
): [PeerTransfers, readonly PeerTransferEffect[]] {
  const turn: Turn = { state, now, effects: [] };
  takeEvent(turn, event);
  endStalled(turn);
  begin(turn);
  tell(turn);
  schedule(turn, state);
  return [turn.state, turn.effects];
}

function takeEvent(turn: Turn, event: PeerTransferEvent): void {
  const { sources, wants } = turn.state;
  switch (event.type) {
    case 'joined':
      return putSource(turn, event.via, { task: undefined, questions: [], lacks: new Map() });
    case 'left':
      return putSource(turn, event.via, undefined);
    case 'want': {
      const { session, chunks, next } = event;
      if (next >= chunks) return putWant(turn, session, undefined);
      putWant(turn, session, { chunks, next, isTold: false });
      // Somebody waits for it now: no use in sitting out the rest of a long wait.
      for (const [via, source] of sources) {
        if (!source.lacks.has(session)) continue;
        putSource(turn, via, { ...source, lacks: without(source.lacks, session) });
      }
      return;
    }
    case 'forget':
      if (wants.has(event.session)) putWant(turn, event.session, undefined);
      return;
    case 'part':
      return takePart(turn, event);
    case 'taken':
      return taken(turn, event);
    case 'woke':
      turn.state = { ...turn.state, wakeAt: undefined };
      return;
  }
}

function takePart(turn: Turn, { via, question, total, bytes }: Extract<PeerTransferEvent, { type: 'part' }>): void {
  const source = turn.state.sources.get(via);
  if (source === undefined) return;
  const [asked, ...questions] = source.questions;
  if (asked === undefined || !isSame(asked, question) || total > MAX_CHUNK_ENVELOPE) return accuse(turn, via, false);
  const { task } = source;
  const isOfTask = task?.session === asked.session && task.seq === asked.seq;
  // Nobody waits for this any more: it was asked for before the chain was given up.
  if (!isOfTask || task.isWhole) return putSource(turn, via, { ...source, questions });
  if (total === 0) return lack(turn, via, { ...source, questions }, asked.session);
  const length = Math.min(PART_BYTES, total - asked.offset);
  const isRight = task.total === undefined ? asked.offset === 0 : task.total === total;
  if (!isRight || asked.offset !== task.received || bytes.length !== length) return accuse(turn, via, false);
  const received = task.received + length;
  const next: PeerTask = { ...task, total, received, parts: [...task.parts, bytes], heardAt: turn.now };
  if (received < total) return putSource(turn, via, { ...source, questions, task: next });
  const { session, seq, parts } = next;
  putSource(turn, via, { ...source, questions, task: { ...next, parts: [], isWhole: true } });
  turn.effects.push({ type: 'take', via, session, seq, envelope: concat(parts, total) });
}

function taken(turn: Turn, { via, session, seq, fate }: Extract<PeerTransferEvent, { type: 'taken' }>): void {
  const want = turn.state.wants.get(session);
  if (want !== undefined && fate === 'kept') {
    const next = Math.max(want.next, seq + 1);
    putWant(turn, session, next >= want.chunks ? undefined : { ...want, next, isTold: false });
  }
  if (want !== undefined && fate === 'full') putWant(turn, session, undefined);
  const source = turn.state.sources.get(via);
  if (source?.task?.session !== session || source.task.seq !== seq) return;
  if (fate === 'forged') return accuse(turn, via, true);
  if (fate === 'unknown') return lack(turn, via, source, session);
  putSource(turn, via, { ...source, task: undefined });
}

function endStalled(turn: Turn): void {
  for (const [via, source] of turn.state.sources) {
    const { task } = source;
    if (task === undefined || task.isWhole) continue;
    if (!turn.state.wants.has(task.session)) putSource(turn, via, { ...source, task: undefined });
    else if (turn.now - task.heardAt >= STALLED_MS) lack(turn, via, source, task.session);
  }
}

/** Gives each idle link the oldest chain that nobody brings and that it may have, and each busy one its next questions. */
function begin(turn: Turn): void {
  const busy = new Set([...turn.state.sources.values()].map(({ task }) => task?.session));
  for (const [via, source] of turn.state.sources) {
    if (source.task !== undefined || source.questions.length > 0) continue;
    const found = [...turn.state.wants].find(([session]) => !busy.has(session) && mayHave(source, session, turn.now));
    if (found === undefined) continue;
    const [session, { next: seq }] = found;
    busy.add(session);
    const fresh = { total: undefined, parts: [], received: 0, asked: 0, isWhole: false, heardAt: turn.now };
    putSource(turn, via, { ...source, task: { session, seq, ...fresh } });
  }
  for (const [via, source] of turn.state.sources) ask(turn, via, source);
}

/** The first part says how long the chunk is; only then is it known what else to ask for. */
function ask(turn: Turn, via: number, source: PeerSource): void {
  const { task } = source;
  if (task === undefined || task.isWhole) return;
  const { session, seq, total } = task;
  let { asked } = task;
  const questions = [...source.questions];
  const end = total ?? 1;
  for (; asked < end && questions.length < WINDOW; asked += PART_BYTES) {
    const question = { session, seq, offset: asked };
    questions.push(question);
    turn.effects.push({ type: 'ask', via, question });
  }
  if (asked !== task.asked) putSource(turn, via, { ...source, questions, task: { ...task, asked } });
}

/** Says once that no link has more of a chain; again only after somebody asked anew, or some of it came. */
function tell(turn: Turn): void {
  for (const [session, want] of turn.state.wants) {
    if (want.isTold) continue;
    const sources = [...turn.state.sources.values()];
    if (sources.some((source) => source.task?.session === session || mayHave(source, session, turn.now))) continue;
    putWant(turn, session, { ...want, isTold: true });
    turn.effects.push({ type: 'absent', session });
  }
}

function schedule(turn: Turn, before: PeerTransfers): void {
  const { sources, wants } = turn.state;
  const times: number[] = [];
  for (const { task, lacks } of sources.values()) {
    if (task !== undefined && !task.isWhole) times.push(task.heardAt + STALLED_MS);
    for (const [session, until] of lacks) if (wants.has(session) && until > turn.now) times.push(until);
  }
  if (times.length === 0) return;
  const at = Math.min(...times);
  if (at === before.wakeAt && turn.state.wakeAt !== undefined) return;
  turn.state = { ...turn.state, wakeAt: at };
  turn.effects.push({ type: 'wake', at });
}

function mayHave(source: PeerSource, session: string, now: number): boolean {
  return (source.lacks.get(session) ?? 0) <= now;
}

/** Another link is asked for the chain from now on. */
function lack(turn: Turn, via: number, source: PeerSource, session: string): void {
  const lacks = without(source.lacks, session);
  lacks.set(session, turn.now + LACKING_MS);
  const [oldest] = lacks.keys();
  if (lacks.size > MAX_LACKS && oldest !== undefined) lacks.delete(oldest);
  putSource(turn, via, { ...source, lacks, task: undefined });
}

function accuse(turn: Turn, via: number, isForged: boolean): void {
  putSource(turn, via, undefined);
  turn.effects.push({ type: 'accuse', via, isForged });
}

function isSame(a: PeerQuestion, b: PeerQuestion): boolean {
  return a.session === b.session && a.seq === b.seq && a.offset === b.offset;
}

function without<T>(map: ReadonlyMap<string, T>, key: string): Map<string, T> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

function concat(parts: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function putSource(turn: Turn, via: number, source: PeerSource | undefined): void {
  const sources = new Map(turn.state.sources);
  if (source === undefined) sources.delete(via);
  else sources.set(via, source);
  turn.state = { ...turn.state, sources };
}

function putWant(turn: Turn, session: string, want: PeerWant | undefined): void {
  const wants = new Map(turn.state.wants);
  if (want === undefined) wants.delete(session);
  else wants.set(session, want);
  turn.state = { ...turn.state, wants };
}
