import type { Replica } from '@weft/crdt-core';
import { createDocumentVersions, createTestRoom, handOver, type TestRoom } from '@weft/crdt-core/testing';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CONTENT, seedDocument } from '../binding/seed.ts';
import { setKind } from '../commands/blocks.ts';
import { toggle } from '../commands/marks.ts';
import { moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { insertTable } from '../table/commands.ts';
import { goToCell, TABLE_DEEDS } from '../testing/deeds.ts';
import { createChanges } from '../review/changes.ts';
import { createHeadless, type Headless } from '../testing/headless.ts';
import { readVersion, restoreVersion } from './version-content.ts';

type Versions = ReturnType<typeof createDocumentVersions>;

interface Desk {
  readonly replica: Replica;
  readonly editor: Headless;
  readonly versions: Versions;
}

const nobody = {
  authorOfClient: () => undefined,
  devices: { get: () => [], subscribe: () => () => undefined },
};

let desks: Desk[] = [];
afterEach(() => {
  for (const { editor, replica, versions } of desks) {
    versions.stop();
    editor.destroy();
    replica.destroy();
  }
  desks = [];
});

function open(room: TestRoom, from?: Replica): Desk {
  const replica = room.replica();
  if (from === undefined) seedDocument(replica.doc);
  else handOver(from, replica);
  const editor = createHeadless(replica.doc);
  replica.setApplyGate((apply) => editor.binding.applyBatch([apply]));
  const desk = { replica, editor, versions: createDocumentVersions(replica.doc, nobody, room.ports) };
  desks.push(desk);
  return desk;
}

function meet(...all: readonly Desk[]): void {
  for (const from of all) {
    from.replica.flush();
    for (const to of all) {
      to.replica.flush();
      if (from !== to) handOver(from.replica, to.replica);
    }
  }
}

async function pair(): Promise<{ readonly room: TestRoom; readonly a: Desk; readonly b: Desk }> {
  const room = await createTestRoom(1);
  const a = open(room);
  a.editor.caret(0, 0);
  for (const words of ['First words', 'Second words', 'Third words']) {
    a.editor.type(words);
    a.editor.run(splitOrLeave);
  }
  a.replica.flush();
  return { room, a, b: open(room, a.replica) };
}

function save({ versions }: Desk, name: string): string {
  const saved = versions.save(name);
  if (!saved.ok) throw new Error(saved.failure.sentence);
  return saved.value;
}

/** The content that counts: an id may change where a block comes back. */
const shapeOf = ({ editor }: Desk): unknown =>
  editor.state().doc.children.map((node) => ({ ...node.toJSON(), attrs: { ...node.attrs, id: '' } }));

/** The ends of the cells' words. */
function cellsOf({ editor }: Desk): number[] {
  const ends: number[] = [];
  editor.state().doc.descendants((node, position, parent) => {
    if (parent?.type.name === 'row') ends.push(position + node.nodeSize - 1);
  });
  return ends;
}

function restore({ editor, versions }: Desk, id: string): void {
  const state = versions.stateOf(id);
  const version = state && readVersion(state, CONTENT);
  if (version === undefined) throw new Error('the version cannot be read');
  editor.run(restoreVersion(version));
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });
const step = fc.record({
  block: unit,
  offset: unit,
  action: fc.constantFrom('type', 'delete', 'block', 'split', 'join', 'kind', 'bold', 'move'),
});

function perform(
  { editor }: Desk,
  { block: where, offset, action }: { block: number; offset: number; action: string },
): void {
  const { doc } = editor.state();
  const index = Math.floor(where * doc.childCount);
  const node = doc.maybeChild(index);
  if (!node) return;
  editor.caret(index, Math.floor(offset * (node.content.size + 1)));
  const { from, $from } = editor.state().selection;
  if (action === 'type') editor.type('some ');
  else if (action === 'delete') editor.dispatch(editor.state().tr.delete(from, Math.min(from + 4, $from.end())));
  else if (action === 'block') editor.dispatch(editor.state().tr.delete($from.before(1), $from.after(1)));
  else if (action === 'split') editor.run(splitOrLeave);
  else if (action === 'join') {
    editor.caret(index, 0);
    editor.run(backspaceAtStart);
  } else if (action === 'kind') editor.run(setKind('heading', 2));
  else if (action === 'bold') {
    editor.caret(index, 0, { index, offset: -1 });
    editor.run(toggle('bold'));
  } else moveBlocks(index, index + 1, 0, editor.binding.copyId)(editor.state(), editor.dispatch);
}

describe('named versions', () => {
  test('whatever two people did since, a restore gives what was saved, marks and kinds too, and undo takes it back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), step), { maxLength: 20 }), async (steps) => {
        const { a, b } = await pair();
        const saved = shapeOf(a);
        const id = save(a, 'one');
        meet(a, b);
        for (const [isA, each] of steps) {
          perform(isA ? a : b, each);
          if (each.offset > 0.5) meet(a, b);
        }
        meet(a, b);
        const before = shapeOf(b);
        b.editor.history.stopCapturing();
        restore(b, id);
        expect(shapeOf(b)).toEqual(saved);
        meet(a, b);
        expect(shapeOf(a)).toEqual(shapeOf(b));
        if (JSON.stringify(before) !== JSON.stringify(saved)) b.editor.undo();
        expect(shapeOf(b)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('what another types meanwhile stays', async () => {
    const { a, b } = await pair();
    const id = save(a, 'one');
    a.editor.caret(0, -1);
    a.editor.type(' and more');
    meet(a, b);
    restore(a, id);
    b.editor.caret(1, -1);
    b.editor.type(' typed');
    b.editor.caret(0, 0);
    b.editor.type('Very ');
    meet(a, b);
    expect(a.editor.lines().slice(0, 2)).toEqual(['paragraph|Very First words', 'paragraph|Second words typed']);
    expect(a.editor.lines()).toEqual(b.editor.lines());
  });

  test.each(Object.entries(TABLE_DEEDS))(
    'of a table as well, after %s: and what another types in a cell meanwhile stays',
    async (name, deed) => {
      const { a, b } = await pair();
      a.editor.caret(1, -1);
      a.editor.run(insertTable({ rows: 2, columns: 2 }, a.editor.createId));
      for (const [at, words] of ['one', 'two', 'three', 'four'].entries()) {
        goToCell(a.editor, Math.floor(at / 2), at % 2);
        a.editor.type(words);
      }
      const saved = JSON.stringify(shapeOf(a));
      const id = save(a, 'one');
      meet(a, b);
      deed(a.editor);
      meet(a, b);
      const before = shapeOf(b);
      b.editor.history.stopCapturing();
      restore(b, id);
      expect(JSON.stringify(shapeOf(b))).toEqual(saved);
      if (name !== 'deleteTable') {
        a.editor.caret(0, 0);
        const last = cellsOf(a).at(-1);
        a.editor.dispatch(a.editor.state().tr.insertText('!', last));
      }
      meet(a, b);
      expect(shapeOf(a)).toEqual(shapeOf(b));
      if (name !== 'deleteTable') {
        const text = a.editor.state().doc.textContent;
        const lost = a.replica.losses.list().flatMap(({ runs }) => runs.map((run) => run.text));
        expect([text, ...lost].join(' ')).toContain('!');
        return;
      }
      b.editor.undo();
      expect(shapeOf(b)).toEqual(before);
    },
  );

  test('a version outlives compaction and what is collected, holds no other version, and can be renamed and deleted by others', async () => {
    const { room, a, b } = await pair();
    const id = save(a, '  The\u202e first\n one ');
    const size = a.versions.list.get()[0]?.bytes ?? 0;
    for (let i = 0; i < 5; i++) save(a, `copy ${i}`);
    expect(Math.max(...a.versions.list.get().map(({ bytes }) => bytes))).toBeLessThan(1.5 * size + 100);
    a.editor.dispatch(a.editor.state().tr.delete(0, a.editor.state().doc.content.size));
    meet(a, b);
    expect(a.replica.compact()).toBeDefined();
    const c = open(room, a.replica);
    expect(c.versions.list.get().map(({ name }) => name)).toContain('The first one');
    restore(c, id);
    expect(c.editor.lines().slice(0, 3)).toEqual([
      'paragraph|First words',
      'paragraph|Second words',
      'paragraph|Third words',
    ]);
    b.versions.rename(id, 'Another name');
    a.versions.remove(a.versions.list.get().find(({ name }) => name === 'copy 4')?.id ?? '');
    meet(a, b);
    for (const { versions } of [a, b]) {
      expect(
        versions.list
          .get()
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(['Another name', 'copy 0', 'copy 1', 'copy 2', 'copy 3']);
    }
  });

  test('automatic versions make room for each other; what is full says so', async () => {
    const { a } = await pair();
    for (let i = 0; i < 15; i++) expect(a.versions.save(`auto ${i}`, { isAutomatic: true }).ok).toBe(true);
    expect(a.versions.list.get()).toHaveLength(10);
    const map = a.replica.doc.getMap<object>('versions');
    const [one] = a.versions.list.get();
    const value = { ...map.get(one?.id ?? ''), isAutomatic: false };
    a.replica.doc.transact(() => {
      for (let i = 10; i < 109; i++) map.set(`saved-by-${i}`.padEnd(12, '_'), value);
    });
    save(a, 'the last');
    expect(a.versions.list.get().some(({ isAutomatic }) => isAutomatic)).toBe(false);
    const full = a.versions.save('one more');
    expect(full.ok ? '' : full.failure.code).toBe('versions-full');
  });

  test('what is no version is not listed or read, and one that lies about the letters is found out', async () => {
    const { a } = await pair();
    const map = a.replica.doc.getMap('versions');
    const forged = new Y.Doc();
    forged.clientID = a.replica.doc.clientID;
    seedDocument(forged);
    (forged.getXmlFragment(CONTENT).get(0) as Y.XmlElement).insert(0, [
      new Y.XmlText('Something that was never written here'),
    ]);
    for (const value of [
      null,
      7,
      'x',
      {},
      { at: -1, state: new Uint8Array() },
      { at: Number.NaN, state: new Uint8Array(9) },
      { at: 1, state: 'no' },
    ]) {
      map.set('AAAAAAAAAAAA', value);
      expect(a.versions.list.get()).toEqual([]);
      expect(a.versions.stateOf('AAAAAAAAAAAA')).toBeUndefined();
    }
    map.set('AAAAAAAAAAAA', { at: 1, state: new Uint8Array([255, 255, 255, 255, 1, 2, 3]) });
    expect(a.versions.list.get()).toHaveLength(1);
    expect(a.versions.stateOf('AAAAAAAAAAAA')).toBeUndefined();
    const changes = createChanges({
      doc: a.replica.doc,
      root: CONTENT,
      before: Y.encodeStateAsUpdateV2(forged),
      authorOf: () => '',
      deleterOf: () => '',
    });
    expect(changes.isTrue()).toBe(false);
  });
});
