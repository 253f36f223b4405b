import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setKind, shiftIndent, toggleTask } from '../commands/blocks.ts';
import { clearMarks, toggle } from '../commands/marks.ts';
import { deleteSelected, duplicateSelected, moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, deleteAtEnd, insertDivider, splitOrLeave } from '../commands/structure.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { expectInStep } from '../testing/in-step.ts';
import { decided } from '../testing/suggested.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { collectSuggestions } from './collect.ts';

const RUNS = process.env['WEFT_THOROUGH'] === '1' ? 1_500 : 40;
const KINDS: readonly BlockKind[] = ['paragraph', 'heading', 'bullet', 'task', 'quote', 'code'];
const DEEDS = {
  any: [
    ...['word', 'word', 'word', 'split', 'join', 'joinNext', 'kind', 'indent', 'outdent', 'bold', 'clear', 'tick'],
    ...['divider', 'copy', 'remove', 'delete', 'delete', 'move', 'undo', 'redo', 'accept', 'reject', 'mode'],
  ],
  suggesting: [
    ...['word', 'word', 'word', 'split', 'join', 'joinNext', 'kind', 'indent', 'outdent', 'bold', 'clear', 'tick'],
    ...['divider', 'copy', 'remove', 'delete', 'delete', 'move', 'undo', 'redo'],
  ],
  typing: ['word', 'kind', 'bold'],
  deciding: [
    'word',
    'word',
    'split',
    'join',
    'joinNext',
    'move',
    'kind',
    'indent',
    'bold',
    'tick',
    'delete',
    'accept',
    'reject',
    'mode',
  ],
} as const satisfies Record<string, readonly string[]>;

interface Step {
  readonly who: number;
  readonly block: number;
  readonly offset: number;
  readonly size: number;
  readonly deed: number;
  readonly isMet: boolean;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });

function steps(people: number): fc.Arbitrary<Step[]> {
  const step = fc.record({
    who: fc.nat(people - 1),
    block: unit,
    offset: unit,
    size: fc.nat(12),
    deed: fc.nat(1_000),
    isMet: fc.boolean(),
  });
  return fc.array(step, { maxLength: 30 });
}

let serial = 0;

function perform(replica: Headless, step: Step, names: readonly string[]): string | undefined {
  const { doc } = replica.state();
  const index = Math.floor(step.block * doc.childCount);
  const block = doc.maybeChild(index);
  if (!block?.isTextblock) return undefined;
  const offset = Math.floor(step.offset * (block.content.size + 1));
  replica.caret(index, offset);
  const end = { index, offset: Math.min(block.content.size, offset + step.size) };
  switch (names[step.deed % names.length]) {
    case 'word': {
      const word = `<${serial++}>`;
      replica.type(word);
      return word;
    }
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
    case 'kind':
      replica.run(setKind(KINDS[step.size % KINDS.length] ?? 'paragraph', 1 + (step.size % 3)));
      return undefined;
    case 'indent':
      replica.run(shiftIndent(1));
      return undefined;
    case 'outdent':
      replica.run(shiftIndent(-1));
      return undefined;
    case 'bold':
      replica.caret(index, offset, end);
      replica.run(toggle('bold'));
      return undefined;
    case 'clear':
      replica.caret(index, offset, end);
      replica.run(clearMarks);
      return undefined;
    case 'tick':
      replica.run(toggleTask);
      return undefined;
    case 'divider':
      replica.run(insertDivider);
      return undefined;
    case 'copy':
      replica.run(duplicateSelected);
      return undefined;
    case 'remove':
      replica.run(deleteSelected);
      return undefined;
    case 'delete': {
      const { from } = replica.state().selection;
      const to = Math.min(from + 2 * step.size, doc.content.size);
      replica.dispatch(replica.state().tr.delete(from, to));
      return undefined;
    }
    case 'move':
      replica.run(moveBlocks(index, index + 1, step.size % (doc.childCount + 1), replica.binding.copyId));
      return undefined;
    case 'undo':
      replica.undo();
      return undefined;
    case 'redo':
      replica.redo();
      return undefined;
    case 'mode':
      replica.suggest(step.size % 2 === 0);
      return undefined;
    default: {
      const all = collectSuggestions(doc);
      const one = all[step.size % Math.max(1, all.length)];
      const ids = step.size === 0 || !one ? all.map(({ id }) => id) : [one.id];
      replica.decide(names[step.deed % names.length] === 'accept' ? 'accept' : 'reject', ids);
      return undefined;
    }
  }
}

function withPeople(count: number, run: (replicas: readonly Headless[]) => void): void {
  // Whoever wrote the text is not among them: to undo that is no suggestion.
  const [writer, ...replicas] = createReplicas(count + 1, (first) => {
    first.caret(0, 0);
    first.type('zero one two');
    first.run(splitOrLeave);
    first.type('three four');
    first.run(splitOrLeave);
    first.type('five');
  });
  writer?.destroy();
  try {
    run(replicas);
  } finally {
    for (const replica of replicas) replica.destroy();
  }
}

const ORIGINAL = ['paragraph zero one two', 'paragraph three four', 'paragraph five'];

/** Undoing a new block in which somebody else has suggested words leaves the block. */
function withoutEmpty(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.endsWith(' '));
}

function meet(replicas: readonly Headless[]): Headless {
  syncAll(replicas);
  syncAll(replicas);
  const [first, ...rest] = replicas as [Headless, ...Headless[]];
  for (const replica of replicas) expectInStep(replica);
  for (const replica of rest) expect(replica.state().doc.toJSON()).toEqual(first.state().doc.toJSON());
  return first;
}

describe.each([2, 3])('%i people at random', (people) => {
  test('editing, suggesting and deciding: editor and Y.Doc say the same, and all converge', () => {
    fc.assert(
      fc.property(steps(people), (all) => {
        withPeople(people, (replicas) => {
          replicas[0]?.suggest();
          for (const step of all) {
            perform(replicas[step.who] as Headless, step, DEEDS.any);
            if (step.isMet) syncAll(replicas);
          }
          for (const replica of replicas) expectInStep(replica);
          meet(replicas);
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('all only suggest: with everything rejected, the text is what it was', () => {
    fc.assert(
      fc.property(steps(people), (all) => {
        withPeople(people, (replicas) => {
          for (const replica of replicas) replica.suggest();
          for (const step of all) {
            perform(replicas[step.who] as Headless, step, DEEDS.suggesting);
            if (step.isMet) syncAll(replicas);
          }
          const met = meet(replicas);
          expect(withoutEmpty(decided(met, 'reject'))).toEqual(ORIGINAL);
          met.decide('reject');
          expect(collectSuggestions(met.state().doc)).toEqual([]);
          expect(withoutEmpty(decided(meet(replicas), 'accept'))).toEqual(ORIGINAL);
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('one suggests anything while the others write: every letter they wrote is there once, when all is rejected', () => {
    fc.assert(
      fc.property(steps(people), (all) => {
        withPeople(people, (replicas) => {
          replicas[0]?.suggest();
          const words: string[] = [];
          for (const step of all) {
            const isSuggester = step.who === 0;
            const names = isSuggester
              ? DEEDS.suggesting.filter((name) => name !== 'undo' && name !== 'redo')
              : DEEDS.typing;
            // They do not meet meanwhile: words written within a suggestion one has seen are part of it.
            const word = perform(replicas[step.who] as Headless, step, names);
            if (word !== undefined && !isSuggester) words.push(word);
          }
          const met = meet(replicas);
          met.decide('reject');
          const text = meet(replicas).state().doc.textContent;
          expect(text).toHaveLength(words.join('').length + 'zero one twothree fourfive'.length);
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('all suggest, write and decide apart: no word is there twice, no mark outlives what it was made for', () => {
    fc.assert(
      fc.property(steps(people), (all) => {
        withPeople(people, (replicas) => {
          const words: string[] = ['zero', 'one', 'two', 'three', 'four', 'five'];
          const plain = new Set(words);
          replicas[0]?.suggest();
          for (const step of all) {
            const word = perform(replicas[step.who] as Headless, step, DEEDS.deciding);
            if (word !== undefined) words.push(word);
            if (step.isMet) syncAll(replicas);
          }
          const met = meet(replicas);
          const text = met.state().doc.textContent;
          for (const word of words) expect(text.split(word).length - 1).toBeLessThanOrEqual(1);
          // Nobody ever suggested these words: an insertion that ran past its end would take them when it is rejected.
          met.state().doc.descendants((node) => {
            if (!node.marks.some(({ type }) => type === schema.marks.insertion)) return;
            for (const word of plain) expect(node.text).not.toContain(word);
          });
        });
      }),
      { numRuns: RUNS },
    );
  });
});
