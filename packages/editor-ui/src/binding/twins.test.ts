import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { setKind } from '../commands/blocks.ts';
import { moveSelected } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { createHeadless, createReplicas, createYDocument, type Headless, syncAll } from '../testing/headless.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function people(count: number): Headless[] {
  replicas = createReplicas(count, (a) => {
    a.caret(0, 0);
    a.type('first second');
  });
  return replicas;
}

function splitAll(at: number = 6): Headless[] {
  const all = people(2);
  for (const replica of all) {
    replica.caret(0, at);
    replica.run(splitOrLeave);
  }
  return all;
}

function expectAll(all: readonly Headless[], lines: readonly string[]): void {
  for (const replica of all) expect(replica.lines()).toEqual(lines);
}

describe('split ‖ split at one place', () => {
  test('the tail stands there once', () => {
    const all = splitAll();
    syncAll(all);
    expectAll(all, ['paragraph|first ', 'paragraph|second']);
  });

  test('and what either goes on to type in it is kept', () => {
    for (const who of [0, 1]) {
      const all = splitAll();
      all[who]?.type('my ');
      syncAll(all);
      expectAll(all, ['paragraph|first ', 'paragraph|my second']);
      all[1 - who]?.caret(1, -1);
      all[1 - who]?.type(' ours');
      syncAll(all);
      expectAll(all, ['paragraph|first ', 'paragraph|my second ours']);
      for (const replica of all) replica.destroy();
    }
    replicas = [];
  });

  test('both type in it: the words are there once, and what each typed is', () => {
    const all = splitAll();
    all[0]?.type('A ');
    all[1]?.type('B ');
    syncAll(all);
    expectAll(all, ['paragraph|first ', 'paragraph|A ', 'paragraph|B second']);
    expect(all[1]?.lines()).toEqual(all[0]?.lines());
  });

  test('one typed in the tail before: the copies differ, and what both hold is there once', () => {
    const all = people(2);
    all[0]?.caret(0, -1);
    all[0]?.type('!');
    for (const replica of all) {
      replica.caret(0, 6);
      replica.run(splitOrLeave);
    }
    syncAll(all);
    expect(all[0]?.lines().join('').replaceAll('paragraph|', '')).toMatch(/^first (!second|second!)$/);
    expect(all[1]?.lines()).toEqual(all[0]?.lines());
  });

  test('whoever changes the kind of their copy is the one who is seen', () => {
    const all = splitAll();
    all[1]?.run(setKind('bullet'));
    syncAll(all);
    expectAll(all, ['paragraph|first ', 'bullet|second']);
  });

  test('deleting or joining what is seen leaves nothing behind it', () => {
    const all = splitAll();
    syncAll(all);
    all[1]?.caret(1, 0);
    all[1]?.run(backspaceAtStart);
    syncAll(all);
    expectAll(all, ['paragraph|first second']);
    expect(all[0]?.document.content.length).toBe(1);
  });

  test('opened afresh it reads the same, and positions after it are right', () => {
    const all = splitAll();
    const [a] = all;
    syncAll(all);
    a?.caret(1, -1);
    a?.run(splitOrLeave);
    a?.type('third');
    const other = createHeadless(createYDocument(300, a && Y.encodeStateAsUpdate(a.doc)));
    replicas.push(other);
    other.caret(2, -1);
    other.type('!');
    syncAll(replicas);
    expectAll(replicas, ['paragraph|first ', 'paragraph|second', 'paragraph|third!']);
    other.undo();
    syncAll(replicas);
    expectAll(replicas, ['paragraph|first ', 'paragraph|second', 'paragraph|third']);
  });
});

describe('at random, three people', () => {
  const unit = fc.double({ min: 0, max: 0.999, noNaN: true });
  interface Step {
    readonly who: number;
    readonly block: number;
    readonly offset: number;
    readonly does: string;
  }
  const stepOf = (...does: readonly string[]): fc.Arbitrary<Step> =>
    fc.record({
      who: fc.nat(2),
      // Few places, so that people meet at them.
      block: fc.constantFrom(0, 0.5, 0.9),
      offset: fc.oneof(fc.constantFrom(0.3, 0.6), unit),
      does: fc.constantFrom(...does),
    });

  const typing = stepOf('type', 'split', 'split', 'split', 'kind', 'sync');
  // What is typed in a block that another moves meanwhile goes with it: a known limit, so nobody types here.
  const moving = stepOf('split', 'up', 'down', 'down', 'kind', 'sync');

  function run(all: readonly Headless[], steps: readonly Step[]): Set<string> {
    const letters = new Set('abcdefghij');
    let serial = 0;
    for (const { who, block, offset, does } of steps) {
      const replica = all[who] as Headless;
      const { doc } = replica.state();
      const index = Math.floor(block * doc.childCount);
      replica.caret(index, Math.floor(offset * (doc.child(index).content.size + 1)));
      if (does === 'sync') syncAll([replica, all[(who + 1) % 3] as Headless]);
      else if (does === 'split') replica.run(splitOrLeave);
      else if (does === 'up' || does === 'down')
        replica.run(moveSelected(does === 'up' ? -1 : 1, replica.binding.copyId));
      else if (does === 'kind') replica.run(setKind('heading', 1 + (serial % 3)));
      else {
        const letter = String.fromCodePoint(0x4e00 + serial++);
        replica.type(letter);
        letters.add(letter);
      }
    }
    return letters;
  }

  test.each([
    ['splitting and typing', typing],
    ['splitting and moving', moving],
  ])('%s, meeting now and then: every letter is there, and all see the same', (_, step) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const all = createReplicas(3, (a) => {
          a.caret(0, 0);
          a.type('abcdefghij');
        });
        const letters = run(all, steps);
        syncAll(all);
        syncAll(all);
        const [first] = all;
        const seen = new Set(first?.state().doc.textContent);
        for (const letter of letters) expect(seen).toContain(letter);
        for (const replica of all) {
          expect(replica.state().doc.toJSON()).toEqual(first?.state().doc.toJSON());
          const fresh = createHeadless(createYDocument(900, Y.encodeStateAsUpdate(replica.doc)));
          expect(fresh.lines()).toEqual(replica.lines());
          fresh.destroy();
          replica.destroy();
        }
      }),
      { numRuns: 300 },
    );
  });
});
