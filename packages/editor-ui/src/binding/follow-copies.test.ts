import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { setKind } from '../commands/blocks.ts';
import { moveSelected } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { peerPosition } from './places.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 20_000 : 200;

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

/** Two people with these lines. */
function pair(...lines: readonly string[]): [Headless, Headless] {
  replicas = createReplicas(2, (first) => {
    lines.forEach((line, at) => {
      if (at > 0) first.run(splitOrLeave);
      first.type(line);
    });
  });
  return replicas as [Headless, Headless];
}

/** What the other does to the words in which somebody writes, and where those stand then. */
const DEEDS: readonly (readonly [string, readonly string[], [number, number], (other: Headless) => void, string[]])[] =
  [
    [
      'a split before them',
      ['one two three'],
      [0, 13],
      (other) => {
        other.caret(0, 4);
        other.run(splitOrLeave);
      },
      ['paragraph|one ', 'paragraph|two three!'],
    ],
    [
      'a join of their block with the one above',
      ['one', 'two three'],
      [1, 3],
      (other) => {
        other.caret(1, 0);
        other.run(backspaceAtStart);
      },
      ['paragraph|onetwo! three'],
    ],
    [
      'a move of their block',
      ['one', 'two three'],
      [1, 3],
      (other) => {
        other.caret(1, 0);
        other.run(moveSelected(-1, other.binding.copyId));
      },
      ['paragraph|two! three', 'paragraph|one'],
    ],
    [
      'a split, a join and a split again',
      ['one two three'],
      [0, 7],
      (other) => {
        other.caret(0, 4);
        other.run(splitOrLeave);
        other.caret(1, 0);
        other.run(backspaceAtStart);
        other.caret(0, 3);
        other.run(splitOrLeave);
      },
      ['paragraph|one', 'paragraph| two! three'],
    ],
    [
      'a split that is undone',
      ['one two three'],
      [0, 7],
      (other) => {
        other.caret(0, 4);
        other.run(splitOrLeave);
        other.undo();
      },
      ['paragraph|one two! three'],
    ],
    [
      'a split behind them',
      ['one two three'],
      [0, 3],
      (other) => {
        other.caret(0, 7);
        other.run(splitOrLeave);
      },
      ['paragraph|one! two', 'paragraph| three'],
    ],
  ];

describe('a caret stays with its words', () => {
  test.each(DEEDS)('through %s, at once or step by step', (_, lines, [index, offset], does, expected) => {
    for (const isLive of [false, true]) {
      const [writer, other] = pair(...lines);
      writer.caret(index, offset);
      const stop = isLive ? follow(other, writer) : undefined;
      does(other);
      stop?.();
      syncAll([writer, other]);
      writer.type('!');
      syncAll([writer, other]);
      expect(writer.lines()).toEqual(expected);
      expect(other.lines()).toEqual(expected);
    }
  });

  test('whatever others do: as long as the letter before it is there, it is behind that', () => {
    const deed = fc.record({
      does: fc.constantFrom('split', 'split', 'join', 'up', 'down', 'type', 'range', 'undo', 'redo', 'kind'),
      block: fc.double({ min: 0, max: 0.999, noNaN: true }),
      offset: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    const history = fc.record({
      at: fc.nat(8),
      block: fc.nat(2),
      isLive: fc.boolean(),
      deeds: fc.array(deed, { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(history, ({ at, block, isLive, deeds }) => {
        const [writer, other] = pair('abcdefghi', 'jklmnopqr', 'stuvwxyz');
        writer.caret(block, at);
        const letter = before(writer);
        const stop = isLive ? follow(other, writer) : undefined;
        for (const each of deeds) perform(other, each);
        stop?.();
        syncAll([writer, other]);
        const text = writer.state().doc.textContent;
        if (letter !== '' && text.includes(letter)) expect([before(writer), text]).toEqual([letter, text]);
        for (const one of [writer, other]) one.destroy();
        replicas = [];
      }),
      { numRuns: RUNS },
    );
  });

  test('so does a selection, and the caret that others are shown', () => {
    const [writer, other] = pair('one two three');
    writer.caret(0, 4, { index: 0, offset: 7 });
    const shown = writer.binding.selectionToRelative(writer.state().selection);
    other.caret(0, 2);
    other.run(splitOrLeave);
    syncAll([writer, other]);
    const { doc, selection } = writer.state();
    expect(doc.textBetween(selection.from, selection.to)).toBe('two');
    const inside = other.binding.inside();
    const [from, to] = [shown.anchor, shown.head].map(
      (each) => inside && peerPosition(inside, Y.relativePositionToJSON(each)),
    );
    expect(other.state().doc.textBetween(from ?? 0, to ?? 0)).toBe('two');
  });

  test('what names a letter that nobody wrote, or one that is gone for good, is where it was', () => {
    const [writer, other] = pair('one two three');
    const inside = writer.binding.inside();
    for (const item of [
      { client: 4711, clock: 0 },
      { client: writer.doc.clientID, clock: 2 ** 40 },
    ])
      expect(inside && peerPosition(inside, { type: null, tname: null, item, assoc: -1 })).toBeUndefined();
    writer.caret(0, 7);
    other.caret(0, 4);
    other.dispatch(other.state().tr.delete(5, 9));
    syncAll([writer, other]);
    writer.type('!');
    expect(writer.lines()).toEqual(['paragraph|one !three']);
  });
});

/** Hands on each change as it is made. */
function follow(from: Headless, to: Headless): () => void {
  const hand = (update: Uint8Array): void => to.binding.applyBatch([() => Y.applyUpdate(to.doc, update, 'remote')]);
  from.doc.on('update', hand);
  return () => from.doc.off('update', hand);
}

/** The letter before the caret. */
function before({ state }: Headless): string {
  const { doc, selection } = state();
  return doc.textBetween(Math.max(selection.$from.start(), selection.from - 1), selection.from);
}

function perform(
  other: Headless,
  { does, block, offset }: { readonly does: string; readonly block: number; readonly offset: number },
): void {
  const { doc } = other.state();
  if (doc.childCount === 0) return;
  const index = Math.floor(block * doc.childCount);
  const at = Math.floor(offset * (doc.child(index).content.size + 1));
  other.caret(index, does === 'join' ? 0 : at);
  if (does === 'split') other.run(splitOrLeave);
  else if (does === 'join') other.run(backspaceAtStart);
  else if (does === 'up' || does === 'down') other.run(moveSelected(does === 'up' ? -1 : 1, other.binding.copyId));
  else if (does === 'kind') other.run(setKind('heading', 1));
  else if (does === 'undo' || does === 'redo') other[does]();
  else if (does === 'type') other.type('!');
  else {
    const { from } = other.state().selection;
    other.dispatch(other.state().tr.delete(from, Math.min(from + 4, doc.content.size)));
  }
}
