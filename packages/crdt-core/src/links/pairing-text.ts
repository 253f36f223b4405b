/** What two devices hand each other to connect without any server: a short text, sealed for those who hold the document's link. */
import {
  concat,
  type Failure,
  fromBase64Url,
  type Result,
  type RoomId,
  type Sodium,
  success,
  textToBytes,
  toBase64Url,
} from '@weft/crypto';
import { bytesToEssentials, essentialsToBytes, type SessionEssentials } from './session-description.ts';

export type PairingCode =
  | 'pairing-unsupported'
  | 'pairing-elsewhere'
  | 'pairing-offline'
  | 'pairing-text'
  | 'pairing-sealed'
  | 'pairing-first'
  | 'pairing-second'
  | 'pairing-own'
  | 'pairing-stale'
  | 'pairing-late'
  | 'pairing-failed';

/** Why two devices did not connect. */
export type PairingFailure = Failure<PairingCode>;

const SENTENCES: Readonly<Record<PairingCode, string>> = {
  'pairing-unsupported':
    'This browser cannot connect to another device directly. Open the document in another browser.',
  'pairing-elsewhere':
    'This document is open in another tab, which holds its connections. Connect from that tab, or close it and try again.',
  'pairing-offline':
    'This device has no network to be reached by. Join the same Wi-Fi or a hotspot as the other, then try again.',
  'pairing-text': 'This is not a text of “Connect directly”, or a part of it is missing. Copy the whole text again.',
  'pairing-sealed':
    'This text is for another document, or for an older link of it. Open the same document on both devices.',
  'pairing-first': 'This is a first text. Choose “I have a text from the other device” and paste it there.',
  'pairing-second': 'This is the answer to a first text. Give it to the device that showed the first one.',
  'pairing-own': 'This is this device’s own text. Paste it on the other device.',
  'pairing-stale': 'This answers an earlier attempt. Start again on both devices.',
  'pairing-late': 'The devices did not find each other in time. Start again with both on the same network.',
  'pairing-failed': 'The connection could not be made. Start again on both devices.',
};

/** The failure with this code and its sentence. */
export function pairingFailure(code: PairingCode): PairingFailure {
  return { code, sentence: SENTENCES[code] };
}

/** What a text holds. */
export interface PairingNote {
  /** 8 bytes, drawn for the first text and repeated in its answer. */
  readonly attempt: Uint8Array;
  readonly essentials: SessionEssentials;
}

export interface PairingKey {
  readonly sodium: Sodium;
  /** 32 bytes, of everyone who holds the document's link. */
  readonly key: Uint8Array;
  readonly roomId: RoomId;
}

const PREFIX = 'weft1';
const MAX_TEXT = 4_096;
const CONTEXT = textToBytes('weft/pair/v1');

/** A text for the other device: `weft1` and base64url of nonce 24 ‖ sealed (attempt 8 ‖ essentials). */
export function noteToText({ sodium, key, roomId }: PairingKey, nonce: Uint8Array, note: PairingNote): string {
  const plain = concat(note.attempt, essentialsToBytes(note.essentials));
  return PREFIX + toBase64Url(concat(nonce, sodium.seal(key, nonce, concat(CONTEXT, roomId), plain)));
}

/** Reads a text, as it was copied, with spaces and line breaks anywhere. */
export function textToNote({ sodium, key, roomId }: PairingKey, text: string): Result<PairingNote, PairingFailure> {
  const bare = text.length > MAX_TEXT ? '' : text.replaceAll(/\s/g, '');
  const sealed = bare.startsWith(PREFIX) ? fromBase64Url(bare.slice(PREFIX.length)) : undefined;
  if (sealed?.ok !== true || sealed.value.length < 24 + 16 + 8) return fail('pairing-text');
  const bytes = sealed.value;
  const plain = sodium.open(key, bytes.subarray(0, 24), concat(CONTEXT, roomId), bytes.subarray(24));
  if (plain === undefined) return fail('pairing-sealed');
  const essentials = bytesToEssentials(plain.subarray(8));
  return essentials === undefined ? fail('pairing-text') : success({ attempt: plain.slice(0, 8), essentials });
}

function fail(code: PairingCode): { readonly ok: false; readonly failure: PairingFailure } {
  return { ok: false, failure: pairingFailure(code) };
}
