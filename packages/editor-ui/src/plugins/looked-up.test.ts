import fc from 'fast-check';
import { EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type DecorationSource } from 'prosemirror-view';
import { expect, test } from 'vitest';
import { newBlock } from '../commands/structure.ts';
import { countText } from '../count.ts';
import { schema } from '../schema/schema.ts';
import { lookedUp } from './looked-up.ts';

const docOf = (lines: readonly string[]) =>
  schema.nodes.doc.create(
    null,
    lines.map((line) => newBlock('paragraph', {}, line === '' ? [] : [schema.text(line)])),
  );

const lines = fc.array(fc.constantFrom('', 'a', 'some words', 'and some more of them'), {
  minLength: 20,
  maxLength: 40,
});

test('a block has the same decorations looked up as looked for, also those that reach over several blocks', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.tuple(fc.nat(), fc.nat(30)), { maxLength: 60 }), (texts, ranges) => {
      const doc = docOf(texts);
      const { size } = doc.content;
      const marks = ranges.map(([from, length]) =>
        Decoration.inline(from % size, Math.min(size, (from % size) + length), { class: `of-${length}` }),
      );
      const set = DecorationSet.create(doc, marks);
      const quick = lookedUp(set);
      const inside = (source: DecorationSource | undefined): string[][] => {
        const found: string[][] = [];
        doc.forEach((child, offset) => {
          const of: string[] = [];
          source
            ?.forChild(offset, child)
            .forEachSet((each) => of.push(...each.find().map(({ from, to }) => `${from}-${to}`)));
          found.push(of);
        });
        return found;
      };
      expect(inside(quick)).toEqual(inside(set));
      expect(lookedUp(set)).toBe(quick);
    }),
    { numRuns: 50 },
  );
});

test('words are counted as they are, after any edit', () => {
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom('', 'x', ' two words ')), { maxLength: 8 }),
      (texts, edits) => {
        let state = EditorState.create({ doc: docOf(texts) });
        for (const [at, length, text] of edits) {
          const { size } = state.doc.content;
          const from = 1 + (at % (size - 1));
          const { tr } = state;
          if (text === '') tr.delete(from, Math.min(size - 1, from + length));
          else tr.insertText(text, Math.min(from, size - 1));
          state = state.apply(tr);
          const count = countText(state.doc);
          // A copy shares nothing with what was counted.
          expect(count).toEqual(countText(schema.nodeFromJSON(state.doc.toJSON())));
          expect(countText(state.doc)).toEqual(count);
        }
      },
    ),
    { numRuns: 30 },
  );
});
