import type * as Y from 'yjs';

/** A Y text as it is shown: all offsets count the letters that are seen. */
export interface SeenText
  extends Pick<Y.XmlText, '_start' | 'length' | 'toDelta' | 'insert' | 'delete' | 'format' | 'applyDelta'> {
  /** What is seen of letters that begin at a Y index; absent where all is. */
  cut?(letters: string, index: number): string;
}

/** How a text is looked at. */
export type See = (text: Y.XmlText) => SeenText;

/** From one Y index to another. */
export interface Stretch {
  from: number;
  to: number;
}

/** The Y index of an offset. `isBehind`: behind what is hidden there, and not before it. */
export function toYIndex(stretches: readonly Stretch[], offset: number, isBehind: boolean): number {
  let index = offset;
  for (const { from, to } of stretches) {
    if (from < index || (isBehind && from === index)) index += to - from;
    else break;
  }
  return index;
}

/** The offset of a Y index; of what is hidden, where it would be. */
export function toOffset(stretches: readonly Stretch[], index: number): number {
  return stretches.reduce((offset, { from, to }) => offset - Math.max(0, Math.min(to, index) - from), index);
}

/** A text of which something is hidden, as if that were not there. */
export function withoutHidden(text: Y.XmlText, hidden: readonly Stretch[]): SeenText {
  const stretches = hidden.map((stretch) => ({ ...stretch }));
  const shift = (index: number, by: number): void => {
    for (const stretch of stretches) {
      if (stretch.from < index) continue;
      stretch.from += by;
      stretch.to += by;
    }
  };
  /** The Y ranges of so many letters, in order. */
  const ranges = (offset: number, length: number): Stretch[] => {
    const found: Stretch[] = [];
    for (let at = offset; at < offset + length; ) {
      const from = toYIndex(stretches, at, true);
      const next = stretches.find((stretch) => stretch.from > from)?.from ?? Number.POSITIVE_INFINITY;
      const to = Math.min(next, from + offset + length - at);
      found.push({ from, to });
      at += to - from;
    }
    return found;
  };
  const format = (offset: number, length: number, attributes: object): void => {
    for (const { from, to } of ranges(offset, length)) text.format(from, to - from, attributes);
  };
  const cut = (letters: string, index: number): string =>
    letters
      .split('')
      .filter((_, at) => !stretches.some(({ from, to }) => from <= index + at && index + at < to))
      .join('');
  return {
    cut,
    get _start() {
      return text._start;
    },
    get length() {
      return toOffset(stretches, text.length);
    },
    toDelta() {
      const runs: { insert: unknown; attributes?: unknown }[] = [];
      let index = 0;
      for (const run of text.toDelta() as { insert: unknown; attributes?: unknown }[]) {
        if (typeof run.insert !== 'string') {
          index++;
          runs.push(run);
          continue;
        }
        const seen = cut(run.insert, index);
        index += run.insert.length;
        if (seen !== '') runs.push({ ...run, insert: seen });
      }
      return runs;
    },
    insert(offset, words, attributes) {
      const index = toYIndex(stretches, offset, false);
      text.insert(index, words, attributes);
      shift(index, words.length);
    },
    delete(offset, length) {
      for (const { from, to } of ranges(offset, length).toReversed()) {
        text.delete(from, to - from);
        shift(from, from - to);
      }
    },
    format,
    applyDelta(delta: readonly { retain?: number; attributes?: object }[]) {
      let offset = 0;
      for (const { retain = 0, attributes } of delta) {
        if (attributes) format(offset, retain, attributes);
        offset += retain;
      }
    },
  };
}
