import { CloseCode, type HelloFrame } from '@weft/crdt-core/wire';
import {
  type CryptoFailure,
  type EpochCertificate,
  equal,
  type Result,
  success,
  type SessionCertificate,
  verifyAdmission,
  verifyEpochCertificate,
  verifyHello,
  verifySessionCertificate,
} from '@weft/crypto/verify';
import { closeConnection, type Out, sendTo, sendToAll } from './answers.ts';
import { startReplay } from './replay.ts';
import { type Connection, isAdmitted, type RoomState } from './state.ts';

/** Epoch certificates a room remembers; a room that is re-keyed more often forgets the oldest. */
const MOST_CERTIFICATES = 64;

/** RLY-3: a connection proves one session, by certificates and an answer to its challenge. Then it waits for the log. */
export function admit(state: RoomState, out: Out, connection: Connection, hello: HelloFrame, now: number): void {
  const checked = checkHello(state, connection, hello, now);
  if (!checked.ok) {
    closeConnection(state, out, connection, failureToCloseCode(checked.failure), checked.failure.sentence);
    return;
  }
  if (state.admitted.length >= state.config.limits.maxConnectionsPerRoom) {
    closeConnection(state, out, connection, CloseCode.full);
    return;
  }
  connection.phase = 'opening';
  connection.role = checked.value.role;
  connection.epoch = checked.value.epoch;
  connection.cursor = hello.cursor;
  connection.generation = hello.generation.slice();
  if (state.log !== undefined) welcome(state, out, connection);
  else if (!state.isOpening) {
    state.isOpening = true;
    out.push({ type: 'open' });
  }
}

/** Greets a connection that has proved itself, and begins to bring it up to date. */
export function welcome(state: RoomState, out: Out, connection: Connection): void {
  const { log } = state;
  if (log === undefined) return;
  const { limits } = state.config;
  const others = state.admitted;
  sendTo(out, connection.id, {
    type: 'welcome',
    connection: connection.id,
    generation: log.generation,
    base: log.base,
    head: log.head,
    maxFrameBytes: limits.maxFrameBytes,
    maxRoomBytes: limits.maxRoomBytes,
    appendsPerSecond: limits.appendsPerSecond,
    connections: others,
  });
  if (state.config.iceEveryMs !== undefined) out.push({ type: 'ice', connection: connection.id });
  sendToAll(out, others, 0, { type: 'peer', connection: connection.id, change: 'joined' });
  // SYN-4: a cursor of another generation, or one this log never reached, says nothing.
  const isKnown = equal(connection.generation, log.generation) && connection.cursor <= log.head;
  startReplay(state, out, connection, isKnown && connection.cursor >= log.base ? connection.cursor + 1 : 1, false);
}

/** Greets everyone who waited for the log. */
export function welcomeAll(state: RoomState, out: Out): void {
  for (const connection of state.connections.values()) {
    if (!isAdmitted(connection) && connection.phase === 'opening') welcome(state, out, connection);
  }
}

function checkHello(
  state: RoomState,
  connection: Connection,
  hello: HelloFrame,
  now: number,
): Result<SessionCertificate, CryptoFailure> {
  const { sodium, roomId, admissionKey } = state.config;
  const epoch = rememberCertificate(state, hello.epochCertificate);
  if (!epoch.ok) return epoch;
  const { cache } = state;
  const session = verifySessionCertificate(sodium, hello.sessionCertificate, epoch.value, { now, cache });
  if (!session.ok) return session;
  const { host, nonce } = connection;
  const proof = verifyHello(sodium, session.value.session, hello.proof, { host, roomId, nonce });
  if (!proof.ok) return proof;
  if (admissionKey !== undefined) {
    const given = hello.admission ?? new Uint8Array();
    const admission = verifyAdmission(sodium, admissionKey, given, { nonce, session: session.value.session });
    if (!admission.ok) return admission;
  }
  return success(session.value);
}

/**
 * KEY-8: what was sealed in another epoch than the connection's own may come again, to a log that lost it. A certificate that does not hold
 * is passed over: nothing depends on it.
 */
export function learnEpoch(state: RoomState, certificate: Uint8Array): void {
  rememberCertificate(state, certificate);
}

/** KEY-3: the root's signature is checked once per certificate, not once per connection. */
function rememberCertificate(state: RoomState, bytes: Uint8Array): Result<EpochCertificate, CryptoFailure> {
  const known = state.certificates.find((certificate) => equal(certificate.bytes, bytes));
  if (known !== undefined) return success(known);
  const { sodium, roomId } = state.config;
  const verified = verifyEpochCertificate(sodium, bytes.slice(), roomId);
  if (!verified.ok) return verified;
  state.certificates.push(verified.value);
  if (state.certificates.length > MOST_CERTIFICATES) state.certificates.shift();
  return verified;
}

function failureToCloseCode(failure: CryptoFailure): CloseCode {
  switch (failure.code) {
    case 'certificate-expired':
      return CloseCode.expired;
    case 'certificate-version':
      return CloseCode.version;
    case 'admission-invalid':
      return CloseCode.notAllowed;
    default:
      return CloseCode.notProven;
  }
}
