import type { Result } from '@weft/crypto/verify';
import { CloseCode } from '@weft/crdt-core/wire';
import type { SignalLimits } from '../policy/limits.ts';

/** What a y-webrtc client says to a signalling server (y-webrtc 10.3.0, `bin/server.js`). */
export type Signal =
  | { readonly type: 'subscribe' | 'unsubscribe'; readonly topics: readonly string[] }
  /** `data` is sealed under a password that this relay does not know. */
  | { readonly type: 'publish'; readonly topic: string; readonly data: string }
  | { readonly type: 'ping' }
  /** A type of a later y-webrtc, passed over as its own server does. */
  | { readonly type: 'other' };

/** Why a message ends its connection. */
export interface SignalFailure {
  readonly code: CloseCode;
  readonly sentence: string;
}

const NOT_JSON = fail(CloseCode.malformed, 'Signalling takes JSON text; check the address of the relay.');
const FIELD = fail(CloseCode.malformed, 'This signalling message lacks a field or has a wrong one; update the app.');
const TOO_LARGE = fail(
  CloseCode.frameTooLarge,
  'This signalling message is too large for this relay; ask its host for higher limits.',
);
const CLEAR = fail(
  CloseCode.notAllowed,
  'This relay passes on sealed signalling only, since clear signals show addresses; give the y-webrtc provider a password.',
);

/** A topic of y-webrtc is any string; the empty one is none. */
type Fitting = Pick<SignalLimits, 'maxSignalBytes' | 'maxTopicBytes'>;

/**
 * Reads one message. Total: any bytes give a signal or a failure, in time linear in a length that is checked first.
 * @param bytes UTF-8 text as it came
 */
export function decodeSignal(bytes: Uint8Array, limits: Fitting): Result<Signal, SignalFailure> {
  if (bytes.length > limits.maxSignalBytes) return TOO_LARGE;
  const message = parseObject(bytes);
  if (message === undefined) return NOT_JSON;
  const { type, topic, topics, data } = message;
  const isTopic = (value: unknown): value is string =>
    typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= limits.maxTopicBytes;
  switch (type) {
    case 'subscribe':
    case 'unsubscribe':
      return Array.isArray(topics) && topics.every(isTopic) ? { ok: true, value: { type, topics } } : FIELD;
    case 'publish':
      if (!isTopic(topic) || data === undefined) return FIELD;
      return typeof data === 'string' ? { ok: true, value: { type, topic, data } } : CLEAR;
    case 'ping':
      return { ok: true, value: { type } };
    default:
      return typeof type === 'string' ? { ok: true, value: { type: 'other' } } : FIELD;
  }
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function fail(code: CloseCode, sentence: string): { readonly ok: false; readonly failure: SignalFailure } {
  return { ok: false, failure: { code, sentence } };
}
