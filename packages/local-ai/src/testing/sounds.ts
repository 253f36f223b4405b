import { SAMPLES_PER_SECOND } from '../ports/engine.ts';

const seconds = new Map<string, Float32Array>();

/** A second of a tone, which fits onto its own end. */
function toSecond(hertz: number, loudness: number): Float32Array {
  const name = `${hertz} ${loudness}`;
  const known = seconds.get(name);
  if (known !== undefined) return known;
  let state = 3;
  const made = Float32Array.from({ length: SAMPLES_PER_SECOND }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = (state / 2 ** 32 - 0.5) * 1e-4;
    const turn = (2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND;
    const voice = Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(3 * turn);
    return hertz === 0 ? noise : noise + (loudness / 2) * voice;
  });
  seconds.set(name, made);
  return made;
}

/**
 * A tone with some of its overtones, as voices have them; of 0 Hz silence, but for what a microphone hears in a quiet room.
 *
 * @param hertz a whole number
 */
export function toTone(hertz: number, length: number, loudness = 0.5): Float32Array {
  const second = toSecond(hertz, loudness);
  const tone = new Float32Array(Math.round(length * SAMPLES_PER_SECOND));
  for (let at = 0; at < tone.length; at += second.length) tone.set(second.subarray(0, tone.length - at), at);
  return tone;
}

/** Sounds one after another. */
export function joinSounds(...sounds: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}

/** A WAV file: 16-bit unless it is told otherwise. */
export function toWav(
  samples: Float32Array,
  {
    isFloat = false,
    channels = 1,
    rate = SAMPLES_PER_SECOND,
  }: { isFloat?: boolean; channels?: number; rate?: number } = {},
): Uint8Array<ArrayBuffer> {
  const width = isFloat ? 4 : 2;
  const bytes = new Uint8Array(44 + samples.length * width);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  name(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, isFloat ? 3 : 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * width, true);
  view.setUint16(32, channels * width, true);
  view.setUint16(34, width * 8, true);
  name(36, 'data');
  view.setUint32(40, samples.length * width, true);
  for (const [at, sample] of samples.entries()) {
    if (isFloat) view.setFloat32(44 + 4 * at, sample, true);
    else view.setInt16(44 + 2 * at, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  }
  return bytes;
}
