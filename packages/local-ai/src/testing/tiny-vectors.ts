import { toCrc32 } from '../engines/embeddings/vectors-file.ts';

/** A file of word vectors laid out as the trainer's, with a scale of 1; `lies` stand in it instead of what is true. */
export function toVectorsFile(
  vectors: Readonly<Record<string, readonly number[]>>,
  lies: {
    readonly count?: number;
    readonly width?: number;
    readonly scale?: number;
    readonly names?: readonly string[];
  } = {},
): Uint8Array {
  const words = Object.keys(vectors).toSorted((a, b) => (a < b ? -1 : 1));
  let before = '';
  const names = (lies.names ?? words).flatMap((word) => {
    let shared = 0;
    while (shared < before.length && before[shared] === word[shared]) shared++;
    before = word;
    const own = new TextEncoder().encode(word.slice(shared));
    return [shared, own.length, ...own];
  });
  const rows = words.flatMap((word) => [...(vectors[word] ?? [])]);
  const width = rows.length / words.length;
  const numbers = Uint32Array.of(lies.count ?? words.length, lies.width ?? width, names.length);
  const scale = new Uint16Array(Float32Array.of(lies.scale ?? 1).buffer)[1] ?? 0;
  const body = Uint8Array.from([
    ...new Uint8Array(numbers.buffer),
    ...names,
    ...new Uint8Array(Int8Array.from(rows).buffer),
    ...words.flatMap(() => [scale & 0xff, scale >> 8]),
  ]);
  const crc = new Uint8Array(Uint32Array.of(toCrc32(body)).buffer);
  return Uint8Array.from([...new TextEncoder().encode('weftvec1'), ...crc, ...body]);
}
