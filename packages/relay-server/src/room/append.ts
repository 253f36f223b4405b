import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import {
  type CryptoFailure,
  decodeHeader,
  type EnvelopeHeader,
  type EpochCertificate,
  isAllowed,
  isStored,
  type Result,
  toHex,
  verifyEnvelope,
} from '@weft/crypto/verify';
import { takeToken } from '../policy/bucket.ts';
import type { StoreFailure } from '../store/store.ts';
import { bytesToName, closeConnection, type Name, type Out, refuse, sendTo, sendToAll } from './answers.ts';
import { findHeldBack, holdBack } from './held-back.ts';
import type { Connection, Held, Pending, RoomLog, RoomState } from './state.ts';

/** APPEND: verified whole (RLY-3), stored once, acknowledged when the store has it, passed on to everyone else. */
export function append(state: RoomState, out: Out, connection: Connection, envelope: Uint8Array, now: number): void {
  if (state.log === undefined) return;
  const name = bytesToName(envelope);
  const code = findHeldBack(state.log, connection, envelope, name, now);
  if (code !== undefined) {
    refuse(state, out, connection, name, code, now);
    return;
  }
  const taken = takeEnvelope(state, out, connection, envelope, now);
  if (taken === undefined) return;
  const token = ++state.lastToken;
  const { session, seq } = taken.header;
  state.pending.set(token, { session, seq, envelope, held: taken.held, author: connection.id, at: now });
  out.push({ type: 'store', token, envelope });
}

/** COMPACT: a snapshot in place of what it covers, by compare-and-set on the base (RLY-4). */
export function compact(
  state: RoomState,
  out: Out,
  connection: Connection,
  request: { readonly base: number; readonly upto: number; readonly envelope: Uint8Array },
  now: number,
): void {
  const { log } = state;
  if (log === undefined) return;
  const { base, upto, envelope } = request;
  const name = bytesToName(envelope);
  // Any old snapshot would do to cut a log short, so it takes a connection that may write snapshots itself.
  // KEY-8: nor may whoever has only the keys of an epoch that is over: it could be someone who was removed.
  const isOutdated = state.certificates.some(({ epoch }) => epoch > connection.epoch);
  if (!isAllowed(connection.role, 'snapshot') || isOutdated) {
    refuse(state, out, connection, name, RefusalCode.role, now);
    return;
  }
  const held = log.names.get(toHex(name.session))?.get(name.seq);
  const isAgain = held !== undefined;
  const isDue = base === log.base && base < upto && upto <= log.head && state.compacting === 0;
  if (!isAgain && !isDue) {
    refuseForNow(state, out, connection, name, RefusalCode.baseMoved, now);
    return;
  }
  const taken = takeEnvelope(state, out, connection, envelope, now);
  if (taken === undefined) return;
  const { session, seq, kind } = taken.header;
  if (kind !== 'snapshot') {
    forgetName(log, taken.header, taken.held);
    refuse(state, out, connection, name, RefusalCode.invalid, now);
    return;
  }
  const token = ++state.lastToken;
  state.compacting = token;
  state.pending.set(token, { session, seq, envelope, held: taken.held, author: connection.id, at: now });
  out.push({ type: 'compact', token, base, upto, envelope });
}

/** The store has an envelope, or has no room for it. */
export function finishAppend(
  state: RoomState,
  out: Out,
  token: number,
  result: Result<{ readonly position: number; readonly prev: number }, StoreFailure>,
): void {
  const pending = state.pending.get(token);
  const { log } = state;
  if (pending === undefined || log === undefined) return;
  state.pending.delete(token);
  if (!result.ok) {
    refuseWaiting(state, out, pending, RefusalCode.roomFull, result.failure.sentence);
    return;
  }
  const { position, prev } = result.value;
  log.head = Math.max(log.head, position);
  acknowledge(state, out, pending, position);
  sendToAll(out, state.live, pending.author, { type: 'entry', position, prev, envelope: pending.envelope });
}

/** The store has put a snapshot in place of a prefix, or would not. */
export function finishCompact(
  state: RoomState,
  out: Out,
  token: number,
  result: Result<{ readonly position: number }, StoreFailure>,
): void {
  const pending = state.pending.get(token);
  const { log } = state;
  if (pending === undefined || log === undefined) return;
  state.pending.delete(token);
  state.compacting = 0;
  if (!result.ok) {
    const isMoved = result.failure.code === 'base-moved';
    const code = isMoved ? RefusalCode.baseMoved : RefusalCode.roomFull;
    refuseWaiting(state, out, pending, code, result.failure.sentence);
    return;
  }
  const { position } = result.value;
  log.base = position;
  forgetReplaced(log);
  // It stands for all that its author's replica holds, and comes after all that was on its way here before.
  state.connections.get(pending.author)?.heldBack.clear();
  acknowledge(state, out, pending, position);
  // Who is still replaying below it will read it in the log.
  const isPast = (id: number): boolean => {
    const connection = state.connections.get(id);
    return connection?.phase === 'live' || (connection?.next ?? 0) > position;
  };
  const to = state.admitted.filter(isPast);
  sendToAll(out, to, 0, { type: 'base', position, envelope: pending.envelope });
}

/** Puts an entry of an opened log under its name. */
export function rememberName(state: RoomState, log: RoomLog, position: number, envelope: Uint8Array): void {
  const header = decodeHeader(envelope);
  if (!header.ok) return;
  const held: Held = { position, fingerprint: envelopeToFingerprint(state, envelope), waiting: [] };
  namesOf(log, header.value.session).set(header.value.seq, held);
}

/** All checks an envelope that is to be stored goes through. If it passes, its name is held from here on. */
function takeEnvelope(
  state: RoomState,
  out: Out,
  connection: Connection,
  envelope: Uint8Array,
  now: number,
): { readonly header: EnvelopeHeader; readonly held: Held } | undefined {
  const { log } = state;
  const { limits } = state.config;
  if (log === undefined) return undefined;
  const name = bytesToName(envelope);
  if (!takeToken(connection.appends, limits.appendsPerSecond, limits.appendBurst, now)) {
    refuseForNow(state, out, connection, name, RefusalCode.tooFast, now);
    return undefined;
  }
  const decoded = decodeHeader(envelope);
  if (!decoded.ok) {
    refuse(state, out, connection, name, RefusalCode.invalid, now, decoded.failure.sentence);
    return undefined;
  }
  const header = decoded.value;
  const fingerprint = envelopeToFingerprint(state, envelope);
  const known = log.names.get(toHex(header.session))?.get(header.seq);
  if (known?.fingerprint === fingerprint) {
    // The same bytes were verified when they came first.
    if (known.position === 0) known.waiting.push(connection.id);
    else
      sendTo(out, connection.id, { type: 'ack', session: header.session, seq: header.seq, position: known.position });
    return undefined;
  }
  // Attachments have a place of their own, beside the log.
  if (!isStored(header.kind) || header.kind === 'chunk') {
    refuse(state, out, connection, name, RefusalCode.invalid, now);
    return undefined;
  }
  const fault = findFault(state, envelope, header.epoch);
  if (fault !== undefined) {
    refuse(state, out, connection, name, fault.code, now, fault.sentence);
    return undefined;
  }
  if (known !== undefined) {
    refuse(state, out, connection, name, RefusalCode.nameTaken, now);
    return undefined;
  }
  const held: Held = { position: 0, fingerprint, waiting: [connection.id] };
  namesOf(log, header.session).set(header.seq, held);
  return { header, held };
}

/** RLY-3: why an envelope that is to be kept must not be; `undefined` if it verifies under one of its epoch's certificates. */
export function findFault(
  state: RoomState,
  envelope: Uint8Array,
  epoch: number,
): { readonly code: RefusalCode; readonly sentence: string | undefined } | undefined {
  const certificates = certificatesOf(state, epoch);
  if (certificates.length === 0) return { code: RefusalCode.epochUnknown, sentence: undefined };
  let failure: CryptoFailure | undefined;
  for (const certificate of certificates) {
    const verified = verifyEnvelope(state.config.sodium, envelope, { certificate, cache: state.cache });
    if (verified.ok) return undefined;
    failure = verified.failure;
  }
  const code = failure?.code === 'envelope-role' ? RefusalCode.role : RefusalCode.invalid;
  return { code, sentence: failure?.sentence };
}

/** The verified certificates of an epoch: one, unless its root signed several. */
export function certificatesOf(state: RoomState, epoch: number): readonly EpochCertificate[] {
  const { certificates } = state;
  return certificates.length === 1 && certificates[0]?.epoch === epoch
    ? certificates
    : certificates.filter((certificate) => certificate.epoch === epoch);
}

function acknowledge(
  state: RoomState,
  out: Out,
  pending: { readonly session: Uint8Array; readonly seq: number; readonly held: Held },
  position: number,
): void {
  const { session, seq, held } = pending;
  held.position = position;
  for (const id of held.waiting) {
    if (state.connections.has(id)) sendTo(out, id, { type: 'ack', session, seq, position });
  }
  held.waiting = [];
}

function refuseWaiting(state: RoomState, out: Out, pending: Pending, code: RefusalCode, sentence: string): void {
  const { session, seq, held, at } = pending;
  if (state.log !== undefined) forgetName(state.log, pending, held);
  for (const id of held.waiting) {
    const connection = state.connections.get(id);
    if (connection === undefined) continue;
    if (holdBack(connection, pending, code, at)) sendTo(out, id, { type: 'refused', code, session, seq, sentence });
    else closeConnection(state, out, connection, CloseCode.tooFast);
  }
}

/** Refuses what may come again, and with it what follows it in its chain until it does. */
function refuseForNow(
  state: RoomState,
  out: Out,
  connection: Connection,
  name: Name,
  code: RefusalCode,
  now: number,
): void {
  // One that is there already leaves no hole, and must not take the place of one that would.
  const isThere = state.log?.names.get(toHex(name.session))?.has(name.seq) === true;
  if (isThere || holdBack(connection, name, code, now)) refuse(state, out, connection, name, code, now);
  else closeConnection(state, out, connection, CloseCode.tooFast);
}

function namesOf(log: RoomLog, session: Uint8Array): Map<number, Held> {
  const key = toHex(session);
  let names = log.names.get(key);
  if (names === undefined) {
    names = new Map();
    log.names.set(key, names);
  }
  return names;
}

function forgetName(log: RoomLog, name: Name, held: Held): void {
  const key = toHex(name.session);
  const names = log.names.get(key);
  if (names?.get(name.seq) !== held) return;
  names.delete(name.seq);
  if (names.size === 0) log.names.delete(key);
}

/**
 * What a snapshot replaced is no longer held under its names: if the snapshot lacks something, a client that has it can
 * append it again.
 */
function forgetReplaced(log: RoomLog): void {
  for (const [key, names] of log.names) {
    for (const [seq, held] of names) if (held.position > 0 && held.position <= log.base) names.delete(seq);
    if (names.size === 0) log.names.delete(key);
  }
}

function envelopeToFingerprint(state: RoomState, envelope: Uint8Array): string {
  return toHex(state.config.sodium.hash(envelope).subarray(0, 16));
}
