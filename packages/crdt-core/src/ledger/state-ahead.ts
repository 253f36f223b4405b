/** LED-4: inflates a snapshot's state while its payload comes. Nobody vouches for it yet: what a payload may ask for is bounded more tightly than later. */
import { readU32 } from '@weft/crypto';
import { type Inflation, startInflating } from '../inflate/inflate.ts';
import { HEAD_BYTES } from './heads.ts';
import { Section } from './snapshot-payload.ts';

/** States above this are inflated once their envelope was verified. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Text is deflated to a third; one byte must not stand for a thousand before anyone vouches for it. */
const MOST_RATIO = 32;

export interface StateAhead {
  /** The payload as far as it came; more of the same each time. */
  read(payload: Uint8Array): void;
  /** The payload is whole: its state, where it could be inflated. */
  end(): Uint8Array | undefined;
}

export function createStateAhead(): StateAhead {
  let inflation: Inflation | undefined;
  let isBegun = false;
  let at = 0;

  /** Where the state begins, and how long it is: see `encodeSnapshotPayload`. */
  function begin(payload: Uint8Array): void {
    if (payload.length < 4) return;
    const sectionAt = 4 + readU32(payload, 0) * HEAD_BYTES;
    if (payload.length < sectionAt + 9) return;
    isBegun = true;
    const deflated = readU32(payload, sectionAt + 1) - 4;
    const bytes = readU32(payload, sectionAt + 5);
    if (payload[sectionAt] !== Section.state || bytes > Math.min(MOST_BYTES, deflated * MOST_RATIO)) return;
    at = sectionAt + 9;
    try {
      inflation = startInflating(deflated, bytes);
    } catch {
      // No memory for it now; perhaps there is later.
    }
  }

  return {
    read(payload) {
      if (!isBegun) begin(payload);
      if (inflation === undefined || at >= payload.length) return;
      inflation.add(payload.subarray(at));
      at = payload.length;
    },
    end: () => inflation?.end(),
  };
}
