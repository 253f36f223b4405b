import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backspaceAtStart, deleteAtEnd, insertDivider, splitOrLeave } from '../commands/structure.ts';
import { setKind, shiftIndent, toggleTask } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { insertPiece } from '../pieces/pieces.ts';
import { takesPieces } from '../pieces/takes.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { expectInStep } from '../testing/in-step.ts';
import type { BlockKind } from '../schema/kinds.ts';

const KINDS: readonly BlockKind[] = ['paragraph', 'heading', 'bullet', 'ordered', 'task', 'quote', 'code', 'math'];

type Action =
  | { readonly type: 'word' }
  | { readonly type: 'kind'; readonly kind: BlockKind; readonly level: number }
  | {
      readonly type:
        | 'split'
        | 'join'
        | 'joinNext'
        | 'indent'
        | 'outdent'
        | 'bold'
        | 'formula'
        | 'day'
        | 'tick'
        | 'divider'
        | 'undo'
        | 'redo';
    }
  | { readonly type: 'delete'; readonly length: number }
  | { readonly type: 'move'; readonly to: number };

interface Step {
  readonly who: number;
  /** Fractions of the document and of the block. */
  readonly block: number;
  readonly offset: number;
  readonly action: Action;
  readonly isSynced: boolean;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });

function steps(actions: fc.Arbitrary<Action>): fc.Arbitrary<Step[]> {
  const step = fc.record({
    who: fc.nat(1),
    block: unit,
    offset: unit,
    action: actions,
    isSynced: fc.boolean(),
  });
  return fc.array(step, { maxLength: 40 });
}

const kindAction = fc.record({
  type: fc.constant('kind' as const),
  kind: fc.constantFrom(...KINDS),
  level: fc.integer({ min: 1, max: 3 }),
});
const word = fc.constant<Action>({ type: 'word' });
const any: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: kindAction },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Action>(
      ...(
        [
          'split',
          'join',
          'joinNext',
          'indent',
          'outdent',
          'bold',
          'formula',
          'day',
          'tick',
          'divider',
          'undo',
          'redo',
        ] as const
      ).map((type) => ({ type })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('delete' as const), length: fc.integer({ min: 1, max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('move' as const), to: fc.nat(5) }) },
);

let serial = 0;

function perform(replica: Headless, step: Step): string | undefined {
  const { doc } = replica.state();
  const index = Math.floor(step.block * doc.childCount);
  const block = doc.maybeChild(index);
  if (!block?.isTextblock) return undefined;
  replica.caret(index, Math.floor(step.offset * (block.content.size + 1)));
  const { action } = step;
  switch (action.type) {
    case 'word': {
      const text = `<${serial++}>`;
      replica.type(text);
      return text;
    }
    case 'kind':
      replica.run(setKind(action.kind, action.level));
      return undefined;
    case 'split':
      replica.run(splitOrLeave);
      return undefined;
    case 'join':
      replica.caret(index, 0);
      replica.run(backspaceAtStart);
      return undefined;
    case 'joinNext':
      replica.caret(index, -1);
      replica.run(deleteAtEnd);
      return undefined;
    case 'indent':
    case 'outdent':
      replica.run(shiftIndent(action.type === 'indent' ? 1 : -1));
      return undefined;
    case 'bold':
    case 'formula':
      replica.caret(index, 0, { index, offset: -1 });
      replica.run(toggle(action.type === 'bold' ? 'bold' : 'math'));
      return undefined;
    case 'day': {
      const { from } = replica.state().selection;
      const day = `2026-11-${String(10 + (serial++ % 20))}`;
      if (takesPieces(replica.state())) replica.run(insertPiece({ from, to: from }, { day }));
      return undefined;
    }
    case 'tick':
      replica.run(toggleTask);
      return undefined;
    case 'divider':
      replica.run(insertDivider);
      return undefined;
    case 'delete': {
      const { from } = replica.state().selection;
      replica.dispatch(
        replica.state().tr.delete(from, Math.min(from + action.length, replica.state().doc.content.size)),
      );
      return undefined;
    }
    case 'move': {
      const { tr } = replica.state();
      const at = replica.state().selection.$from.before(1);
      tr.delete(at, at + block.nodeSize);
      let to = 0;
      for (let i = 0; i < Math.min(action.to, tr.doc.childCount); i++) to += tr.doc.child(i).nodeSize;
      replica.dispatch(tr.insert(to, block));
      return undefined;
    }
    default:
      replica[action.type]();
      return undefined;
  }
}

function withReplicas(run: (replicas: readonly [Headless, Headless]) => void): void {
  const replicas = createReplicas(2, (first) => {
    first.caret(0, 0);
    first.type('zero one');
    first.run(splitOrLeave);
    first.type('two');
  });
  try {
    run(replicas as [Headless, Headless]);
  } finally {
    for (const replica of replicas) replica.destroy();
  }
}

function text(replica: Headless): string {
  return replica.lines().join('\n');
}

describe('random editing by two people', () => {
  test('editor and Y.Doc always say the same, and both replicas converge', () => {
    fc.assert(
      fc.property(steps(any), (all) => {
        withReplicas((replicas) => {
          for (const step of all) {
            perform(replicas[step.who] as Headless, step);
            if (step.isSynced) syncAll(replicas);
          }
          for (const replica of replicas) expectInStep(replica);
          syncAll(replicas);
          for (const replica of replicas) expectInStep(replica);
          expect(replicas[0].state().doc.toJSON()).toEqual(replicas[1].state().doc.toJSON());
        });
      }),
      { numRuns: 150 },
    );
  });

  test('typing and changing kinds, by both, apart: every word is there exactly once', () => {
    fc.assert(
      fc.property(steps(fc.oneof(word, kindAction)), (all) => {
        withReplicas((replicas) => {
          const words: string[] = [];
          for (const step of all) {
            const written = perform(replicas[step.who] as Headless, step);
            if (written) words.push(written);
            if (step.isSynced && step.who === 0) syncAll(replicas);
          }
          syncAll(replicas);
          for (const replica of replicas) expectInStep(replica);
          // Words typed inside words are cut by them; letters are the measure then.
          const typed = words.join('').length + 'zero onetwo'.length;
          expect(replicas[0].state().doc.textContent).toHaveLength(typed);
          expect(text(replicas[0])).toBe(text(replicas[1]));
        });
      }),
      { numRuns: 150 },
    );
  });

  test('one splits and joins while the other types: no word appears twice', () => {
    const structure = fc.constantFrom<Action>(
      { type: 'split' },
      { type: 'join' },
      { type: 'indent' },
      { type: 'tick' },
    );
    fc.assert(
      fc.property(steps(fc.oneof(structure, kindAction)), steps(word), (structural, typing) => {
        withReplicas((replicas) => {
          const [a, b] = replicas;
          for (const step of structural) perform(a, step);
          const words = typing
            .map((step) => perform(b, { ...step, offset: 0.999 }))
            .filter((each) => each !== undefined);
          syncAll(replicas);
          expect(text(a)).toBe(text(b));
          for (const each of words) expect(text(a).split(each).length - 1).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 150 },
    );
  });

  test('undoing everything of mine leaves what the other wrote', () => {
    fc.assert(
      fc.property(steps(fc.oneof(word, kindAction)), (all) => {
        withReplicas((replicas) => {
          const [a, b] = replicas;
          const theirs: string[] = [];
          for (const step of all) {
            const written = perform(replicas[step.who] as Headless, { ...step, offset: 0.999 });
            if (written && step.who === 1) theirs.push(written);
            syncAll(replicas);
          }
          for (let i = 0; i < all.length + 10; i++) a.undo();
          syncAll(replicas);
          expect(text(a)).toBe(text(b));
          for (const each of theirs) expect(text(a)).toContain(each);
        });
      }),
      { numRuns: 80 },
    );
  });
});
