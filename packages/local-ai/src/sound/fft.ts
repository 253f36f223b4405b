/** A Fourier transform of one length, in place. */
export type Fft = (real: Float64Array, imaginary: Float64Array) => void;

/** One pass: transforms of `done` numbers become such of `done · factor`. */
interface Pass {
  readonly factor: number;
  readonly done: number;
  /** How far each number is turned, by the place it goes to and the part it comes from. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Fours before all else: they cost less than two twos. */
function toFactors(size: number): readonly number[] {
  const factors: number[] = [];
  let left = size;
  for (; left % 4 === 0; left /= 4) factors.push(4);
  for (let factor = 2; left > 1; factor++) for (; left % factor === 0; left /= factor) factors.push(factor);
  return factors;
}

function toPasses(size: number): readonly Pass[] {
  let done = 1;
  return toFactors(size).map((factor) => {
    const whole = done * factor;
    const angles = Float64Array.from(
      { length: whole * factor },
      (_, at) => (-2 * Math.PI * ((Math.floor(at / factor) * (at % factor)) % whole)) / whole,
    );
    const pass = { factor, done, cosines: angles.map(Math.cos), sines: angles.map(Math.sin) };
    done = whole;
    return pass;
  });
}

/**
 * The discrete Fourier transform of any length, by its factors (Cooley and Tukey 1965, in Stockham's order): for 400 = 4 · 4 · 5 · 5 these are 18
 * steps a number instead of 400.
 */
export function createFft(size: number): Fft {
  const passes = toPasses(size);
  const spare = [new Float64Array(size), new Float64Array(size)] as const;

  return (real, imaginary) => {
    let from: readonly [Float64Array, Float64Array] = [real, imaginary];
    let to: readonly [Float64Array, Float64Array] = spare;
    for (const pass of passes) {
      turn(pass, size, from[0], from[1], to[0], to[1]);
      [from, to] = [to, from];
    }
    if (from === spare) {
      real.set(spare[0]);
      imaginary.set(spare[1]);
    }
  };
}

function turn(
  { factor, done, cosines, sines }: Pass,
  size: number,
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
): void {
  const whole = done * factor;
  const groups = size / whole;
  // From one part of a number to the next.
  const apart = groups * done;
  for (let group = 0; group < groups; group++) {
    for (let place = 0; place < whole; place++) {
      let at = group * done + (place % done);
      let sumReal = 0;
      let sumImaginary = 0;
      for (let part = place * factor; part < (place + 1) * factor; part++) {
        const cosine = cosines[part] ?? 0;
        const sine = sines[part] ?? 0;
        const a = fromReal[at] ?? 0;
        const b = fromImaginary[at] ?? 0;
        sumReal += a * cosine - b * sine;
        sumImaginary += a * sine + b * cosine;
        at += apart;
      }
      toReal[group * whole + place] = sumReal;
      toImaginary[group * whole + place] = sumImaginary;
    }
  }
}
