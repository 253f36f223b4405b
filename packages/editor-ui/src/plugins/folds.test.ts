import { afterEach, describe, expect, test } from 'vitest';
import { setKind, shiftIndent } from '../commands/blocks.ts';
import { splitOrLeave } from '../commands/structure.ts';
import {
  createHeadless,
  createReplicas,
  createYDocument,
  type Headless,
  seedUpdate,
  syncAll,
} from '../testing/headless.ts';
import { findPlugin, lookFor } from './find.ts';
import { type FoldPlace, foldsPlugin, seenAt, setFolded, toggleFold } from './folds.ts';

let open: Headless[] = [];
afterEach(() => {
  for (const each of open) each.destroy();
  open = [];
});

/** Lines written one under the other; each begins with as many `>` as it stands deep, a toggle ends with `:`. */
function write(editor: Headless, lines: readonly string[]): void {
  lines.forEach((line, at) => {
    if (at > 0) editor.run(splitOrLeave);
    const text = line.replace(/^>+/, '');
    editor.type(text.replace(/:$/, ''));
    const { tr, selection } = editor.state();
    const position = selection.$from.before(1);
    const depth = line.length - text.length;
    tr.setNodeAttribute(position, 'indent', depth === 0 ? null : depth);
    tr.setNodeAttribute(position, 'kind', text.endsWith(':') ? 'toggle' : 'paragraph');
    editor.dispatch(tr);
  });
}

function one(lines: readonly string[], place?: FoldPlace): Headless {
  const editor = createHeadless(createYDocument(101, seedUpdate()), [findPlugin(), foldsPlugin(place)]);
  open.push(editor);
  editor.caret(0, 0);
  write(editor, lines);
  return editor;
}

/** Which blocks are hidden, by their words. */
function hidden(editor: Headless): string[] {
  const state = editor.state();
  const found: string[] = [];
  state.doc.forEach((node, position) => {
    if (seenAt(state, position + 1) !== position + 1) found.push(node.textContent);
  });
  return found;
}

const BRANCH = ['a:', '>b', '>c:', '>>d', 'e'];

describe('a toggle', () => {
  test('hides what stands under it, and only that; a toggle within keeps its own', () => {
    const editor = one(BRANCH);
    editor.caret(0, 0);
    editor.run(setFolded(2));
    expect(hidden(editor)).toEqual(['d']);
    editor.run(toggleFold);
    expect(hidden(editor)).toEqual(['b', 'c', 'd']);
    editor.run(toggleFold);
    expect(hidden(editor)).toEqual(['d']);
  });

  test('a caret is never in what is hidden: it comes out when that folds, and unfolds where it goes in', () => {
    const editor = one(BRANCH);
    editor.caret(3, 1);
    editor.run(setFolded(0));
    expect(editor.state().selection.$head.parent.textContent).toBe('a');
    expect(hidden(editor)).toEqual(['b', 'c', 'd']);
    editor.caret(3, 0);
    expect(hidden(editor)).toEqual([]);
  });

  test('what is found is shown', () => {
    const editor = one(BRANCH);
    editor.caret(0, 0);
    editor.run(setFolded(0));
    editor.dispatch(lookFor(editor.state(), { text: 'd', matchCase: false, wholeWord: false }));
    expect(hidden(editor)).toEqual([]);
  });

  test('folding is nobody else’s business: it changes nothing in the document, and what others write stays folded', () => {
    const editor = one(BRANCH);
    const [, other] = (open = [...open, ...createReplicas(1)]
      .slice(0, 1)
      .concat(createHeadless(createYDocument(102), [foldsPlugin(undefined)])));
    if (!other) throw new Error('no other');
    syncAll([editor, other]);
    editor.caret(0, 0);
    const before = editor.doc.getXmlFragment('content').toJSON();
    editor.run(setFolded(0));
    expect(editor.doc.getXmlFragment('content').toJSON()).toBe(before);
    other.caret(1, -1);
    other.type(' more');
    syncAll([editor, other]);
    expect(hidden(editor)).toEqual(['b more', 'c', 'd']);
    expect(hidden(other)).toEqual([]);
  });

  test('is kept for this reader', () => {
    const kept: string[][] = [];
    const editor = one(BRANCH);
    const id = String(editor.state().doc.child(0).attrs['id']);
    const again = createHeadless(editor.doc, [
      foldsPlugin({ read: () => [id, '', 'gone'], keep: (ids) => kept.push([...ids]) }),
    ]);
    open.push(again);
    expect(hidden(again)).toEqual(['b', 'c', 'd']);
  });
});

describe('writing in toggles', () => {
  test('Enter at its end goes on under it, or behind it where it is folded; in an empty one it leaves', () => {
    const editor = one(['a:', '>b', 'c']);
    editor.caret(0, -1);
    editor.run(splitOrLeave);
    editor.type('new');
    expect(editor.lines()).toEqual(['toggle|a', 'paragraph|new', 'paragraph|b', 'paragraph|c']);
    expect(editor.state().doc.child(1).attrs['indent']).toBe(1);
    editor.caret(0, -1);
    editor.run(toggleFold);
    editor.run(splitOrLeave);
    expect(editor.lines()).toEqual(['toggle|a', 'paragraph|new', 'paragraph|b', 'toggle|', 'paragraph|c']);
    editor.run(splitOrLeave);
    expect(editor.lines()[3]).toBe('paragraph|');
  });

  test('Tab puts a block under the toggle above, Enter in an empty one steps out', () => {
    const editor = one(['a:', 'b', 'c']);
    editor.caret(1, 0);
    expect(editor.run(shiftIndent(1))).toBe(true);
    expect(editor.run(shiftIndent(1))).toBe(false);
    editor.caret(2, 0);
    expect(editor.run(shiftIndent(1))).toBe(true);
    expect(editor.state().doc.children.map(({ attrs }) => attrs['indent'])).toEqual([null, 1, 1]);
    editor.caret(2, -1);
    editor.run(splitOrLeave);
    editor.run(splitOrLeave);
    expect(editor.state().doc.children.map(({ attrs }) => attrs['indent'])).toEqual([null, 1, 1, null]);
  });

  test('indenting a toggle takes along what stands under it', () => {
    const editor = one(['x:', 'a:', '>b', 'c']);
    editor.caret(1, 0);
    editor.run(shiftIndent(1));
    expect(editor.state().doc.children.map(({ attrs }) => attrs['indent'])).toEqual([null, 1, 2, null]);
    editor.run(setKind('paragraph'));
    editor.run(shiftIndent(-1));
    expect(editor.state().doc.children.map(({ attrs }) => attrs['indent'])).toEqual([null, null, 2, null]);
  });
});
