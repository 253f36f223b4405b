import { type Multiply, toKernelBytes } from './wasm-kernel.ts';

/** Memory that weights and working space share, and the matrix product over it. */
export interface Kernel {
  readonly memory: ArrayBuffer;
  readonly multiply: Multiply;
  readonly isSimd: boolean;
}

const PAGE = 65_536;

/** A kernel with at least so many bytes: WebAssembly with SIMD where there is such, else JavaScript. */
export function createKernel(bytes: number): Kernel {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(toKernelBytes()), { e: { m: memory } });
    return { memory: memory.buffer, multiply: exports['f'] as unknown as Multiply, isSimd: true };
  } catch (error) {
    // No SIMD, or a policy without WebAssembly. No memory is another matter.
    if (error instanceof RangeError) throw error;
    return createPlainKernel(bytes);
  }
}

/** The same product in JavaScript: the same bits, several times slower. */
export function createPlainKernel(bytes: number): Kernel {
  const memory = new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE);
  const int8 = new Int8Array(memory);
  const int16 = new Int16Array(memory);
  const float = new Float32Array(memory);
  return {
    memory,
    isSimd: false,
    multiply(weights, input, scales, output, rows, columns, scale) {
      const last = Math.fround(scale);
      const first = input / 2;
      let at = weights;
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        const end = first + columns;
        for (let from = first; from < end; from++) {
          sum = (sum + Math.imul(int8[at] ?? 0, int16[from] ?? 0)) | 0;
          at++;
        }
        float[output / 4 + row] = Math.fround(Math.fround(sum) * (float[scales / 4 + row] ?? 0)) * last;
      }
    },
  };
}
