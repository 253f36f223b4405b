import { SAMPLES_PER_SECOND } from '../ports/engine.ts';

const PCM = 1;
const FLOAT = 3;

/** The samples of a WAV file of one channel and {@link SAMPLES_PER_SECOND}, 16-bit or float. Undefined where it is none. */
export function readWav(bytes: Uint8Array): Float32Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') return undefined;
  let kind: number | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const from = at + 8;
    if (from + size > bytes.length) return undefined;
    if (name(at) === 'fmt ' && size >= 16) {
      const [format, channels, bits] = [0, 2, 14].map((offset) => view.getUint16(from + offset, true));
      const isRight = channels === 1 && view.getUint32(from + 4, true) === SAMPLES_PER_SECOND;
      if (isRight && ((format === PCM && bits === 16) || (format === FLOAT && bits === 32))) kind = format;
    } else if (name(at) === 'data') {
      if (kind === PCM)
        return Float32Array.from({ length: size >> 1 }, (_, i) => view.getInt16(from + 2 * i, true) / 2 ** 15);
      if (kind === FLOAT)
        return Float32Array.from({ length: size >> 2 }, (_, i) => view.getFloat32(from + 4 * i, true));
      return undefined;
    }
    at = from + size + (size & 1);
  }
  return undefined;
}
