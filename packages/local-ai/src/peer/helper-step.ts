/** ERR-6: the helping end: all errands that a device has taken, as a pure step. */
import type { Errand, ErrandPhase, HelperEffect, HelperEvent, HelperState } from './helper-state.ts';
import { type ErrandMessage, MOST_PIECES, MOST_RECORDS, type Phase, PIECE_BYTES, type StopReason } from './messages.ts';
import { PROMPT_MS, RECORDS_ABOARD, RESEND_MS, VANISHED_MS, WORK_MS } from './timing.ts';

type Turn = readonly [HelperState, readonly HelperEffect[]];

/** What one device may have open, and all together; and begin within a minute. */
const MOST_OF_ONE = 2;
const MOST_OPEN = 4;
const MOST_A_MINUTE = 20;
/** A person is asked so often in a minute, whoever wants it: a member of a room can be any number of devices. */
const MOST_QUESTIONS_A_MINUTE = 6;
const MINUTE_MS = 60_000;
const MOST_OVER = 64;

/** When the step wants to be woken with a tick (ms). */
export function helperDue({ errands }: HelperState): number {
  return errands.reduce((soonest, errand) => Math.min(soonest, errandDue(errand)), Number.POSITIVE_INFINITY);
}

function errandDue({ phase, confirmed, sent, sentAt, heardAt, since }: Errand): number {
  const resend = confirmed < sent ? sentAt + RESEND_MS : Number.POSITIVE_INFINITY;
  const end = since + (phase === 'asking' ? PROMPT_MS : WORK_MS);
  return Math.min(resend, heardAt + VANISHED_MS, end);
}

export function stepHelper(state: HelperState, event: HelperEvent, now: number): Turn {
  const [after, effects] = change(state, event, now);
  // One at a time: whatever happened, the next in the queue may begin.
  if (after.errands.some(({ phase }) => phase === 'working')) return [after, effects];
  const next = after.errands.find(({ phase }) => phase === 'queued');
  if (next === undefined) return [after, effects];
  const working: Errand = { ...next, phase: 'working', since: now };
  return [put(after, working), [...effects, say(working), { type: 'run', key: next.key }]];
}

function change(state: HelperState, event: HelperEvent, now: number): Turn {
  switch (event.type) {
    case 'message':
      return takeMessage(state, event, now);
    case 'gone':
      return endAll(state, (errand) => (errand.from.session === event.session ? 'vanished' : undefined));
    case 'tick':
      return tick(state, now);
    case 'allow':
      return withErrand(state, event.key, (errand) => {
        if (errand.phase !== 'asking') return [state, []];
        const queued: Errand = { ...errand, phase: 'queued', since: now };
        return [put(state, queued), [say(queued)]];
      });
    case 'decline':
      return withErrand(state, event.key, (errand) => end(state, errand, 'declined'));
    case 'stop':
      return withErrand(state, event.key, (errand) => end(state, errand, 'stopped'));
    case 'break':
      return withErrand(state, event.key, (errand) => end(state, errand, 'broken'));
    case 'fail':
      return withErrand(state, event.key, (errand) => end(state, errand, 'failed'));
    case 'record':
      return withErrand(state, event.key, (errand) => {
        if (errand.phase !== 'working') return [state, []];
        if (errand.records.length >= MOST_RECORDS || event.bytes.length > PIECE_BYTES)
          return end(state, errand, 'failed');
        return tell(state, { ...errand, records: [...errand.records, event.bytes] }, now);
      });
    case 'finish':
      return withErrand(state, event.key, (errand) => settle(state, { ...errand, phase: 'telling', since: now }));
  }
}

function takeMessage(
  state: HelperState,
  { from, trust, message }: Extract<HelperEvent, { type: 'message' }>,
  now: number,
): Turn {
  if (!('id' in message) || !isOfAsker(message)) return [state, []];
  const key = `${from.session} ${message.id}`;
  const errand = state.errands.find((one) => one.key === key);
  if (errand === undefined) return takeStranger(state, key, { from, trust, message }, now);
  const heard: Errand = { ...errand, heardAt: now };
  switch (message.type) {
    case 'answer':
      return [state, []];
    case 'stop':
      return end(state, heard, 'cancelled', false);
    case 'heard': {
      // Answered at once, also where this page's timers are slow: so the asker knows that somebody is there.
      const confirmed = Math.max(heard.confirmed, Math.min(message.count, heard.sent));
      const [after, effects] = tell(state, { ...heard, confirmed }, now);
      return [after, [say(heard), ...effects]];
    }
    case 'ask':
      return takePiece(state, heard, message, now);
  }
}

/** A device may ask and help at once: what a helper says is for the asker beside this one, and answering it here would end its errand. */
function isOfAsker(message: ErrandMessage): boolean {
  return message.type === 'heard' ? message.phase === 'reading' : message.type !== 'answer';
}

/** Something that belongs to no errand here: a new one, or what is left of an old one. */
function takeStranger(
  state: HelperState,
  key: string,
  { from, trust, message }: Pick<Extract<HelperEvent, { type: 'message' }>, 'from' | 'trust' | 'message'>,
  now: number,
): Turn {
  if (message.type !== 'ask' && message.type !== 'heard') return [state, []];
  const { id } = message;
  const refuse = (why: StopReason): Turn => [
    state,
    [{ type: 'send', session: from.session, message: { type: 'stop', id, why } }],
  ];
  const past = state.over.find((one) => one.key === key);
  // Its asker knows how it ended where it ended it.
  if (past !== undefined) return past.why === 'done' || past.why === 'cancelled' ? [state, []] : refuse(past.why);
  // Another life of this page may have known it.
  if (message.type === 'heard') return refuse('vanished');
  if (trust === 'refuse') return refuse('refused');
  const begun = state.begun.filter(({ at }) => now - at < MINUTE_MS);
  const isOften =
    begun.filter(({ device }) => device === from.device).length >= MOST_A_MINUTE ||
    (trust === 'ask' && begun.filter((one) => one.trust === 'ask').length >= MOST_QUESTIONS_A_MINUTE);
  const ofDevice = state.errands.filter((one) => one.from.device === from.device).length;
  if (isOften || ofDevice >= MOST_OF_ONE || state.errands.length >= MOST_OPEN) return refuse('busy');
  const errand: Errand = {
    key,
    id,
    from,
    phase: 'taking',
    trust,
    of: message.of,
    pieces: new Map(),
    records: [],
    confirmed: 0,
    sent: 0,
    sentAt: now,
    heardAt: now,
    since: now,
  };
  const began = {
    ...state,
    errands: [...state.errands, errand],
    begun: [...begun, { device: from.device, trust, at: now }],
  };
  return takePiece(began, errand, message, now);
}

function takePiece(
  state: HelperState,
  errand: Errand,
  { at, of, bytes }: Extract<ErrandMessage, { type: 'ask' }>,
  now: number,
): Turn {
  if (errand.phase !== 'taking') return [put(state, errand), [say(errand)]];
  const isBroken = of !== errand.of || of > MOST_PIECES || at >= of;
  if (isBroken) return end(state, errand, 'broken');
  const pieces = new Map(errand.pieces);
  if (!pieces.has(at)) pieces.set(at, bytes);
  const taken: Errand = { ...errand, pieces };
  if (pieces.size < of) return [put(state, taken), [say(taken)]];
  const phase = errand.trust === 'ask' ? 'asking' : 'queued';
  const next: Errand = { ...taken, phase, since: now, pieces: new Map() };
  return [put(state, next), [say(next), { type: 'read', key: next.key, bytes: joinPieces(taken) }]];
}

function tick(state: HelperState, now: number): Turn {
  const [after, effects] = endAll(state, ({ phase, heardAt, since }) => {
    if (now >= heardAt + VANISHED_MS) return 'vanished';
    if (phase === 'asking') return now >= since + PROMPT_MS ? 'declined' : undefined;
    return now >= since + WORK_MS ? 'late' : undefined;
  });
  return after.errands.reduce<Turn>(
    ([before, done], errand) => {
      if (errand.confirmed >= errand.sent || now < errand.sentAt + RESEND_MS) return [before, done];
      const [next, more] = tell(before, { ...errand, sent: errand.confirmed }, now);
      return [next, [...done, ...more]];
    },
    [after, effects],
  );
}

/** What is left to tell, as far as it may be on its way. */
function tell(state: HelperState, errand: Errand, now: number): Turn {
  const upTo = Math.min(errand.records.length, errand.confirmed + RECORDS_ABOARD);
  if (upTo <= errand.sent) return settle(state, errand);
  const effects = errand.records.slice(errand.sent, upTo).map((bytes, i): HelperEffect => {
    const message: ErrandMessage = { type: 'answer', id: errand.id, at: errand.sent + i, bytes };
    return { type: 'send', session: errand.from.session, message };
  });
  return [put(state, { ...errand, sent: upTo, sentAt: now }), effects];
}

/** An errand is over once all of its answer is confirmed. */
function settle(state: HelperState, errand: Errand): Turn {
  const isOver = errand.phase === 'telling' && errand.confirmed >= errand.records.length;
  return isOver ? [bury(state, errand, 'done'), []] : [put(state, errand), []];
}

function endAll(state: HelperState, why: (errand: Errand) => StopReason | undefined): Turn {
  return state.errands.reduce<Turn>(
    ([before, done], errand) => {
      const reason = why(errand);
      if (reason === undefined) return [before, done];
      const [next, more] = end(before, errand, reason);
      return [next, [...done, ...more]];
    },
    [state, []],
  );
}

function end(state: HelperState, errand: Errand, why: StopReason, isTold = true): Turn {
  const effects: HelperEffect[] = [];
  const message: ErrandMessage = { type: 'stop', id: errand.id, why };
  // Whoever has the whole answer, and only did not say so, is not told that there is none.
  if (isTold && errand.phase !== 'telling') effects.push({ type: 'send', session: errand.from.session, message });
  if (errand.phase === 'working') effects.push({ type: 'cancel', key: errand.key });
  return [bury(state, errand, why), effects];
}

function bury(state: HelperState, { key }: Errand, why: StopReason | 'done'): HelperState {
  const errands = state.errands.filter((one) => one.key !== key);
  return { ...state, errands, over: [...state.over, { key, why }].slice(-MOST_OVER) };
}

function put(state: HelperState, errand: Errand): HelperState {
  return { ...state, errands: state.errands.map((one) => (one.key === errand.key ? errand : one)) };
}

function withErrand(state: HelperState, key: string, work: (errand: Errand) => Turn): Turn {
  const errand = state.errands.find((one) => one.key === key);
  return errand === undefined ? [state, []] : work(errand);
}

const PHASES: Readonly<Record<ErrandPhase, Phase>> = {
  taking: 'taking',
  asking: 'waiting',
  queued: 'waiting',
  working: 'working',
  telling: 'working',
};

/** How far it is, and what of the question is here without a gap. */
function say({ id, from, phase, of, pieces }: Errand): HelperEffect {
  let count = 0;
  while (pieces.has(count)) count++;
  const message: ErrandMessage = {
    type: 'heard',
    id,
    count: phase === 'taking' ? count : of,
    phase: PHASES[phase],
  };
  return { type: 'send', session: from.session, message };
}

function joinPieces({ of, pieces }: Errand): Uint8Array {
  const parts = Array.from({ length: of }, (_, at) => pieces.get(at) ?? new Uint8Array());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
