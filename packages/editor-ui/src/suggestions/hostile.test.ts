import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { schema } from '../schema/schema.ts';
import {
  breakToText,
  isSuggestionValue,
  lookToText,
  nameToSuggestion,
  placeOf,
  presenceOf,
  type SuggestionMark,
  suggestionToName,
  textToBreak,
  textToLook,
} from '../schema/suggestion.ts';
import { readBlock } from '../schema/block.ts';
import { createReplicas, type Headless, syncAll, toEditorDocument } from '../testing/headless.ts';
import { decided, shown } from '../testing/suggested.ts';
import { suggestionToAuthor } from './authors.ts';
import { blockWords } from './block-words.ts';
import { collectSuggestions } from './collect.ts';
import { createWriters } from './writers.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

const LOOKS = ['toKind', 'toIndent', 'toChecked', 'toAlign', 'toDir'] as const;

describe('what a stranger may have written', () => {
  test('ids, breaks and looks are read as they were written', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(36 ** 6 - 1), (client, at, serial) => {
        const name = { client, at, serial };
        expect(suggestionToName(nameToSuggestion(name))).toEqual(name);
      }),
    );
    expect(textToBreak(breakToText({ kind: 'heading', level: 2, indent: 3 }))).toEqual({
      kind: 'heading',
      level: 2,
      indent: 3,
    });
    const block = readBlock(schema.nodes.block.create({ kind: 'heading', level: 2, align: 'end' }));
    expect(textToLook('toKind', lookToText('1.1.1', 'toKind', block))?.attrs).toEqual({ kind: 'heading', level: 2 });
    expect(textToLook('toAlign', lookToText('1.1.1', 'toAlign', block))?.attrs).toEqual({ align: 'end' });
  });

  test('any value is read, and only what Weft writes counts', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (a, b, c) => {
        for (const look of LOOKS) textToLook(look, a);
        textToBreak(a);
        const node = schema.nodes.block.create({ comes: a, goes: b, toPlace: c, toKind: a, toIndent: b });
        presenceOf(node, 'comes');
        placeOf(node);
        expect(blockWords(node).words.length).toBeLessThan(400);
        for (const name of ['insertion', 'deletion', 'reformat'] satisfies SuggestionMark[]) {
          isSuggestionValue(name, { id: a, split: b, mark: c, on: a, href: b });
          const dom = schema.marks[name].spec.toDOM?.(schema.marks[name].create({ id: a }), true);
          expect((dom as readonly unknown[])[0]).toMatch(/^(ins|del|span)$/);
        }
      }),
    );
    for (const id of [
      '',
      '1.1',
      '1.1.1.1',
      'A.1.1',
      '1.1.1 ',
      `${'1'.repeat(40)}.1.1`,
      7,
      null,
      { toString: () => '1.1.1' },
    ]) {
      expect(suggestionToName(id)).toBeUndefined();
    }
    expect(isSuggestionValue('reformat', { id: '1.1.1', mark: 'link', on: true, href: 'javascript:x' })).toBe(false);
    expect(isSuggestionValue('reformat', { id: '1.1.1', mark: 'style', on: true, href: null })).toBe(false);
    expect(isSuggestionValue('insertion', { id: '1.1.1', split: 'script.0.0' })).toBe(false);
  });

  test('attributes that say nothing are decided over without harm', () => {
    replicas = createReplicas(2, (first) => first.dispatch(first.state().tr.insertText('words', 1)));
    const [a, b] = replicas as [Headless, Headless];
    const element = b.document.content.get(0) as Y.XmlElement;
    for (const name of ['comes', 'goes', 'toPlace', ...LOOKS]) element.setAttribute(name, `1.1.1 ${'x'.repeat(5_000)}`);
    syncAll(replicas);
    expect(shown(a)).toEqual(['paragraph words']);
    expect(collectSuggestions(a.state().doc)).toEqual([]);
    expect(decided(a, 'reject')).toEqual(['paragraph words']);
  });
});

describe('whose a suggestion is', () => {
  test('is told by who wrote it, and not by the name it carries', () => {
    replicas = createReplicas(2, (first) => first.dispatch(first.state().tr.insertText('words', 1)));
    const [a, b] = replicas as [Headless, Headless];
    a.suggest();
    a.caret(0, -1);
    a.type(' mine');
    const feigned = nameToSuggestion({ client: a.doc.clientID, at: 1, serial: 9 });
    b.dispatch(b.state().tr.addMark(1, 3, schema.marks.deletion.create({ id: feigned })));
    syncAll(replicas);
    const document = toEditorDocument(a.doc);
    document.awareness.states.set(a.doc.clientID, { user: { name: 'Ann' } });
    document.awareness.states.set(b.doc.clientID, { user: { name: 'Ben' } });
    const authors = collectSuggestions(a.state().doc).map((suggestion) => {
      const writers = createWriters(a.binding)(0).get(suggestion.id) ?? new Set<number>();
      const { name, claims } = suggestionToAuthor(document, suggestion, writers);
      return { name, claims };
    });
    expect(authors).toEqual([
      { name: 'Ben', claims: 'Ann' },
      { name: 'Ann', claims: undefined },
    ]);
    document.awareness.destroy();
  });
});
