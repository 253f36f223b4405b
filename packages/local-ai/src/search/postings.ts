/** Which rows have a term, and how often: parallel numbers, in the order in which rows were added. */
export interface Postings {
  readonly rows: Int32Array;
  readonly counts: Uint16Array;
  readonly length: number;
}

/** Adds an entry; returns the postings, in larger arrays where they were full. */
export function appendPosting(postings: Postings | undefined, row: number, count: number): Postings {
  const { rows, counts, length } = postings ?? { rows: new Int32Array(2), counts: new Uint16Array(2), length: 0 };
  const size = length < rows.length ? rows.length : Math.ceil(length * 1.6);
  const roomy = size === rows.length ? { rows, counts } : { rows: new Int32Array(size), counts: new Uint16Array(size) };
  if (roomy.rows !== rows) {
    roomy.rows.set(rows);
    roomy.counts.set(counts);
  }
  roomy.rows[length] = row;
  roomy.counts[length] = Math.min(count, 0xffff);
  return { ...roomy, length: length + 1 };
}
