/** A decoder under test, or a few that read the same bytes. */
export interface Target {
  readonly name: string;
  /** Whole, honest inputs to start from. */
  seeds(): readonly Uint8Array[];
  /**
   * Hands one input over, and checks what must hold of the answer.
   * @throws where it does not hold, or where the decoder threw
   */
  run(input: Uint8Array): void | Promise<void>;
  /** Files whose blocks are reported, as patterns on the names of `CoveredFile`. */
  readonly files: readonly RegExp[];
  /** Bytes; 4096 unless told. */
  readonly maxBytes?: number;
  /** Steps of work that an input may cost: a constant and so many for each byte. */
  readonly steps: { readonly base: number; readonly perByte: number };
  readonly dictionary?: readonly Uint8Array[];
  /** Inputs are text: words of the sources go into the dictionary. */
  readonly isText?: boolean;
  /** Executions for each of the others' hundred, where one takes long; 100 unless told. */
  readonly share?: number;
}

/** What did not hold. */
export interface Finding {
  readonly target: string;
  readonly input: Uint8Array;
  readonly message: string;
}

const utf8 = new TextEncoder();

/** The bytes of a text, for seeds and dictionaries. */
export function text(words: string): Uint8Array {
  return utf8.encode(words);
}

/** Text from hostile bytes: broken UTF-8 becomes replacement characters. */
export function toText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** Fails the execution. */
export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Milliseconds of processor time so far: what a busy machine does to the clock on the wall says nothing of a decoder. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
