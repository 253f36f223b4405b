/** Slaney's mel scale: even steps up to 1 kHz, even ratios above (Slaney 1998, Auditory Toolbox). */
const STEP = 200 / 3;
const BEND = 1000;
const BEND_MEL = BEND / STEP;
const RATIO = Math.log(6.4) / 27;

const toMel = (hertz: number): number => (hertz < BEND ? hertz / STEP : BEND_MEL + Math.log(hertz / BEND) / RATIO);
const toHertz = (mel: number): number => (mel < BEND_MEL ? mel * STEP : BEND * Math.exp((mel - BEND_MEL) * RATIO));

/** One triangle of the scale: what a stretch of the spectrum counts for. */
export interface MelFilter {
  /** The first number of the spectrum that counts. */
  readonly from: number;
  readonly weights: Float64Array;
}

/**
 * Triangles even in mel from 0 to half of the rate, each of the same area.
 *
 * @param count how many
 * @param bins numbers of the spectrum, 0 to half of the rate
 * @param rate samples a second
 */
export function createMelFilters(count: number, bins: number, rate: number): readonly MelFilter[] {
  const most = toMel(rate / 2);
  const edges = Array.from({ length: count + 2 }, (_, at) => toHertz((most * at) / (count + 1)));
  return Array.from({ length: count }, (_, at) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(at, at + 3);
    const weights = Array.from({ length: bins }, (__, bin) => {
      const hertz = (bin * rate) / 2 / (bins - 1);
      const rise = (hertz - low) / (middle - low);
      const fall = (high - hertz) / (high - middle);
      return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low);
    });
    const from = weights.findIndex((weight) => weight > 0);
    const end = weights.findLastIndex((weight) => weight > 0) + 1;
    return { from: Math.max(0, from), weights: Float64Array.from(weights.slice(Math.max(0, from), end)) };
  });
}
