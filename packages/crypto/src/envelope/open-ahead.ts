/** Opens an envelope while it comes, so that little is left to do once it is whole: decision 42. */
import { concat } from '../bytes/bytes.ts';
import { readU32 } from '../bytes/integers.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { byteToKind, type Kind } from '../keys/roles.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { CIPHERTEXT_AT, COMMITMENT_AT, EPOCH_AT, KIND_AT, NONCE_AT, PLAINTEXT_OVERHEAD } from './layout.ts';
import { padmeLength } from './padding.ts';
import { kindToSealingKeys } from './sealing-key.ts';

/** The plaintext of the envelope that it was made from. Nobody vouches for it before `openEnvelope` was given it with the whole envelope. */
export interface OpenedAhead {
  /** What it was opened with. */
  readonly key: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** An envelope that is opened while it comes. */
export interface EnvelopeOpening {
  /** The envelope's next bytes, which must not change any more. */
  add(part: Uint8Array): void;
  /** The payload as far as it was opened, and zeros perhaps. Nobody vouches for it: it may be made ready, and not be believed or shown. */
  payload(): Uint8Array;
  /** All bytes were added. `undefined` where it could not be opened ahead, or is not whole. */
  end(): OpenedAhead | undefined;
}

/** What is longer is opened once it is whole. */
const MOST_BYTES = 32 * 1024 * 1024;
/** The keystream is made at once, when so much of what it is for has come: nobody has it made for what they only announce. */
const SHARE = 1 / 8;

/**
 * @param keysOf - what this reader holds of an epoch
 * @param kind - what is opened; other kinds are passed over
 */
export function startOpening(
  sodium: Sodium,
  keysOf: (epoch: number) => Iterable<EpochKeys>,
  kind: Kind,
): EnvelopeOpening {
  /** What came and was not opened yet: all of it before `key` is known, ciphertext from then on. */
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let nonce: Uint8Array | undefined;
  let key: Uint8Array | undefined;
  /** The plaintext up to `at`, from there on the keystream; empty until that was made. */
  let buffer: Uint8Array = new Uint8Array();
  let at = 0;
  let length = 0;

  /** The key of this envelope, by its commitment (ENV-2). */
  function findKey(head: Uint8Array): Uint8Array | undefined {
    if (byteToKind(head[KIND_AT] ?? 0) !== kind) return undefined;
    const committed = head.subarray(COMMITMENT_AT, CIPHERTEXT_AT);
    for (const keys of keysOf(readU32(head, EPOCH_AT))) {
      const found = kindToSealingKeys(keys, kind);
      if (found && sodium.isEqual(sodium.hash(head.subarray(0, COMMITMENT_AT), found.commitment), committed))
        return found.sealing;
    }
    return undefined;
  }

  function reveal(ciphertext: Uint8Array): void {
    const from = at;
    at = Math.min(buffer.length, from + ciphertext.length);
    for (let to = from; to < at; to++) buffer[to] = (buffer[to] ?? 0) ^ (ciphertext[to - from] ?? 0);
  }

  function begin(): void {
    const head = concat(...waiting);
    nonce = head.subarray(NONCE_AT, COMMITMENT_AT);
    key = findKey(head);
    waiting = [head.subarray(CIPHERTEXT_AT)];
    waitingBytes = head.length - CIPHERTEXT_AT;
    if (key === undefined) return;
    buffer = sodium.keystream(key, nonce, PLAINTEXT_OVERHEAD);
    reveal(head.subarray(CIPHERTEXT_AT));
    length = padmeLength(PLAINTEXT_OVERHEAD + readU32(buffer, 32));
    [buffer, at] = [new Uint8Array(), 0];
    if (length > MOST_BYTES) key = undefined;
  }

  return {
    add(part) {
      if (nonce !== undefined && key === undefined) return;
      if (buffer.length > 0) {
        reveal(part);
        return;
      }
      waiting.push(part);
      waitingBytes += part.length;
      if (nonce === undefined && waitingBytes >= CIPHERTEXT_AT + PLAINTEXT_OVERHEAD) begin();
      if (nonce === undefined || key === undefined || waitingBytes < length * SHARE) return;
      buffer = sodium.keystream(key, nonce, length);
      for (const one of waiting) reveal(one);
      waiting = [];
    },
    payload: () => buffer.subarray(PLAINTEXT_OVERHEAD, at),
    end: () => (key === undefined || at === 0 || at < length ? undefined : { key, plaintext: buffer }),
  };
}
