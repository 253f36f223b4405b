import 'fake-indexeddb/auto';
import { openDocument, type WeftDocument } from '@weft/crdt-core';
import { type HeadPin, toHex } from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { setUpDocuments, until, untilText } from './document-bench.ts';

/** Documents as an app opens them, over a real relay process on the loopback. */
const on = setUpDocuments();

describe('two devices', () => {
  test('SYN-5 write apart and together; saved, sent and seen are said when they are true', async () => {
    const [ada, ben] = [on.bench.device(), on.bench.device()];
    const left = await ada.open();
    left.doc.getText('words').insert(0, 'alone ');
    await left.flush();
    expect(left.status.get()).toMatchObject({ saved: { unsaved: 0 }, relay: { state: 'off' }, unsent: 0, seenBy: 0 });
    await left.close();

    const one = await ada.open({ relay: on.relay.address });
    const two = await ben.open({ relay: on.relay.address });
    await untilText(two, 'alone');
    one.doc.getText('words').insert(0, 'from one ');
    two.doc.getText('words').insert(0, 'from two ');
    expect(one.status.get().unsent).toBeGreaterThanOrEqual(0);
    await untilText(one, 'from two', 'from one');
    await untilText(two, 'from two', 'from one');
    const status = await until(
      one,
      'seen by the other device',
      ({ seenBy, unsent }) => seenBy === 1 && unsent === 0,
      25_000,
    );
    expect(status).toMatchObject({ relay: { state: 'connected' }, saved: { unsaved: 0 }, people: 2, leads: true });
    expect(status.relay.failure).toBeUndefined();
    expect(status.alarms).toEqual([]);
  }, 40_000);

  test('SYN-7 people see one another, with names and colours that were checked, and go when they leave', async () => {
    const one = await on.bench.device().open({ relay: on.relay.address });
    const two = await on.bench.device().open({ relay: on.relay.address, role: 'viewer' });
    one.setUser({ name: 'Ada\u0000\u202e', color: 'url(evil)' });
    two.setUser({ name: 'Ben', color: '#00FF00' });
    await until(one, 'two people', ({ people }) => people === 2);
    const users = (): unknown[] => [...two.awareness.getStates().values()].map(({ user }) => user);
    await until(two, 'both names', () => users().length === 2 && users().every((user) => user !== undefined));
    expect(users()).toContainEqual({ name: 'Ada', color: '#808080' });
    expect(users()).toContainEqual({ name: 'Ben', color: '#00ff00' });
    await one.close();
    await until(two, 'alone again', ({ people }) => people === 1);
  });

  test('a relay that is killed and comes back empty is refilled, by whoever still has the document (SYN-3, SYN-4)', async () => {
    const [ada, ben, cleo] = [on.bench.device(), on.bench.device(), on.bench.device()];
    const one = await ada.open({ relay: on.relay.address });
    one.doc.getText('words').insert(0, 'first ');
    const reader = await ben.open({ relay: on.relay.address, role: 'viewer' });
    await untilText(reader, 'first');
    await until(one, 'sent', ({ unsent }) => unsent === 0);
    await one.close();
    await on.relay.kill();
    await until(reader, 'the relay is gone', (status) => status.relay.state === 'waiting');
    expect(reader.status.get().relay.failure?.sentence).toContain('cannot be reached');
    await on.relay.restart();
    // Only a viewer is left, who may not write and may pass on.
    await until(
      reader,
      'everything is there again',
      ({ relay: link, unsent }) => link.state === 'connected' && unsent === 0,
    );
    const two = await cleo.open({ relay: on.relay.address });
    await untilText(two, 'first');
  }, 40_000);

  test('KEY-7 a link is pinned to what was sent; whoever joins by it has that, and passes it on', async () => {
    const one = await on.bench.device().open({ relay: on.relay.address });
    const pinsOf = (document: WeftDocument): readonly HeadPin[] => {
      const capability = document.capability('editor');
      return capability.ok ? (capability.value.pins ?? []) : [];
    };
    one.doc.getText('words').insert(0, 'pinned');
    await one.flush();
    await until(one, 'sent', ({ unsent, relay: link }) => link.state === 'connected' && unsent === 0);
    const [pin] = pinsOf(one);
    const capability = { ...on.bench.capability('editor'), pins: pinsOf(one) };
    const two = await on.bench.device().open({ relay: on.relay.address, capability });
    await untilText(two, 'pinned');
    const three = await on.bench.device().open({ relay: on.relay.address, capability: { ...capability, pins: [] } });
    await untilText(three, 'pinned');
    // What is not at the relay yet is not promised to anyone.
    await on.relay.kill();
    await until(one, 'the relay is gone', (status) => status.relay.state === 'waiting');
    one.doc.getText('words').insert(0, 'never sent ');
    await one.flush();
    expect(one.status.get().unsent).toBe(1);
    expect(pinsOf(one).map(({ hash }) => toHex(hash))).toEqual([toHex(pin?.hash ?? new Uint8Array())]);
    expect(pinsOf(three)).toEqual(pinsOf(one));
    expect(two.status.get().alarms).toEqual([]);
    await on.relay.restart();
  }, 20_000);

  test('a viewer reads, cannot write, and what it changes is not kept', async () => {
    const one = await on.bench.device().open({ relay: on.relay.address });
    const viewer = await on.bench.device().open({ relay: on.relay.address, role: 'viewer' });
    expect([one.canEdit, viewer.canEdit]).toEqual([true, false]);
    one.doc.getText('words').insert(0, 'to read');
    await untilText(viewer, 'to read');
    viewer.doc.getText('words').insert(0, 'forged ');
    await until(viewer, 'the alarm', ({ alarms }) => alarms.some(({ code }) => code === 'local-change-refused'));
    expect(viewer.capability('editor')).toMatchObject({ ok: false, failure: { code: 'role-above' } });
    expect(viewer.capability('viewer')).toMatchObject({ ok: true, value: { role: 'viewer' } });
    expect(one.capability('viewer')).toMatchObject({ ok: true, value: { role: 'viewer' } });
    expect(one.doc.getText('words').toString()).toBe('to read');
  });

  test('a commenter comments over the relay, and a viewer who reads no comments carries them', async () => {
    const one = await on.bench.device().open({ relay: on.relay.address });
    const two = await on.bench.device().open({ relay: on.relay.address, role: 'commenter' });
    const reader = await on.bench.device().open({ relay: on.relay.address, role: 'viewer' });
    expect([one, two, reader].map(({ canEdit, canComment }) => [canEdit, canComment])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    one.doc.getText('words').insert(0, 'a claim');
    await untilText(two, 'a claim');
    two.comments.getText('words').insert(0, 'is it so?');
    await until(two, 'sent', ({ unsent }) => unsent === 0);
    await until(one, 'the comment', () => one.comments.getText('words').toString() === 'is it so?');
    expect(two.capability('editor')).toMatchObject({ ok: false, failure: { code: 'role-above' } });
    expect(two.capability('commenter')).toMatchObject({ ok: true, value: { role: 'commenter' } });

    // Everyone who can read it goes, and the relay forgets: the viewer alone brings it back.
    await until(one, 'sent', ({ unsent }) => unsent === 0);
    await until(reader, 'it is all with the viewer', () => reader.exportFile().length === one.exportFile().length);
    await Promise.all([one.close(), two.close()]);
    await on.relay.kill();
    await until(reader, 'the relay is gone', (status) => status.relay.state === 'waiting');
    await on.relay.restart();
    await until(reader, 'refilled', ({ relay: link, unsent }) => link.state === 'connected' && unsent === 0);
    const three = await on.bench.device().open({ relay: on.relay.address, role: 'commenter' });
    await until(three, 'the comment', () => three.comments.getText('words').toString() === 'is it so?');
    expect([reader.comments.share.size, reader.status.get().alarms]).toEqual([0, []]);
  }, 40_000);
});

describe('two tabs', () => {
  test('SYN-8 share one ledger, one connection and one truth; the second takes over when the first closes', async () => {
    const ada = on.bench.device();
    const one = await ada.open({ relay: on.relay.address });
    const two = await ada.open({ relay: on.relay.address });
    await until(one, 'leading', ({ leads, relay: link }) => leads && link.state === 'connected');
    expect(two.status.get().leads).toBe(false);
    two.doc.getText('words').insert(0, 'second tab ');
    await untilText(one, 'second tab');
    one.doc.getText('words').insert(0, 'first tab ');
    await untilText(two, 'first tab');
    await until(
      two,
      'the follower shows the truth',
      (status) => status.relay.state === 'connected' && status.unsent === 0,
    );

    const far = await on.bench.device().open({ relay: on.relay.address });
    await untilText(far, 'first tab', 'second tab');
    await until(far, 'two devices', ({ people }) => people === 2);
    two.doc.getText('words').insert(0, 'seen? ');
    await until(two, 'seen from afar', ({ seenBy }) => seenBy === 1, 25_000);

    await one.close();
    await until(two, 'taken over', ({ leads, relay: link }) => leads && link.state === 'connected');
    two.doc.getText('words').insert(0, 'still here ');
    await untilText(far, 'still here');
  }, 60_000);

  test('SYN-8 share what IndexedDB holds, store it once, and find it again', async () => {
    const ada = on.bench.device();
    const one = await ada.open({ storage: 'indexeddb' });
    const two = await ada.open({ storage: 'indexeddb' });
    for (let i = 0; i < 10; i++) {
      one.doc.getText('words').insert(0, `one${i} `);
      two.doc.getText('words').insert(0, `two${i} `);
    }
    expect(await one.flush()).toMatchObject({ ok: true });
    await untilText(one, 'one9', 'two9');
    await untilText(two, 'one9', 'two9');
    expect([one.status.get().saved, two.status.get().saved]).toEqual([{ unsaved: 0 }, { unsaved: 0 }]);
    const text = one.doc.getText('words').toString();
    await Promise.all([one.close(), two.close()]);
    const again = await ada.open({ storage: 'indexeddb' });
    expect(again.doc.getText('words').toString()).toBe(text);
    expect(again.status.get().alarms).toEqual([]);
  });

  test('LED-5 what is damaged on the disk is told at once, and keeps nothing else from opening', async () => {
    const ada = on.bench.device();
    const one = await ada.open({ storage: 'indexeddb' });
    one.doc.getText('words').insert(0, 'whole');
    await one.close();
    const ledger = new Y.Doc();
    const persistence = new IndexeddbPersistence(`weft/${one.roomId}`, ledger);
    await persistence.whenSynced;
    const entries = ledger.getArray<Uint8Array>('ledger');
    expect(entries.length).toBeGreaterThan(0);
    entries.push([new Uint8Array(400).fill(7)]);
    await persistence.destroy();
    const again = await ada.open({ storage: 'indexeddb' });
    expect(again.doc.getText('words').toString()).toBe('whole');
    expect(again.status.get().alarms.map(({ code }) => code)).toEqual(['ledger-damaged']);
  });

  test('opening a document twice on one page gives two replicas of one ledger, also without a relay', async () => {
    const ada = on.bench.device();
    const one = await ada.open();
    const two = await ada.open();
    one.doc.getText('words').insert(0, 'here');
    await untilText(two, 'here');
    two.doc.getText('words').insert(0, 'there ');
    await untilText(one, 'there');
    await Promise.all([one.close(), two.close()]);
    const again = await ada.open();
    expect(again.doc.getText('words').toString()).toBe('there here');
  });
});

describe('opening', () => {
  test('a seed is the first content, for its creator only, and only of an empty document', async () => {
    const ada = on.bench.device();
    const seeded = new Y.Doc();
    seeded.clientID = 1;
    seeded.getText('words').insert(0, 'seeded');
    const seed = Y.encodeStateAsUpdate(seeded);
    const one = await ada.open({ seed });
    expect(one.doc.getText('words').toString()).toBe('seeded');
    await one.close();
    const again = await ada.open({ seed });
    expect(again.doc.getText('words').toString()).toBe('seeded');

    const { ports, disk } = on.bench.device();
    const open = async (role: 'viewer' | 'editor', bytes: Uint8Array): Promise<unknown> =>
      await openDocument({ ports, capability: on.bench.capability(role), storage: disk.open, seed: bytes });
    expect(await open('viewer', seed)).toMatchObject({ ok: false, failure: { code: 'seed-not-allowed' } });
    expect(await open('editor', new Uint8Array([9, 9, 9]))).toMatchObject({
      ok: false,
      failure: { code: 'seed-malformed' },
    });
  });

  test('what is not the address of a relay is said before anything is opened', async () => {
    const { ports, disk } = on.bench.device();
    for (const address of [
      '',
      'relay',
      'https://relay.example',
      'ws://',
      'wss://a:b@relay.example',
      'wss://relay.example?key=1',
      'wss://relay.example#key',
    ]) {
      const opened = await openDocument({
        ports,
        capability: on.bench.capability('editor'),
        relay: address,
        storage: disk.open,
      });
      expect(opened).toMatchObject({ ok: false, failure: { code: 'relay-address' } });
    }
  });

  test('a full disk is shown, and recovered from', async () => {
    const ada = on.bench.device();
    const one = await ada.open();
    ada.disk.fail({ code: 'storage-full', sentence: 'The disk is full.' });
    one.doc.getText('words').insert(0, 'too much');
    const status = await until(one, 'the failure', ({ saved }) => saved.failure !== undefined);
    expect(status.saved).toMatchObject({ failure: { code: 'storage-full' } });
    expect(status.saved.unsaved).toBeGreaterThan(0);
    expect(await one.flush()).toMatchObject({ ok: false, failure: { code: 'storage-full' } });
    ada.disk.fail(undefined);
    await until(one, 'saved after all', ({ saved }) => saved.unsaved === 0 && saved.failure === undefined);
  });

  test('KEY-9 closing twice is closing once, and nothing runs on', async () => {
    const one = await on.bench.device().open({ relay: on.relay.address });
    await until(one, 'connected', (status) => status.relay.state === 'connected');
    const [first, second] = [one.close(), one.close()];
    expect(first).toBe(second);
    await first;
  });
});
