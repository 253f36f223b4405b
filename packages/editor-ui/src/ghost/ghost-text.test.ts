import { EditorState, TextSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import type { EditorPorts } from '../ports.ts';
import type { GhostTextPort } from './port.ts';
import { ghostText } from './ghost-text.ts';

type Asked = Parameters<GhostTextPort['suggest']>[0] & { readonly signal: AbortSignal };

/** An editor's state with the plugin, whose frames and timers run when they are told to, and an engine that always answers. */
function createDesk(words: string): {
  readonly asked: Asked[];
  /** Texts that were shown, or undefined where nothing was any more. */
  readonly shown: (string | undefined)[];
  type(letters: string): void;
  moveTo(at: number): void;
  /** Runs the timers that are due after `ms`, then what was promised. */
  pass(ms: number): Promise<void>;
  frame(): Promise<void>;
  /** Views of plugins end and begin anew, as where another plugin is added. */
  change(): void;
} {
  const asked: Asked[] = [];
  const shown: (string | undefined)[] = [];
  let now = 0;
  let frames: (() => void)[] = [];
  let timers: { readonly at: number; readonly act: () => void }[] = [];
  const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  const ports: EditorPorts = {
    frame(act) {
      frames.push(act);
      return () => (frames = frames.filter((one) => one !== act));
    },
    timeout(ms, act) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
    now: () => now,
    clock: () => now,
    createId: () => 'id',
  };
  const engine: GhostTextPort = {
    suggest: async (place, signal) => {
      asked.push({ ...place, signal });
      return 'ing on';
    },
  };
  const plugin = ghostText({ ports, engine: () => engine, isApple: () => false, shown: (text) => shown.push(text) });
  const doc = schema.topNodeType.create(null, [schema.nodes.block.create({ id: 'b' }, schema.text(words))]);
  let state = EditorState.create({ schema, doc, plugins: [plugin] });
  state = state.apply(state.tr.setSelection(TextSelection.atEnd(doc)));
  const apply = (tr: Transaction): void => {
    const before = state;
    state = state.apply(tr);
    viewed?.update?.(view, before);
  };
  const view = {
    get state() {
      return state;
    },
    composing: false,
    editable: true,
    isDestroyed: false,
    hasFocus: () => true,
    dispatch: apply,
  } as unknown as EditorView;
  let viewed = plugin.spec.view?.(view);
  return {
    asked,
    shown,
    type: (letters) => apply(state.tr.insertText(letters)),
    moveTo: (at) => apply(state.tr.setSelection(TextSelection.create(state.doc, at))),
    async pass(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { act } of due) act();
      await settle();
    },
    async frame() {
      const due = frames;
      frames = [];
      for (const act of due) act();
      await settle();
    },
    change() {
      viewed?.destroy?.();
      viewed = plugin.spec.view?.(view);
    },
  };
}

describe('asking', () => {
  test('does not wait for the letter’s frame, and what is answered does', async () => {
    const desk = createDesk('We go');
    desk.type('o');
    expect(desk.asked).toEqual([]);
    await desk.pass(0);
    expect(desk.asked).toMatchObject([{ before: 'We goo', after: '' }]);
    await desk.pass(1000);
    expect(desk.shown).toEqual([]);
    await desk.frame();
    await desk.pass(0);
    await desk.pass(1000);
    expect(desk.shown).toEqual(['ing on']);
  });

  test('ends with the next letter, and asks no more while what is suggested is typed', async () => {
    const desk = createDesk('We ');
    desk.type('g');
    await desk.pass(0);
    desk.type('o');
    expect(desk.asked[0]?.signal.aborted).toBe(true);
    await desk.pass(0);
    await desk.frame();
    await desk.pass(0);
    desk.type('i');
    await desk.pass(0);
    expect(desk.asked.map(({ before }) => before)).toEqual(['We g', 'We go']);
    // Whoever types on hears only of what stands.
    await desk.pass(1000);
    expect(desk.shown).toEqual(['ng on']);
  });

  test('goes on where a part of the editor comes meanwhile, and what is shown is told', async () => {
    const desk = createDesk('We go');
    desk.type('o');
    desk.change();
    await desk.pass(0);
    desk.change();
    await desk.pass(0);
    await desk.frame();
    await desk.pass(0);
    expect(desk.asked.map(({ before, signal }) => [before, signal.aborted])).toEqual([
      ['We goo', true],
      ['We goo', false],
    ]);
    await desk.pass(200);
    desk.change();
    await desk.pass(1000);
    expect(desk.shown).toEqual(['ing on']);
    desk.change();
    await desk.pass(1000);
    expect(desk.asked.length).toBe(2);
  });

  test('where a caret rests has the engine read, and shows nothing', async () => {
    const desk = createDesk('We go there');
    desk.moveTo(3);
    await desk.pass(50);
    desk.moveTo(6);
    await desk.pass(50);
    expect(desk.asked).toEqual([]);
    await desk.pass(50);
    expect(desk.asked).toMatchObject([{ before: 'We go', after: ' there' }]);
    await desk.frame();
    await desk.pass(1000);
    expect(desk.shown).toEqual([]);
  });
});
