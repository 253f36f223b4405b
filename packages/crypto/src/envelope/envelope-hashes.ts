import type { Hash } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { PREV_LABEL } from '../keys/labels.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { SIGNATURE_BYTES } from './layout.ts';

/** What is hashed of an envelope to take it in. */
export interface EnvelopeHashes {
  /** ENV-3: of everything before the signature. */
  readonly signed: Hash;
  /** ENV-4: what the next envelope of the chain names. */
  readonly chain: Hash;
}

/** Hashes an envelope while it comes, so that nothing of that is left to do when it is whole. */
export interface EnvelopeHashing {
  /** The envelope's next bytes, which must not change any more. */
  add(part: Uint8Array): void;
  /** All bytes were added. */
  end(): EnvelopeHashes;
}

/** Nothing is believed by this: the hashes are of whatever bytes came, and `verifyEnvelope` judges them. */
export function startEnvelopeHashes(sodium: VerifyingSodium): EnvelopeHashing {
  const signed = sodium.startHash(new Uint8Array());
  const chain = sodium.startHash(PREV_LABEL);
  /** The last bytes so far: they may be the signature, or its beginning. */
  let last: Uint8Array = new Uint8Array();
  return {
    add(part) {
      chain.add(part);
      if (part.length < SIGNATURE_BYTES) {
        const joined = concat(last, part);
        const until = Math.max(0, joined.length - SIGNATURE_BYTES);
        signed.add(joined.subarray(0, until));
        last = joined.subarray(until);
        return;
      }
      const until = part.length - SIGNATURE_BYTES;
      signed.add(last);
      signed.add(part.subarray(0, until));
      last = part.slice(until);
    },
    end: () => ({ signed: signed.end(), chain: chain.end() }),
  };
}
