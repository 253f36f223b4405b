import { SAMPLES_PER_SECOND } from '../ports/engine.ts';
import { createFft } from './fft.ts';
import { createMelFilters } from './mel.ts';

/** Seconds that are looked at together. */
export const WINDOW_SECONDS = 30;
/** Samples of one spectrum, and from one to the next: 25 and 10 ms. */
const SPECTRUM = 400;
const HOP = 160;
/** Spectra of a window. */
export const FRAMES: number = (WINDOW_SECONDS * SAMPLES_PER_SECOND) / HOP;
const BINS = SPECTRUM / 2 + 1;
/** What is weaker than this is as weak as this: the logarithm of silence is none. */
const LEAST = 1e-10;
/** Powers of ten below the loudest that are told apart. */
const RANGE = 8;

/** Sound as Whisper looks at it: `mels` rows of {@link FRAMES} numbers. */
export type ToFeatures = (samples: Float32Array) => Float32Array;

/**
 * The logarithm of how strong each of some bands is, each 10 ms, over half a minute (Radford et al. 2022, Robust Speech Recognition via
 * Large-Scale Weak Supervision): shorter sound is followed by silence, of longer only the beginning is looked at.
 *
 * @param mels bands: 80, or 128 for Whisper's third large model
 */
export function createFeatures(mels: number): ToFeatures {
  const fft = createFft(SPECTRUM);
  const filters = createMelFilters(mels, BINS, SAMPLES_PER_SECOND);
  const bell = Float64Array.from({ length: SPECTRUM }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SPECTRUM));
  const [real, imaginary] = [new Float64Array(SPECTRUM), new Float64Array(SPECTRUM)];
  const [power, nextPower] = [new Float64Array(BINS), new Float64Array(BINS)];
  const length = FRAMES * HOP;

  /** Writes what is heard around a place, faded in and out. */
  function readFrame(sound: Float32Array, frame: number, into: Float64Array): void {
    const from = frame * HOP - SPECTRUM / 2;
    for (let offset = 0; offset < SPECTRUM; offset++) {
      const index = from + offset;
      // Before its beginning and behind the end of the window sound goes on as its mirror image.
      const mirrored = index < length ? Math.abs(index) : 2 * length - 2 - index;
      into[offset] = (sound[mirrored] ?? 0) * (bell[offset] ?? 0);
    }
  }

  /** One transform of complex numbers is two of real ones: what is even in it belongs to the first, what is odd to the second. */
  function toPowers(): void {
    fft(real, imaginary);
    for (let bin = 0; bin < BINS; bin++) {
      const opposite = (SPECTRUM - bin) % SPECTRUM;
      const a = real[bin] ?? 0;
      const b = imaginary[bin] ?? 0;
      const c = real[opposite] ?? 0;
      const d = imaginary[opposite] ?? 0;
      power[bin] = ((a + c) ** 2 + (b - d) ** 2) / 4;
      nextPower[bin] = ((b + d) ** 2 + (a - c) ** 2) / 4;
    }
  }

  function write(features: Float32Array, frame: number, from: Float64Array): void {
    for (const [mel, { from: first, weights }] of filters.entries()) {
      let sum = 0;
      for (let bin = 0; bin < weights.length; bin++) sum += (weights[bin] ?? 0) * (from[first + bin] ?? 0);
      features[mel * FRAMES + frame] = Math.log10(Math.max(LEAST, sum));
    }
  }

  return (samples) => {
    const sound = samples.subarray(0, length);
    const features = new Float32Array(mels * FRAMES).fill(Math.log10(LEAST));
    // Behind the sound there is silence, whose spectra are known.
    const heard = Math.min(FRAMES, Math.ceil((sound.length + SPECTRUM / 2) / HOP));
    for (let frame = 0; frame < heard; frame += 2) {
      readFrame(sound, frame, real);
      readFrame(sound, frame + 1, imaginary);
      toPowers();
      write(features, frame, power);
      write(features, frame + 1, nextPower);
    }
    const loudest = features.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return features.map((value) => (Math.max(value, loudest - RANGE) + 4) / 4);
  };
}
