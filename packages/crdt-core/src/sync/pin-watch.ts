/** KEY-7: whether what the link pins has come, once whoever hands over the document says that this is all. */
import type { Failure, HeadPin, Sodium } from '@weft/crypto';
import { judgePin } from '../ledger/head-pins.ts';
import type { Ledger } from '../ledger/types.ts';
import type { Cancel, Timers } from '../ports/index.ts';

export type PinCode = 'pin-lacking' | 'pin-forked';

/** The sentence of each code. */
export const PIN_SENTENCES: Readonly<Record<PinCode, string>> = {
  'pin-lacking':
    'Changes that the link names have not come: this may be an old state. Ask whoever shared the link to connect, or choose another relay.',
  'pin-forked':
    'The link names another version of a change than the one that came: somebody who can write gave out two. Compare the document with whoever shared the link.',
};

/** What was pinned may still be on its way, over another link or from whoever just shared it, ms. */
export const PIN_GRACE_MS = 10_000;

export interface PinWatchOptions {
  readonly sodium: Sodium;
  readonly ledger: Ledger;
  readonly timers: Timers;
  /** Of the link by which this document is opened. */
  readonly pins: readonly HeadPin[];
  raise(failure: Failure<PinCode>): void;
  /** It is so no longer. */
  clear(code: PinCode): void;
}

/** Judges pins until all are satisfied. Without pins it costs nothing. */
export interface PinWatch {
  /** The ledger gained something. */
  touch(): void;
  /** Something changed. `isCaughtUp`: the relay, or a peer, has handed over everything it has. */
  consider(isCaughtUp: boolean): void;
  /** Pins that nothing here satisfies: to be kept, and passed on. */
  open(): readonly HeadPin[];
  stop(): void;
}

/** A watch over a ledger that may hold all of it already. */
export function createPinWatch(options: PinWatchOptions): PinWatch {
  const { sodium, ledger, timers } = options;
  let pins = options.pins;
  let isTouched = true;
  let isDue = false;
  let cancelGrace: Cancel | undefined;
  const raised = new Set<PinCode>();

  function tell(code: PinCode, isSo: boolean): void {
    if (isSo === raised.has(code)) return;
    if (isSo) {
      raised.add(code);
      options.raise({ code, sentence: PIN_SENTENCES[code] });
    } else {
      raised.delete(code);
      options.clear(code);
    }
  }

  function judge(): void {
    isTouched = false;
    const verdicts = pins.map((pin) => judgePin(sodium, ledger, pin));
    pins = pins.filter((_, at) => verdicts[at] !== 'held');
    tell('pin-forked', verdicts.includes('forked'));
    tell('pin-lacking', isDue && verdicts.includes('lacking'));
  }

  return {
    touch() {
      isTouched = true;
    },
    consider(isCaughtUp) {
      if (pins.length === 0) return;
      if (isDue) {
        if (isTouched) judge();
      } else if (isCaughtUp && cancelGrace === undefined) {
        cancelGrace = timers.set(PIN_GRACE_MS, () => {
          isDue = true;
          judge();
        });
        judge();
      }
    },
    open: () => pins.filter((pin) => judgePin(sodium, ledger, pin) !== 'held'),
    stop: () => cancelGrace?.(),
  };
}
