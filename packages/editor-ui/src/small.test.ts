import * as fc from 'fast-check';
import { EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { seedDocument } from './binding/seed.ts';
import { editTitle, MAX_TITLE_LENGTH } from './binding/title.ts';
import { shortcutAria, shortcutLabel } from './commands/shortcut.ts';
import { countSelected, countText } from './count.ts';
import { createFrameReadable } from './editor-state.ts';
import { toPerson } from './plugins/people.ts';
import { schema } from './schema/schema.ts';
import { createYDocument } from './testing/headless.ts';

describe('the seed', () => {
  test('is the same bytes every time, all under the document’s own client id (KEY-5)', () => {
    const seeds = [createYDocument(42), createYDocument(42)].map((doc) => {
      const updates: Uint8Array[] = [];
      doc.on('update', (update) => updates.push(update));
      expect(seedDocument(doc)).toBe(true);
      expect(updates).toHaveLength(1);
      return updates[0] as Uint8Array;
    });
    expect(seeds[0]).toEqual(seeds[1]);
    expect([...Y.parseUpdateMeta(seeds[0] as Uint8Array).from.keys()]).toEqual([42]);
  });

  test('is written once', () => {
    const doc = createYDocument(42);
    seedDocument(doc);
    const before = Y.encodeStateAsUpdate(doc);
    expect(seedDocument(doc)).toBe(false);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });
});

describe('the title', () => {
  test('becomes what was typed, on one line, by one replacement', () => {
    const title = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(title, title, (before, after) => {
        const text = new Y.Doc().getText('title');
        editTitle(text, before);
        editTitle(text, after);
        expect(text.toString()).toBe(after.replace(/[\r\n\u2028\u2029]+/g, ' '));
      }),
    );
  });

  test('two people’s edits merge, surrogate pairs stay whole, and it is cut at its limit', () => {
    const [a, b] = [createYDocument(1), createYDocument(2)];
    editTitle(a.getText('title'), 'Notes 😀');
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    editTitle(a.getText('title'), 'My Notes 😀');
    editTitle(b.getText('title'), 'Notes 😁');
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    expect(a.getText('title').toString()).toBe('My Notes 😁');
    editTitle(a.getText('title'), 'x'.repeat(1000));
    expect(a.getText('title').length).toBe(MAX_TITLE_LENGTH);
  });
});

test('words are counted in any script', () => {
  const count = (text: string): number =>
    countText(schema.nodes.doc.create(null, schema.nodes.block.create(null, text === '' ? null : schema.text(text))))
      .words;
  expect(count('')).toBe(0);
  expect(count('Two people’s well-known words, 3.')).toBe(5);
  expect(count('日本語 text')).toBe(4);
  expect(count('— … !')).toBe(0);
});

test('neither formulas nor what is struck are counted, and what stands beside them is not one word', () => {
  const { block, doc, image } = schema.nodes;
  const latex = schema.text('\\frac{1}{2}', [schema.marks.math.create()]);
  const line = [schema.text('half is'), latex, schema.text('of one')];
  const content = [block.create(null, line), block.create({ kind: 'math' }, schema.text('a^2 + b^2')), image.create()];
  expect(countText(doc.create(null, content))).toEqual({ words: 4, characters: 13 });
  const selected = (from: number, to: number): unknown =>
    countSelected(EditorState.create({ doc: whole, selection: TextSelection.create(whole, from, to) }));
  const whole = doc.create(null, [block.create(null, schema.text('one two three')), ...content]);
  expect(selected(1, 1 + 'one tw'.length)).toEqual({ words: 2, characters: 6 });
  expect(selected(1 + 'one '.length, 15 + 'half'.length + 1)).toEqual({ words: 3, characters: 13 });
  const struck = schema.text('no longer', [schema.marks.deletion.create()]);
  expect(countText(doc.create(null, block.create(null, [schema.text('said '), struck]))).words).toBe(1);
});

test('people are safe to show whatever they send', () => {
  fc.assert(
    fc.property(fc.nat(), fc.anything(), (clientId, user) => {
      const person = toPerson(clientId, user);
      expect(person.color).toMatch(/^#[0-9a-f]{6}$/);
      expect(person.name.length).toBeGreaterThan(0);
      expect([...person.name].length).toBeLessThanOrEqual(64);
    }),
  );
  expect(toPerson(1, { name: ' a\u202e\nb ', color: '#ABCDEF' })).toEqual({
    clientId: 1,
    name: 'a b',
    color: '#abcdef',
  });
  expect(toPerson(1, { name: '', color: 'red;' }).name).toBe('Someone');
});

test('shortcuts are written as the platform writes them', () => {
  expect(shortcutLabel('Mod-Shift-7', false)).toBe('Ctrl+Shift+7');
  expect(shortcutLabel('Mod-Shift-7', true)).toBe('⌘⇧7');
  expect(shortcutAria('Mod-b', false)).toBe('Control+B');
  expect(shortcutAria('Mod-b', true)).toBe('Meta+B');
});

test('a frame readable tells once a frame and keeps its value between', () => {
  const frames: (() => void)[] = [];
  let computed = 0;
  const readable = createFrameReadable(
    (callback) => {
      frames.push(callback);
      return () => frames.splice(0);
    },
    () => ++computed,
  );
  const seen: number[] = [];
  const stop = readable.subscribe((value) => seen.push(value));
  expect(readable.get()).toBe(1);
  readable.invalidate();
  readable.invalidate();
  expect(frames).toHaveLength(1);
  expect(readable.get()).toBe(1);
  frames.shift()?.();
  expect(seen).toEqual([2]);
  stop();
  readable.invalidate();
  frames.shift()?.();
  expect(seen).toEqual([2]);
  readable.destroy();
});
