/**
 * What y-webrtc may be told over a signalling server. It takes every message that opens under the password for one of its own kind, and
 * throws on any other; who holds a view link can seal anything, and a server can send anything. So each message is read here first.
 */
import { createDecoder, readAny, readVarString, readVarUint8Array } from 'lib0/decoding';
import { fromBase64Url } from '@weft/crypto';

/** A message that y-webrtc can read. */
export interface SignalMessage {
  readonly type: 'announce' | 'signal';
  readonly from: string;
  readonly to: string | undefined;
  /** Of a `signal`. */
  readonly kind: 'offer' | 'answer' | 'candidate' | undefined;
}

/** The longest text a signalling server may send, characters. */
export const MAX_SIGNAL_TEXT: number = 64 * 1024;
const MAX_NAME = 64;
const MAX_SDP = 32 * 1024;
const MAX_CANDIDATE = 1024;

/**
 * Opens and reads what was published.
 *
 * @param data - base64, as y-webrtc seals it with a password
 * @param key - y-webrtc's, of the room
 * @returns `undefined` where it is not something y-webrtc can read
 */
export async function openSignal(data: unknown, key: CryptoKey): Promise<SignalMessage | undefined> {
  if (typeof data !== 'string' || data.length > MAX_SIGNAL_TEXT) return undefined;
  const sealed = fromBase64Url(data.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  if (!sealed.ok) return undefined;
  try {
    const decoder = createDecoder(sealed.value);
    if (readVarString(decoder) !== 'AES-GCM') return undefined;
    const iv = readVarUint8Array(decoder).slice();
    const cipher = readVarUint8Array(decoder).slice();
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, cipher);
    return readSignal(readAny(createDecoder(new Uint8Array(plain))));
  } catch {
    // Sealed by someone without the password, or not sealed at all.
    return undefined;
  }
}

/** Reads a message that opened. */
export function readSignal(message: unknown): SignalMessage | undefined {
  if (!isRecord(message)) return undefined;
  const { type, from, to, signal, token } = message;
  if (!isName(from) || (to !== undefined && !isName(to))) return undefined;
  if (type === 'announce') return { type, from, to, kind: undefined };
  if (type !== 'signal' || to === undefined || !isRecord(signal)) return undefined;
  if (token !== undefined && typeof token !== 'number') return undefined;
  const kind = toKind(signal);
  return kind === undefined ? undefined : { type, from, to, kind };
}

function toKind(signal: Readonly<Record<string, unknown>>): SignalMessage['kind'] {
  const { type, sdp, candidate } = signal;
  // simple-peer also knows requests to renegotiate, which a connection of data channels never needs.
  for (const name of Object.keys(signal))
    if (name !== 'type' && name !== 'sdp' && name !== 'candidate') return undefined;
  if (type === 'offer' || type === 'answer') {
    return typeof sdp === 'string' && sdp.length <= MAX_SDP && candidate === undefined ? type : undefined;
  }
  if (type !== 'candidate' || sdp !== undefined || !isRecord(candidate)) return undefined;
  const { candidate: text, sdpMid, sdpMLineIndex } = candidate;
  if (typeof text !== 'string' || text.length > MAX_CANDIDATE) return undefined;
  return typeof sdpMid === 'string' && sdpMid.length <= 16 && typeof sdpMLineIndex === 'number' && sdpMLineIndex < 16
    ? 'candidate'
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
}
