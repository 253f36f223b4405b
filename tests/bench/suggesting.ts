/**
 * What suggesting costs a person who types, without the drawing: letters through transaction, suggestion, ProseMirror state and Y.Doc, against
 * the same letters typed by somebody who edits a document without suggestions, in the same run. A browser's drawing comes to both and is the most
 * of a keystroke, so that the bar here is wider than what is felt. What was typed is checked.
 */
import { createReplicas, type Headless } from '../../packages/editor-ui/src/testing/headless.ts';
import { splitOrLeave } from '../../packages/editor-ui/src/commands/structure.ts';
import { collectSuggestions } from '../../packages/editor-ui/src/suggestions/collect.ts';
import { cpuMicroseconds, median, report } from './compare.ts';

const BLOCKS = 250;
const SUGGESTIONS = 1_000;
const LETTERS = 300;
const ROUNDS = 9;
const LINE = 'The quick brown fox jumps over the lazy dog, and goes home again. ';

/** A document, with suggestions all over it or none. */
function build(suggestions: number): Headless {
  const [writer, replica] = createReplicas(2, (first) => {
    first.caret(0, 0);
    for (let index = 0; index < BLOCKS; index++) {
      if (index > 0) first.run(splitOrLeave);
      first.type(LINE);
    }
    first.suggest();
    for (let made = 0; made < suggestions; made++) {
      first.caret(made % BLOCKS, 4 + 10 * Math.floor(made / BLOCKS));
      if (made % 2 === 0) first.type(' new');
      else {
        const { from } = first.state().selection;
        first.dispatch(first.state().tr.delete(from, from + 3));
      }
    }
  });
  writer?.destroy();
  if (!replica || collectSuggestions(replica.state().doc).length !== suggestions) throw new Error('not what was meant');
  return replica;
}

/** CPU µs a letter takes. */
function type(replica: Headless, isSuggesting: boolean): number {
  const index = BLOCKS / 2;
  replica.suggest(isSuggesting);
  replica.caret(index, -1);
  const before = replica.state().doc.child(index).textContent;
  const start = cpuMicroseconds();
  for (let i = 0; i < LETTERS; i++) replica.type(String.fromCharCode(97 + (i % 26)));
  const took = cpuMicroseconds() - start;
  const typed = replica.state().doc.child(index).textContent.slice(before.length);
  const expected = Array.from({ length: LETTERS }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
  if (typed !== expected) throw new Error('the letters that were typed are not there');
  for (let i = 0; i < LETTERS; i++) replica.undo();
  if (replica.state().doc.child(index).textContent !== before) throw new Error('undo did not take the letters back');
  return took / LETTERS;
}

// A document for each, so that none carries what another typed and took back.
const ways = [
  ['editing', build(0), false],
  ['suggesting', build(0), true],
  [`editing among ${SUGGESTIONS} suggestions`, build(SUGGESTIONS), false],
  [`suggesting among ${SUGGESTIONS} suggestions`, build(SUGGESTIONS), true],
] as const;
const took = new Map<string, number[]>(ways.map(([name]) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, replica, isSuggesting] of ways) {
    const spent = type(replica, isSuggesting);
    // The first round warms up.
    if (round > 0) took.get(name)?.push(spent);
  }
}
const theirs = median(took.get('editing') ?? []);
report(
  'suggesting',
  [...took].slice(1).map(([name, values]) => ({
    name,
    peer: 'editing without suggestions',
    unit: 'CPU µs per letter',
    ours: median(values),
    theirs,
    bar: 2,
  })),
);
for (const [, replica] of ways) replica.destroy();
