import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setKind } from '../commands/blocks.ts';
import { deleteSelected, moveSelected } from '../commands/move.ts';
import { backspaceAtStart, deleteAtEnd, splitOrLeave } from '../commands/structure.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { expectInStep } from '../testing/in-step.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 4_000 : 60;
const LETTERS = 'abcdefghijklmno';

interface Step {
  readonly who: number;
  readonly block: number;
  readonly offset: number;
  readonly does: string;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });

/** Few places, so that people meet at them. */
function steps(...does: readonly string[]): fc.Arbitrary<Step[]> {
  const step = fc.record({
    who: fc.nat(2),
    block: fc.oneof(fc.constantFrom(0, 0.5, 0.9), unit),
    offset: fc.oneof(fc.constantFrom(0.3, 0.6), unit),
    does: fc.constantFrom(...does),
  });
  return fc.array(step, { maxLength: 30 });
}

const MOVING = ['split', 'split', 'up', 'down', 'kind', 'sync'];
const ALL = [...MOVING, 'join', 'joinNext', 'type', 'type', 'range', 'remove', 'undo', 'undo', 'redo', 'sync'];

function perform(all: readonly Headless[], { who, block, offset, does }: Step, letter: string): void {
  const replica = all[who] as Headless;
  const { doc } = replica.state();
  if (doc.childCount === 0) return;
  const index = Math.floor(block * doc.childCount);
  const at = Math.floor(offset * (doc.child(index).content.size + 1));
  replica.caret(index, does === 'join' ? 0 : does === 'joinNext' ? -1 : at);
  switch (does) {
    case 'sync':
      return syncAll([replica, all[(who + 1) % 3] as Headless]);
    case 'split':
      return void replica.run(splitOrLeave);
    case 'join':
      return void replica.run(backspaceAtStart);
    case 'joinNext':
      return void replica.run(deleteAtEnd);
    case 'up':
    case 'down':
      return void replica.run(moveSelected(does === 'up' ? -1 : 1, replica.binding.copyId));
    case 'kind':
      return void replica.run(setKind('heading', 1 + (at % 3)));
    case 'remove':
      return void replica.run(deleteSelected);
    case 'range': {
      const { from } = replica.state().selection;
      return replica.dispatch(replica.state().tr.delete(from, Math.min(from + 4, doc.content.size)));
    }
    case 'undo':
    case 'redo':
      return replica[does]();
    default:
      return replica.type(letter);
  }
}

/** What three people see who do this, meeting now and then, and at last all; whatever they did, each letter is there once at most. */
function live(list: readonly Step[]): string {
  const [writer, ...all] = createReplicas(4, (first) => {
    [...LETTERS].forEach((letter, at) => {
      if (at > 0 && at % 5 === 0) first.run(splitOrLeave);
      first.type(letter);
    });
  });
  writer?.destroy();
  try {
    list.forEach((step, at) => {
      perform(all, step, String.fromCodePoint(0x4e00 + at));
      expectOnce(all[step.who] as Headless);
    });
    syncAll(all);
    syncAll(all);
    const [first] = all as [Headless];
    for (const replica of all) {
      expectInStep(replica);
      expect(replica.state().doc.toJSON()).toEqual(first.state().doc.toJSON());
    }
    return expectOnce(first);
  } finally {
    for (const replica of all) replica.destroy();
  }
}

function expectOnce(replica: Headless): string {
  const text = replica.state().doc.textContent;
  expect(text).toBe([...new Set(text)].join(''));
  return text;
}

describe('three people split, join and move the same letters apart', () => {
  test('whatever else they do, no letter is there twice', () => {
    fc.assert(
      fc.property(steps(...ALL), (list) => {
        live(list);
      }),
      { numRuns: RUNS },
    );
  });

  test('they only split and move: every letter is there once', () => {
    fc.assert(
      fc.property(steps(...MOVING), (list) => {
        expect([...live(list)].toSorted().join('')).toBe(LETTERS);
      }),
      { numRuns: RUNS },
    );
  });
});
