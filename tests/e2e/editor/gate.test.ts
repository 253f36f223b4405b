import { expect, expectLines, focus, openEditors, test, type } from './fixture.ts';

test('content of a newer version freezes the editor and is not touched', async ({ page }) => {
  await openEditors(page, 'a', 'b');
  await focus(page, 'a');
  await type(page, 'known text');
  await expectLines(page, ['paragraph|known text'], 'b');
  const before = await page.evaluate(() => {
    const { Y, peers } = weft;
    const { doc, document: source } = peers['b'] as (typeof peers)[string];
    doc.transact(() => {
      const table = new Y.XmlElement('table');
      table.insert(0, [new Y.XmlText('cell')]);
      source.content.insert(1, [table]);
    }, 'newer program');
    return [...Y.encodeStateAsUpdate(doc)];
  });
  await expect
    .poll(() => page.evaluate(() => weft.peers['a']?.events.some(({ code }) => code === 'schema-unknown')))
    .toBe(true);
  expect(await page.evaluate(() => weft.lines('a'))).toEqual(['paragraph|known text', 'paragraph|cell']);
  await page.locator('#a .weft-content').click();
  await page.keyboard.type('should not be written');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  const after = await page.evaluate(() => {
    const { Y, peers } = weft;
    const { doc, editor } = peers['a'] as (typeof peers)[string];
    return {
      update: [...Y.encodeStateAsUpdate(doc)],
      state: editor.state.get(),
      enabled: editor.commandList.filter((command) => command.isEnabled()).map(({ id }) => id),
    };
  });
  expect(after.update).toEqual(before);
  expect(after.state.editable).toBe(false);
  expect(after.state.frozen?.code).toBe('schema-unknown');
  expect(after.enabled).toEqual(['find', 'selectAll']);
});

test('a document of a newer version opens as a read-only copy', async ({ page }) => {
  await openEditors(page, 'a');
  await focus(page, 'a');
  await type(page, 'future');
  const isSame = await page.evaluate(() => {
    const { Y, peers } = weft;
    const { doc } = peers['a'] as (typeof peers)[string];
    const newer = new Y.Doc();
    Y.applyUpdate(newer, Y.encodeStateAsUpdate(doc));
    newer.getMap('weft').set('schema', 99);
    const update = Y.encodeStateAsUpdate(newer);
    weft.open('c', { update: [...update] });
    return (
      JSON.stringify([...Y.encodeStateAsUpdate((peers['c'] as (typeof peers)[string]).doc)]) ===
      JSON.stringify([...update])
    );
  });
  expect(isSame).toBe(true);
  await expect
    .poll(() => page.evaluate(() => weft.peers['c']?.events))
    .toEqual([{ name: 'schema-mismatch', code: 'schema-newer' }]);
  expect(await page.evaluate(() => weft.lines('c'))).toEqual(['paragraph|future']);
});

test('a reader cannot write, by key, command, paste or extension', async ({ page }) => {
  await openEditors(page, 'a');
  await focus(page, 'a');
  await type(page, '[] only read');
  const before = await page.evaluate(() => {
    weft.open('r', { canEdit: false });
    const { doc, editor } = weft.peers['r'] as (typeof weft.peers)[string];
    editor.setEditable(true);
    return [...weft.Y.encodeStateAsUpdate(doc)];
  });
  await page.locator('#r .weft-checkbox').click({ force: true });
  await page.locator('#r .weft-text').click();
  await page.keyboard.type('nope');
  const after = await page.evaluate(() => {
    const { doc, editor } = weft.peers['r'] as (typeof weft.peers)[string];
    for (const command of editor.commandList)
      command.run(command.id === 'link' ? { href: 'https://x.org' } : undefined);
    editor.view.dispatch(editor.view.state.tr.insertText('nope', 1));
    return [...weft.Y.encodeStateAsUpdate(doc)];
  });
  expect(after).toEqual(before);
  await expect(page.locator('#r .weft-content')).toHaveAttribute('aria-readonly', 'true');
  await expect(page.locator('#r .weft-content')).toHaveAttribute('contenteditable', 'false');
});

test('mounting and ending an editor 50 times leaves nothing behind', async ({ page }) => {
  await openEditors(page, 'a');
  const left = await page.evaluate(async () => {
    const peer = weft.peers['a'] as (typeof weft.peers)[string];
    peer.editor.destroy();
    const count = (): number[] => [
      [...peer.doc._observers.values()].reduce((sum, set) => sum + set.size, 0),
      [...peer.awareness._observers.values()].reduce((sum, set) => sum + set.size, 0),
      peer.document.content._dEH.l.length,
      peer.doc.getMap('weft')._eH.l.length,
      document.querySelectorAll('*').length,
    ];
    const timers = new Set<number>();
    const frames = new Set<number>();
    const listeners = new Map<string, number>();
    const {
      setTimeout: set,
      clearTimeout: unset,
      requestAnimationFrame: request,
      cancelAnimationFrame: cancel,
    } = window;
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    Object.assign(window, {
      setTimeout: (fn: () => void, ms: number) => {
        const id = set(() => {
          timers.delete(id);
          fn();
        }, ms) as unknown as number;
        timers.add(id);
        return id;
      },
      clearTimeout: (id: number) => {
        timers.delete(id);
        unset(id);
      },
      requestAnimationFrame: (fn: FrameRequestCallback) => {
        const id = request((time) => {
          frames.delete(id);
          fn(time);
        });
        frames.add(id);
        return id;
      },
      cancelAnimationFrame: (id: number) => {
        frames.delete(id);
        cancel(id);
      },
    });
    const isGlobal = (target: unknown): boolean => target === window || target === document;
    EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: Parameters<typeof add>): void {
      if (isGlobal(this ?? window)) listeners.set(args[0], (listeners.get(args[0]) ?? 0) + 1);
      add.apply(this ?? window, args);
    };
    EventTarget.prototype.removeEventListener = function (this: EventTarget, ...args: Parameters<typeof remove>): void {
      if (isGlobal(this ?? window)) listeners.set(args[0], (listeners.get(args[0]) ?? 0) - 1);
      remove.apply(this ?? window, args);
    };
    const before = count();
    for (let i = 0; i < 50; i++) {
      weft.remount('a');
      peer.editor.focus('end');
      peer.editor.commands.bold.run();
      peer.editor.view.dispatch(peer.editor.view.state.tr.insertText('x'));
      peer.editor.destroy();
    }
    // ProseMirror's own last timers take 20 ms and check that the view is still there.
    for (let i = 0; i < 200 && timers.size > 0; i++) await new Promise((resolve) => request(resolve));
    const open = { timers: timers.size, frames: frames.size };
    EventTarget.prototype.addEventListener = add;
    EventTarget.prototype.removeEventListener = remove;
    return { before, after: count(), open, listeners: [...listeners.values()].filter((n) => n > 0).length };
  });
  expect(left.after).toEqual(left.before);
  expect(left.open).toEqual({ timers: 0, frames: 0 });
  expect(left.listeners).toBe(0);
});
