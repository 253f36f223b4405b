import type { Replica } from '@weft/crdt-core';
import { createTestRoom, handOver, type TestRoom } from '@weft/crdt-core/testing';
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { seedDocument } from '../binding/seed.ts';
import { splitOrLeave } from '../commands/structure.ts';
import { insertTable } from '../table/commands.ts';
import { type Commenter, createCommenter } from './commenters.ts';
import { goToCell } from './deeds.ts';
import { shown } from './suggested.ts';

/** Someone at a device: a sealed replica, the real binding over it, and comments. */
export interface Person {
  readonly replica: Replica;
  readonly editor: Commenter;
}

/** People who begin with `alpha beta gamma`, `delta`, a table of two by two, and `omega`. For tests of what merges how. */
export interface Meeting {
  people(count: number): Person[];
}

export async function createMeeting(): Promise<Meeting> {
  const room = await createTestRoom(7);
  const writer = createPerson(room, (doc) => seedDocument(doc));
  const { editor } = writer;
  editor.caret(0, 0);
  editor.type('alpha beta gamma');
  for (const words of ['delta', 'omega']) {
    editor.run(splitOrLeave);
    editor.type(words);
  }
  editor.caret(1, -1);
  editor.run(insertTable({ rows: 2, columns: 2 }, editor.createId));
  for (const [at, words] of ['one', 'two', 'three', 'four'].entries()) {
    goToCell(editor, Math.floor(at / 2), at % 2);
    editor.type(words);
  }
  return {
    people: (count) =>
      Array.from({ length: count }, () => createPerson(room, (_, replica) => deliver(writer.replica, replica))),
  };
}

function createPerson(room: TestRoom, fill: (doc: Y.Doc, replica: Replica) => void): Person {
  const replica = room.replica();
  fill(replica.doc, replica);
  const editor = createCommenter(replica.doc);
  replica.setApplyGate((apply) => editor.binding.applyBatch([apply]));
  return { replica, editor };
}

function deliver(from: Replica, to: Replica): void {
  from.flush();
  handOver(from, to);
}

/** One hears what another has. */
export function hear(from: Person, to: Person): void {
  deliver(from.replica, to.replica);
  Y.applyUpdate(to.editor.comments, Y.encodeStateAsUpdate(from.editor.comments), 'remote');
}

export function part(people: readonly Person[]): void {
  for (const { replica, editor } of people) {
    editor.destroy();
    replica.destroy();
  }
}

function lineOf(node: Node, line: string): string {
  const indent = '→'.repeat(Number(node.attrs['indent'] ?? 0));
  return (
    indent +
    line
      .replace(/^([-+~]*)paragraph(\[.*?\])? /, '$1$2')
      .replace(/heading(\d) /, (_, level: string) => `${'#'.repeat(Number(level))} `)
  );
}

/** What is seen: blocks and rows of tables, and where comments stand. */
export function toSketch({ editor }: Person): string {
  const words = shown(editor);
  const lines = editor.state().doc.children.map((node, index) => {
    if (node.isTextblock) return lineOf(node, words[index] ?? '');
    if (node.type.name !== 'table') return node.type.name;
    return node.children
      .map((row) => {
        const cells = row.children.filter((cell) => cell.attrs['covered'] !== true);
        const toText = (cell: Node): string =>
          cell.attrs['colspan'] === 2 ? `${cell.textContent} ↔` : cell.textContent;
        return `[${cells.map((cell) => toText(cell).replaceAll('\n', ' ')).join('|')}]`;
      })
      .join('');
  });
  editor.rest();
  const threads = editor.threads().map(({ id }) => ` · on ${editor.wordsOf(id) ?? 'deleted text'}`);
  return (lines.join(' / ') + threads.join('')).replaceAll('\n', '¶');
}

/** Words of one person that a merge took away, as they are offered back. */
export function offeredTo({ replica }: Person): string {
  return replica.losses
    .list()
    .flatMap(({ runs }) => runs.filter(({ isLost }) => isLost).map(({ text }) => text))
    .join(' ')
    .trim();
}

/** The letters of the text and of its tables, in no order. */
export function lettersOf({ editor }: Person): string[] {
  return [...editor.state().doc.textBetween(0, editor.state().doc.content.size).replace(/\s/g, '')];
}
