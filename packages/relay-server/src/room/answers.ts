import {
  CloseCode,
  closeCodeToSentence,
  type RefusalCode,
  refusalCodeToSentence,
  type RelayFrame,
} from '@weft/crdt-core/wire';
import { readU64 } from '@weft/crypto/verify';
import { takeToken } from '../policy/bucket.ts';
import type { RoomEffect } from './events.ts';
import { type Connection, isAdmitted, refreshAudiences, type RoomState } from './state.ts';

/** Effects are gathered in the order in which they are to be done. */
export type Out = RoomEffect[];

/** Sends a frame to one connection. */
export function sendTo(out: Out, connection: number, frame: RelayFrame): void {
  out.push({ type: 'send', to: [connection], except: 0, frame });
}

/** Sends a frame to several connections but one; nobody is no effect. */
export function sendToAll(out: Out, to: readonly number[], except: number, frame: RelayFrame): void {
  if (to.length > 0) out.push({ type: 'send', to, except, frame });
}

/** Says why, closes, and forgets the connection. */
export function closeConnection(
  state: RoomState,
  out: Out,
  connection: Connection,
  code: CloseCode,
  sentence: string = closeCodeToSentence(code) ?? '',
): void {
  sendTo(out, connection.id, { type: 'error', code, sentence });
  out.push({ type: 'close', connection: connection.id, code, sentence });
  forgetConnection(state, out, connection);
}

/** Takes a connection out of the room and tells the others. */
export function forgetConnection(state: RoomState, out: Out, connection: Connection): void {
  state.connections.delete(connection.id);
  if (!isAdmitted(connection)) return;
  refreshAudiences(state);
  sendToAll(out, state.admitted, 0, { type: 'peer', connection: connection.id, change: 'left' });
}

/** The name of an envelope, as far as its bytes say one. */
export interface Name {
  readonly session: Uint8Array;
  readonly seq: number;
}

/** The name at its place in an envelope that may be anything: zeros where there is none. */
export function bytesToName(envelope: Uint8Array): Name {
  if (envelope.length < 81) return { session: new Uint8Array(32), seq: 0 };
  return { session: envelope.subarray(41, 73), seq: readU64(envelope, 73) ?? 0 };
}

/**
 * Says that an envelope was not taken. The connection goes on, unless it has drawn more refusals than it may: then it is
 * closed as sending too fast.
 */
export function refuse(
  state: RoomState,
  out: Out,
  connection: Connection,
  name: Name,
  code: RefusalCode,
  now: number,
  sentence: string = refusalCodeToSentence(code) ?? '',
): void {
  const { refusalsPerSecond, refusalBurst } = state.config.limits;
  if (!takeToken(connection.refusals, refusalsPerSecond, refusalBurst, now)) {
    closeConnection(state, out, connection, CloseCode.tooFast);
    return;
  }
  sendTo(out, connection.id, { type: 'refused', code, session: name.session, seq: name.seq, sentence });
}
