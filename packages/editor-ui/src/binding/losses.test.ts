import type { Heads, Replica } from '@weft/crdt-core';
import { createTestRoom, handOver, type TestRoom } from '@weft/crdt-core/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextSelection } from 'prosemirror-state';
import * as Y from 'yjs';
import { setKind } from '../commands/blocks.ts';
import { moveBlocks } from '../commands/move.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { deleteRows, insertTable } from '../table/commands.ts';
import { createHeadless, type Headless } from '../testing/headless.ts';
import { seedDocument } from './seed.ts';

type Device = ReturnType<TestRoom['device']>;

/** A person at a device, whose tab may be closed and opened again. */
interface Desk {
  readonly device: Device;
  replica: Replica;
  editor: Headless;
  /** Up to here the losses were looked for. */
  seen: Heads;
  /** Every letter typed here, by its Yjs id. */
  readonly typed: Map<string, string>;
}

/** What is known of the whole history from the outside: the letters that someone who saw them deleted. */
interface World {
  readonly room: TestRoom;
  readonly desks: Desk[];
  readonly deletedBySight: Set<string>;
  words: number;
}

function* idsOf(client: number, clock: number, length: number): Iterable<string> {
  for (let i = 0; i < length; i++) yield `${client}:${clock + i}`;
}

/** Opens a desk, and takes note of what its person types and deletes. */
function sit(world: World, desk: Omit<Desk, 'replica' | 'editor'>, stored?: Uint8Array): Desk {
  const replica = world.room.replica({
    device: desk.device,
    ...(stored === undefined ? {} : { stored: [stored], seen: desk.seen }),
  });
  const opened: Desk = { ...desk, replica, editor: undefined as unknown as Headless };
  replica.doc.on('afterTransaction', (transaction) => {
    if (!transaction.local) return;
    for (const [client, ranges] of transaction.deleteSet.clients) {
      for (const { clock, len } of ranges) for (const id of idsOf(client, clock, len)) world.deletedBySight.add(id);
    }
    const { clientID: client, store } = replica.doc;
    const before = transaction.beforeState.get(client) ?? 0;
    for (const struct of store.clients.get(client) ?? []) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
      [...idsOf(client, struct.id.clock, struct.length)].forEach((id, at) => {
        if (struct.id.clock + at >= before) opened.typed.set(id, (struct.content as Y.ContentString).str[at] ?? '');
      });
    }
  });
  return opened;
}

function bind(desk: Desk): void {
  desk.editor = createHeadless(desk.replica.doc);
  desk.replica.setApplyGate((apply) => desk.editor.binding.applyBatch([apply]));
}

async function openWorld(seed: number, count: number): Promise<World> {
  const room = await createTestRoom(seed);
  const world: World = { room, desks: [], deletedBySight: new Set(), words: 0 };
  for (let i = 0; i < count; i++) {
    world.desks.push(sit(world, { device: room.device(), seen: new Map(), typed: new Map() }));
  }
  const [first] = world.desks as [Desk];
  seedDocument(first.replica.doc);
  bind(first);
  first.editor.caret(0, 0);
  for (const words of ['one', 'two', 'three']) {
    first.editor.type(`${words} `);
    first.editor.run(splitOrLeave);
  }
  for (const desk of world.desks.slice(1)) {
    deliver(first, desk);
    bind(desk);
  }
  return world;
}

function deliver(from: Desk, to: Desk): void {
  from.replica.flush();
  to.replica.flush();
  handOver(from.replica, to.replica);
}

function close(world: World): void {
  for (const { editor, replica } of world.desks) {
    editor.destroy();
    replica.destroy();
  }
}

function restart(world: World, at: number): void {
  const desk = world.desks[at] as Desk;
  desk.replica.flush();
  const stored = Y.encodeStateAsUpdate(desk.replica.ledger.doc);
  desk.editor.destroy();
  desk.replica.destroy();
  const opened = sit(world, desk, stored);
  world.desks[at] = opened;
  bind(opened);
}

/** Letters that are neither there nor were deleted by anyone who saw them, and what the desk offers back. */
function expectAccounted(world: World): void {
  for (const { replica, typed } of world.desks) {
    const live = new Set<string>();
    for (const structs of replica.doc.store.clients.values()) {
      for (const struct of structs) {
        if (struct.deleted) continue;
        for (const id of idsOf(struct.id.client, struct.id.clock, struct.length)) live.add(id);
      }
    }
    const wanted = [...typed].filter(([id]) => !live.has(id) && !world.deletedBySight.has(id));
    const offered = replica.losses
      .list()
      .flatMap(({ runs }) =>
        runs.flatMap(({ client, clock, text, isLost }) =>
          isLost ? [...idsOf(client, clock, text.length)].map((id, at) => [id, text[at] ?? ''] as const) : [],
        ),
      );
    const own = offered.filter(([id]) => typed.has(id));
    expect(new Set(own.map(([id]) => id)).size).toBe(own.length);
    expect(new Map(own)).toEqual(new Map(wanted));
    // Of others: only what is gone, and was not deleted by sight.
    for (const [id] of offered) expect(live.has(id) || world.deletedBySight.has(id)).toBe(false);
  }
}

const ACTIONS = [
  'word',
  'word',
  'word',
  'more',
  'block',
  'range',
  'split',
  'join',
  'move',
  'kind',
  'undo',
  'redo',
] as const;
type Action = (typeof ACTIONS)[number];

interface Step {
  readonly who: number;
  readonly block: number;
  readonly offset: number;
  readonly action: Action;
  /**
   * What happens then: nothing, news from one other, all news, a look at what there is, the ledger is compacted, the tab is opened anew, or it ends
   * with news in its ledger that were not drawn.
   */
  readonly next: 'nothing' | 'hear' | 'meet' | 'look' | 'compact' | 'restart' | 'crash';
  readonly other: number;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });
const steps = fc.array(
  fc.record<Step>({
    who: fc.nat(2),
    block: unit,
    offset: unit,
    action: fc.constantFrom(...ACTIONS),
    next: fc.constantFrom('nothing', 'nothing', 'nothing', 'hear', 'meet', 'look', 'compact', 'restart', 'crash'),
    other: fc.nat(2),
  }),
  { maxLength: 30 },
);

function perform(world: World, { who, block: where, offset, action }: Step): void {
  const { editor } = world.desks[who] as Desk;
  const { doc } = editor.state();
  const index = Math.floor(where * doc.childCount);
  const block = doc.maybeChild(index);
  if (action === 'undo' || action === 'redo') return editor[action]();
  if (!block?.isTextblock) return;
  editor.caret(index, Math.floor(offset * (block.content.size + 1)));
  switch (action) {
    case 'word':
      return editor.type(` w${world.words++} `);
    case 'more':
      editor.caret(index, -1);
      return editor.type(`m${world.words++}`);
    case 'block': {
      const start = editor.state().selection.$from.before(1);
      return editor.dispatch(editor.state().tr.delete(start, start + block.nodeSize));
    }
    case 'range': {
      const { from } = editor.state().selection;
      return editor.dispatch(editor.state().tr.delete(from, Math.min(from + 9, editor.state().doc.content.size)));
    }
    case 'split':
      return void editor.run(splitOrLeave);
    case 'join':
      editor.caret(index, 0);
      return void editor.run(backspaceAtStart);
    case 'kind':
      return void editor.run(setKind('bullet'));
    case 'move':
      return void moveBlocks(index, index + 1, 0, editor.binding.copyId)(editor.state(), editor.dispatch);
  }
}

async function live(all: readonly Step[], seed: number): Promise<void> {
  const world = await openWorld(seed, 3);
  try {
    for (const step of all) {
      perform(world, step);
      const desk = world.desks[step.who] as Desk;
      const other = world.desks[step.other] as Desk;
      if (step.next === 'hear' && other !== desk) deliver(other, desk);
      else if (step.next === 'meet') for (const each of world.desks) if (each !== desk) deliver(each, desk);
      if (step.next === 'look') desk.seen = new Map(desk.replica.ledger.heads());
      if (step.next === 'compact') desk.replica.compact();
      if (step.next === 'restart') restart(world, step.who);
      if (step.next === 'crash') {
        desk.replica.setApplyGate(() => undefined);
        for (const each of world.desks) if (each !== desk) deliver(each, desk);
        restart(world, step.who);
      }
    }
    for (let round = 0; round < 2; round++) {
      for (const from of world.desks) for (const to of world.desks) if (from !== to) deliver(from, to);
    }
    expectAccounted(world);
  } finally {
    close(world);
  }
}

describe('words whose place is deleted meanwhile', () => {
  test('every letter is in the document, was deleted by someone who saw it, or is offered back to its writer, once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (all, seed) => await live(all, seed)),
      { numRuns: process.env['WEFT_THOROUGH'] === '1' ? 3_000 : 40 },
    );
  });

  test('one deletes a paragraph in which the other writes: both are told, the writer with what stood around', async () => {
    const world = await openWorld(1, 2);
    const [a, b] = world.desks as [Desk, Desk];
    a.replica.people.setPerson({ name: 'Ada', color: '#336699' });
    const start = a.editor.state().doc.child(0).nodeSize;
    a.editor.dispatch(a.editor.state().tr.delete(start, start + a.editor.state().doc.child(1).nodeSize));
    b.editor.caret(1, 3);
    b.editor.type(', and a half');
    deliver(a, b);
    b.editor.caret(1, -1);
    deliver(b, a);
    const [mine, ...more] = b.replica.losses.list();
    expect(more).toEqual([]);
    expect(mine?.runs.map(({ text, isLost }) => [text, isLost])).toEqual([
      ['two', false],
      [', and a half', true],
      [' ', false],
    ]);
    expect(mine?.writer).toBe(b.replica.sessionHex);
    expect(mine?.remover).toBe(a.replica.sessionHex);
    expect(mine?.after).toBe(a.editor.state().doc.child(0).attrs['id']);
    const [theirs] = a.replica.losses.list();
    expect(theirs?.writer).toBe(b.replica.sessionHex);
    expect(theirs?.remover).toBe(a.replica.sessionHex);
    expect(theirs?.runs.filter(({ isLost }) => isLost).map(({ text }) => text)).toEqual([', and a half']);

    // Dealt with, it stays so: in the next session too, which looks at everything again.
    b.replica.losses.settle(mine?.key ?? '');
    expect(b.replica.losses.list()).toEqual([]);
    restart(world, 1);
    expect(world.desks[1]?.replica.losses.list()).toEqual([]);
    // Not dealt with, it is still there, and not twice.
    restart(world, 0);
    expect(world.desks[0]?.replica.losses.list().map(({ key }) => key)).toEqual([theirs?.key]);
    close(world);
  });

  test('a row of a table is deleted in which the other writes: told as such, and put back below the table', async () => {
    const world = await openWorld(3, 2);
    const [a, b] = world.desks as [Desk, Desk];
    a.editor.caret(0, -1);
    a.editor.run(insertTable({ rows: 2, columns: 2 }, a.editor.createId));
    a.editor.type('corner');
    deliver(a, b);
    const cell = (editor: Headless): number => {
      let found = 0;
      editor.state().doc.descendants((node, position) => {
        if (node.isTextblock && node.textContent.startsWith('corner')) found = position + 1 + node.content.size;
      });
      return found;
    };
    b.editor.dispatch(b.editor.state().tr.setSelection(TextSelection.create(b.editor.state().doc, cell(b.editor))));
    b.editor.type(' words');
    a.editor.dispatch(a.editor.state().tr.setSelection(TextSelection.create(a.editor.state().doc, cell(a.editor))));
    expect(a.editor.run(deleteRows)).toBe(true);
    deliver(a, b);
    deliver(b, a);
    const [lost] = b.replica.losses.list();
    expect(lost?.runs.map(({ text, isLost }) => [text, isLost])).toEqual([
      ['corner', false],
      [' words', true],
    ]);
    expect(lost?.element).toBe('row');
    const table = b.editor.state().doc.children.findIndex((node) => node.type.name === 'table');
    expect(lost?.after).toBe(b.editor.state().doc.child(table).attrs['id']);
    close(world);
  });

  test.each(['the deleter', 'a third'] as const)(
    'the writer is away, and %s compacts after the two met: the writer is told on coming back, once',
    async (who) => {
      const world = await openWorld(4, 3);
      const [a, b, c] = world.desks as [Desk, Desk, Desk];
      const start = a.editor.state().doc.child(0).nodeSize;
      b.editor.caret(1, 3);
      b.editor.type(', and a half');
      a.editor.dispatch(a.editor.state().tr.delete(start, start + a.editor.state().doc.child(1).nodeSize));
      deliver(b, a);
      const compacts = who === 'a third' ? c : a;
      if (who === 'a third') deliver(a, c);
      compacts.replica.compact();
      expect([...compacts.replica.ledger.entries()].map(({ kind }) => kind)).toEqual(['snapshot']);
      // A later one stands for that one, and tells the same.
      compacts.editor.caret(0, -1);
      compacts.editor.type('more');
      compacts.replica.compact();
      restart(world, 1);
      const back = world.desks[1] as Desk;
      deliver(compacts, back);
      const wanted = [
        ['two', false],
        [', and a half', true],
        [' ', false],
      ];
      const told = (): unknown[] =>
        back.replica.losses.list().map(({ runs }) => runs.map(({ text, isLost }) => [text, isLost]));
      expect(told()).toEqual([wanted]);
      deliver(a, back);
      deliver(back, compacts);
      back.replica.compact();
      deliver(compacts, back);
      expect(told()).toEqual([wanted]);
      // Nobody who was not there hears of it.
      expect(c.replica.losses.list()).toEqual([]);
      close(world);
    },
  );

  test('the writer’s tab ends when the snapshot that has the deletion is in its ledger, and not yet drawn: told by the next one, with what stood around', async () => {
    const world = await openWorld(5, 3);
    const [a, b, c] = world.desks as [Desk, Desk, Desk];
    b.editor.caret(1, 3);
    b.editor.type(', and a half');
    deliver(b, c);
    const start = a.editor.state().doc.child(0).nodeSize;
    a.editor.dispatch(a.editor.state().tr.delete(start, start + a.editor.state().doc.child(1).nodeSize));
    b.seen = new Map(b.replica.ledger.heads());
    b.replica.setApplyGate(() => undefined);
    // Two of them: the first takes the place of the words, the second that of the first.
    deliver(a, c);
    c.replica.compact();
    deliver(c, b);
    c.editor.caret(0, -1);
    c.editor.type('more');
    c.replica.compact();
    deliver(c, b);
    expect(b.replica.losses.list()).toEqual([]);
    restart(world, 1);
    const [back] = world.desks[1]?.replica.losses.list() ?? [];
    expect(back?.runs.map(({ text, isLost }) => [text, isLost])).toEqual([
      ['two', false],
      [', and a half', true],
      [' ', false],
    ]);
    expect(back?.after).toBe(a.editor.state().doc.child(0).attrs['id']);
    close(world);
  });

  test('what the writer or the deleter had seen go is nobody’s loss', async () => {
    const world = await openWorld(2, 2);
    const [a, b] = world.desks as [Desk, Desk];
    b.editor.caret(1, -1);
    b.editor.type('seen');
    deliver(b, a);
    const start = a.editor.state().doc.child(0).nodeSize;
    a.editor.dispatch(a.editor.state().tr.delete(start, start + a.editor.state().doc.child(1).nodeSize));
    deliver(a, b);
    expect(a.replica.losses.list()).toEqual([]);
    expect(b.replica.losses.list()).toEqual([]);
    close(world);
  });
});
