/** What can be done with an envelope before it is whole: decisions 38 and 42. */
import { type EnvelopeHashes, type OpenedAhead, type Sodium, startEnvelopeHashes } from '@weft/crypto';
import { createStateAhead } from '../ledger/state-ahead.ts';
import type { Keyring } from './keyring.ts';

/** What was made ready of an envelope while it came. It goes with the very bytes that it was made from, and none of it is believed before these are. */
export interface Prepared {
  readonly hashes: EnvelopeHashes;
  /** A snapshot's plaintext, where these keys open it. */
  readonly opened?: OpenedAhead;
  /** The state in it, inflated. */
  readonly state?: Uint8Array;
}

/** Makes ready what comes. */
export interface Preparing {
  /** The envelope's next bytes, which must not change any more. */
  add(part: Uint8Array): void;
  /** All bytes were added. */
  end(): Prepared;
}

/** Nothing is judged by this, and nothing changes: a link that falls leaves nothing behind. */
export function prepareEnvelope(sodium: Sodium, ring: Keyring): Preparing {
  const hashes = startEnvelopeHashes(sodium);
  const opening = ring.startOpening('snapshot');
  const ahead = createStateAhead();
  return {
    add(part) {
      hashes.add(part);
      opening.add(part);
      ahead.read(opening.payload());
    },
    end() {
      const opened = opening.end();
      const state = opened && ahead.end();
      return { hashes: hashes.end(), ...(opened && { opened }), ...(state && { state }) };
    },
  };
}
