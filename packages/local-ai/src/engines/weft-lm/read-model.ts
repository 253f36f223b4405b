import { MOST_UNPACKED } from '../unpack.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { type Layout, type ModelFile, readLayout, readModelFile } from './model-file.ts';
import { toNeeded } from './network.ts';

/** A model's file, and the kernel in whose memory it lies. */
export interface ReadModel {
  readonly file: ModelFile;
  readonly kernel: Kernel;
}

/** Takes in a file of weights as it is unpacked: straight to where it is used, so that it is there once. */
export interface ModelReader {
  write(part: Uint8Array): void;
  /** What was read; undefined where that is no whole file of a model. Throws a `RangeError` where there was no memory for it. */
  end(): ReadModel | undefined;
}

export function createModelReader(toKernel: (bytes: number) => Kernel = createKernel): ModelReader {
  /** Until the header is whole. */
  let start = new Uint8Array(0);
  let target: { readonly layout: Layout; readonly kernel: Kernel } | undefined;
  let isRefused = false;
  let refused: RangeError | undefined;
  let length = 0;

  function begin(): void {
    const layout = readLayout(start);
    if (layout === 'short') return;
    isRefused = layout === undefined || layout.size > MOST_UNPACKED || start.length > layout.size;
    if (layout === undefined || isRefused) return;
    try {
      target = { layout, kernel: toKernel(toNeeded(layout)) };
      new Uint8Array(target.kernel.memory).set(start);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      [isRefused, refused] = [true, error];
    }
    start = new Uint8Array(0);
  }

  return {
    write(part) {
      if (isRefused) return;
      if (target === undefined) {
        const longer = new Uint8Array(length + part.length);
        longer.set(start);
        longer.set(part, length);
        start = longer;
        begin();
      } else if (length + part.length > target.layout.size) isRefused = true;
      else new Uint8Array(target.kernel.memory).set(part, length);
      length += part.length;
    },
    end() {
      if (refused !== undefined) throw refused;
      if (target === undefined || isRefused || length !== target.layout.size) return undefined;
      const read = readModelFile(new Uint8Array(target.kernel.memory, 0, length));
      return read.ok ? { file: read.value, kernel: target.kernel } : undefined;
    },
  };
}
