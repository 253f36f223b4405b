/** Crossings of zero to each side that a sample is drawn from. */
const CROSSINGS = 16;
/** Share of what can be kept that is: the rest is where the filter falls. */
const KEPT = 0.94;

/** Brings sound that comes piece by piece to another rate. */
export type Resample = (samples: Float32Array) => Float32Array;

const toDivisor = (a: number, b: number): number => (b === 0 ? a : toDivisor(b, a % b));

/**
 * Sound at another rate, by a windowed sinc (Smith and Gossett 1984): what the new rate cannot hold is taken away and does not come back as other
 * tones. What is given lags by some 16 samples of the slower rate.
 *
 * @param from samples a second that come, a whole number
 * @param to samples a second that go, likewise
 */
export function createResampler(from: number, to: number): Resample {
  if (from === to) return (samples) => samples;
  const divisor = toDivisor(from, to);
  /** A sample stands at one of so many places between two that came, and each next one so many of these further. */
  const [places, step] = [to / divisor, from / divisor];
  const cutoff = KEPT * Math.min(1, to / from);
  const reach = Math.ceil(CROSSINGS / cutoff);
  const weigh = (distance: number): number => {
    const x = Math.PI * cutoff * distance;
    const bell = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1));
    return (distance === 0 ? cutoff : (cutoff * Math.sin(x)) / x) * bell;
  };
  const filters = Array.from({ length: places }, (_, place) =>
    Float64Array.from({ length: 2 * reach + 1 }, (__, tap) => weigh(tap - reach - place / places)),
  );
  /** What came last; at first as much silence as a sample is drawn from. */
  let kept: Float32Array = new Float32Array(reach);
  /** Where in `kept` the next sample stands, in places. */
  let at = reach * places;

  return (samples) => {
    const all = new Float32Array(kept.length + samples.length);
    all.set(kept);
    all.set(samples, kept.length);
    const made: number[] = [];
    for (; Math.floor(at / places) + reach < all.length; at += step) {
      const first = Math.floor(at / places) - reach;
      const filter = filters[at % places];
      let sum = 0;
      for (let tap = 0; tap <= 2 * reach; tap++) sum += (all[first + tap] ?? 0) * (filter?.[tap] ?? 0);
      made.push(sum);
    }
    const passed = Math.min(all.length, Math.floor(at / places) - reach);
    kept = all.slice(passed);
    at -= passed * places;
    return Float32Array.from(made);
  };
}
