import type { WeftDocument } from '@weft/crdt-core';
import { expect, test } from 'vitest';
import { setUpDocuments, until, untilText } from './document-bench.ts';

/** Re-keying as an app sees it, over a real relay process on the loopback (KEY-8). */
const on = setUpDocuments();

const write = (document: WeftDocument, text: string): void => document.doc.getText('words').insert(0, text);

/** A device is known by a name it was given here. */
const idOf = (document: WeftDocument, name: string): string =>
  document.people.devices.get().find((device) => device.name === name)?.id ?? '';

test('a device is removed: the others go on, it cannot read on, and a link made before gives nothing new', async () => {
  const [ada, ben, cyd] = [on.bench.device(), on.bench.device(), on.bench.device()];
  const admin = await ada.open({ relay: on.relay.address, isAdmin: true });
  const kept = await ben.open({ relay: on.relay.address });
  const gone = await cyd.open({ relay: on.relay.address });
  for (const [document, name] of [
    [admin, 'Ada'],
    [kept, 'Ben'],
    [gone, 'Cyd'],
  ] as const) {
    document.setUser({ name, color: '#336699' });
    write(document, `${name} `);
  }
  await untilText(admin, 'Ada', 'Ben', 'Cyd');
  for (const document of [admin, kept]) {
    await until(document, 'everyone known', () => ['Ada', 'Ben', 'Cyd'].every((name) => idOf(document, name) !== ''));
  }
  expect(admin.people.devices.get().map(({ role, isSelf }) => [role, isSelf])).toEqual([
    ['admin', true],
    ['editor', false],
    ['editor', false],
  ]);
  expect(kept.people.devices.get().find(({ name }) => name === 'Ada')?.fingerprint).toBe(
    admin.people.devices.get()[0]?.fingerprint,
  );

  expect(admin.people.remove([idOf(admin, 'Cyd')])).toEqual({ ok: true, value: undefined });
  write(admin, 'AFTER ');
  await untilText(kept, 'AFTER');
  write(kept, 'TOO ');
  await untilText(admin, 'TOO');
  await until(gone, 'told', () => gone.people.access.get().isRemoved);
  expect(gone.doc.getText('words').toString()).not.toContain('AFTER');
  expect(gone.status.get().alarms.map(({ code }) => code)).toContain('removed');
  await until(kept, 'everything sent', ({ unsent, relay: link }) => unsent === 0 && link.state === 'connected');
  expect(kept.people.access.get()).toEqual({ epoch: 1, isRemoved: false });

  // The old link on a new device; the new link on another.
  const stranger = await on.bench.device().open({ relay: on.relay.address });
  await until(stranger, 'told', () => stranger.people.access.get().isRemoved);
  expect(stranger.doc.getText('words').toString()).not.toContain('AFTER');
  const link = admin.capability('viewer');
  if (!link.ok) throw new Error(link.failure.sentence);
  const invited = await on.bench.device().open({ relay: on.relay.address, capability: link.value });
  await untilText(invited, 'Ada', 'Ben', 'Cyd', 'AFTER', 'TOO');
  expect(invited.people.access.get()).toEqual({ epoch: 1, isRemoved: false });
}, 60_000);

test('who was away comes back after the relay kept only a snapshot under the new keys, and loses nothing', async () => {
  const [ada, ben, cyd] = [on.bench.device(), on.bench.device(), on.bench.device()];
  const admin = await ada.open({ relay: on.relay.address, isAdmin: true });
  const before = await ben.open({ relay: on.relay.address });
  const gone = await cyd.open({ relay: on.relay.address });
  admin.setUser({ name: 'Ada', color: '#336699' });
  gone.setUser({ name: 'Cyd', color: '#336699' });
  for (const [document, word] of [
    [admin, 'one '],
    [before, 'two '],
    [gone, 'three '],
  ] as const)
    write(document, word);
  await untilText(before, 'one', 'two', 'three');
  await untilText(admin, 'one', 'two', 'three');
  await until(before, 'sent', ({ unsent }) => unsent === 0);
  await until(admin, 'Cyd known', () => idOf(admin, 'Cyd') !== '');
  await before.close();
  const away = await ben.open();
  write(away, 'OFFLINE ');
  await away.flush();
  await away.close();

  admin.people.remove([idOf(admin, 'Cyd')]);
  // Enough for a compaction at the relay: what the notice was in is cut off.
  for (let i = 0; i < 1_100; i++) {
    write(admin, i % 100 === 0 ? `w${i} ` : 'x');
    await admin.flush();
  }
  await until(admin, 'sent', ({ unsent }) => unsent === 0, 60_000);
  let metrics = '';
  const ask = (): void =>
    void fetch(`${on.relay.origin}/metrics`).then(async (answer) => (metrics = await answer.text()));
  await until(admin, 'a compaction', () => {
    ask();
    return /weft_compacted_total [1-9]/.test(metrics);
  });

  const back = await ben.open({ relay: on.relay.address });
  await untilText(back, 'OFFLINE', 'w1000');
  await untilText(admin, 'OFFLINE');
  expect(back.people.access.get()).toEqual({ epoch: 1, isRemoved: false });
  await until(back, 'sent', ({ unsent }) => unsent === 0);
  // Whoever has only the old keys reads the whole log, and nothing of it.
  const stranger = await on.bench.device().open({ relay: on.relay.address });
  await until(stranger, 'told', () => stranger.people.access.get().isRemoved);
  await until(stranger, 'connected', ({ relay: link }) => link.state === 'connected');
  for (const one of [gone, stranger]) expect(one.doc.getText('words').toString()).not.toContain('OFFLINE');
}, 120_000);
