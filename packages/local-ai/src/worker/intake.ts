import { createUnpacker, type Unpacker } from '../engines/unpack.ts';

/** Takes in a file part by part, as it is fetched: it is never held whole besides where it is used. */
export interface Intake<T> {
  /** Takes in what comes next, behind `at` bytes of it; 0 begins anew. A part out of turn spoils the file. */
  feed(at: number, packed: Uint8Array): Promise<void>;
  /** What was fed; undefined where that is no whole file of its kind. Nothing is held here any more. */
  take(): Promise<T | undefined>;
}

/** Reads a file of some kind as it is unpacked. */
export interface FileReader<T> {
  write(part: Uint8Array): void;
  end(): T | undefined | Promise<T | undefined>;
}

export function createIntake<T>(open: () => FileReader<T>): Intake<T> {
  let current: { readonly reader: FileReader<T>; readonly unpacker: Unpacker } | undefined;
  let fed = 0;
  return {
    async feed(at, packed) {
      if (at === 0) {
        const reader = open();
        current = { reader, unpacker: createUnpacker(reader.write) };
        fed = 0;
      }
      if (at !== fed) current = undefined;
      fed += packed.length;
      await current?.unpacker.write(packed);
    },
    async take() {
      const taken = current;
      current = undefined;
      return (await taken?.unpacker.end()) === true ? await taken?.reader.end() : undefined;
    },
  };
}
