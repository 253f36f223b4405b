import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_ATTACHMENT_BYTES, valueToReference, type AttachmentReference, type WeftDocument } from '@weft/crdt-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RelayProcess, startRelay } from '../e2e/harness/relay-process.ts';
import { createDocumentBench, type DocumentBench, until } from './document-bench.ts';

/** Files of documents as an app opens them, over a real relay process on the loopback. */
const folder = mkdtempSync(join(tmpdir(), 'weft-attachments-'));
const MIB = 1024 * 1024;
const AS = { name: 'big.bin', type: 'application/octet-stream' };
let relay: RelayProcess;
let bench: DocumentBench;

beforeAll(async () => {
  relay = await startRelay({ folder });
}, 30_000);
afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  bench = await createDocumentBench();
});
afterEach(async () => await bench.close());

/** A file whose every part differs. */
function createFile(bytes: number): Uint8Array {
  const file = new Uint8Array(bytes);
  let state = 7;
  for (let at = 0; at < bytes; at += 1) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    file[at] = state >> 16;
  }
  return file;
}

async function attach(document: WeftDocument, file: Uint8Array): Promise<AttachmentReference> {
  const attached = await document.attachments.attach(new Blob([file as Uint8Array<ArrayBuffer>]), AS);
  if (!attached.ok) throw new Error(attached.failure.sentence);
  return attached.value;
}

/** Settles when the relay has everything that this device attached. */
function sent({ attachments: { uploads } }: WeftDocument): Promise<void> {
  return new Promise((resolve) => {
    if (uploads.get().length === 0) return resolve();
    const stop = uploads.subscribe((now) => {
      if (now.length > 0) return;
      stop();
      resolve();
    });
  });
}

/** Of the relay's process, in bytes. */
function residentBytes(): number {
  const status = readFileSync(`/proc/${relay.pid()}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

async function storeBytes(): Promise<number> {
  const metrics = await (await fetch(`${relay.origin}/metrics`)).text();
  return Number(/^weft_store_bytes (\d+)$/m.exec(metrics)?.[1] ?? -1);
}

describe('files over a relay', () => {
  test('ATT-5 25 MiB go up and come down whole, with progress all the way, and the text is not kept waiting', async () => {
    const author = await bench.device().open({ relay: relay.address });
    const readers = await Promise.all(
      [1, 2, 3].map(() => bench.device().open({ relay: relay.address, role: 'viewer' })),
    );
    await until(author, 'connected', ({ relay: { state } }) => state === 'connected');
    const file = createFile(MAX_ATTACHMENT_BYTES);
    const trace: number[] = [];
    const stop = author.attachments.uploads.subscribe(([upload]) => void trace.push(upload?.sent ?? -1));
    const reference = await attach(author, file);
    const [first] = readers;
    // The reference travels as any value of the document, and may arrive before the file.
    author.doc.getMap('files').set('one', { ...reference });
    await sent(author);
    stop();
    expect(trace.at(-1)).toBe(-1);
    const confirmed = trace.slice(0, -1);
    expect(confirmed).toEqual(confirmed.toSorted((a, b) => a - b));
    expect(new Set(confirmed).size).toBeGreaterThan(50);
    const stored = await storeBytes();
    expect(stored).toBeGreaterThan(MAX_ATTACHMENT_BYTES);
    expect(stored).toBeLessThan(MAX_ATTACHMENT_BYTES + MIB);

    if (first === undefined) throw new Error('no reader');
    await until(first, 'the reference', () => first.doc.getMap('files').has('one'));
    const named = valueToReference(first.doc.getMap('files').get('one'));
    expect(named).toEqual(reference);
    if (named === undefined) return;
    const before = residentBytes();
    let most = before;
    const progress: number[][] = [];
    const words = author.doc.getText('words');
    const read = await Promise.all(
      readers.map(async (reader, at) => {
        const own: number[] = [];
        progress[at] = own;
        return await reader.attachments.read(named, {
          onProgress({ bytes }) {
            own.push(bytes);
            most = Math.max(most, residentBytes());
          },
        });
      }),
    );
    for (const each of read) expect(each.ok && Buffer.compare(each.value, file)).toBe(0);
    for (const own of progress) {
      expect(own).toEqual(own.toSorted((a, b) => a - b));
      expect([own.length, own.at(-1)]).toEqual([reference.chunks, MAX_ATTACHMENT_BYTES]);
    }
    // Three readers of 25 MiB each: nobody’s copy is made at the relay.
    console.info(
      `relay: ${Math.round(before / MIB)} MiB before, ${Math.round(most / MIB)} MiB at most while three read`,
    );
    expect(most - before).toBeLessThan(24 * MIB);
    expect(await storeBytes()).toBe(await storeBytes());

    words.insert(0, 'still writing');
    await until(author, 'sent', ({ unsent }) => unsent === 0);
  }, 120_000);

  test('SYN-4 a relay that is killed while a file goes up comes back empty, and has all of it in the end', async () => {
    const author = await bench.device().open({ relay: relay.address });
    await until(author, 'connected', ({ relay: { state } }) => state === 'connected');
    const file = createFile(6 * MIB);
    const reference = await attach(author, file);
    await new Promise<void>((resolve) => {
      const stop = author.attachments.uploads.subscribe(([upload]) => {
        if ((upload?.sent ?? 0) < 3) return;
        stop();
        resolve();
      });
    });
    await relay.kill();
    await relay.restart();
    await sent(author);
    const reader = await bench.device().open({ relay: relay.address, role: 'viewer' });
    const read = await reader.attachments.read(reference);
    expect(read.ok && Buffer.compare(read.value, file)).toBe(0);
    expect(author.status.get().alarms).toEqual([]);
  }, 60_000);

  test('SYN-8 a tab attaches and reads through its sibling, from one store', async () => {
    const ports = bench.device();
    const one = await ports.open({ relay: relay.address, storage: 'indexeddb' });
    await until(one, 'connected', ({ relay: { state } }) => state === 'connected');
    const two = await ports.open({ relay: relay.address, storage: 'indexeddb' });
    const far = await bench.device().open({ relay: relay.address });
    expect([one.status.get().leads, two.status.get().leads]).toEqual([true, false]);
    const mine = createFile(700_000);
    const reference = await attach(two, mine);
    await sent(two);
    const there = await far.attachments.read(reference);
    expect(there.ok && Buffer.compare(there.value, mine)).toBe(0);
    const theirs = createFile(900_000);
    const wanted = await attach(far, theirs);
    const read = await two.attachments.read(wanted);
    expect(read.ok && Buffer.compare(read.value, theirs)).toBe(0);
    expect([await one.attachments.has(wanted), await two.attachments.has(reference)]).toEqual([true, true]);
  }, 60_000);

  test('ATT-1 without a relay a file is kept on the device, and goes up when there is one', async () => {
    const device = bench.device();
    const alone = await device.open({ storage: 'indexeddb' });
    const file = createFile(300_000);
    const reference = await attach(alone, file);
    expect(await alone.attachments.read(reference, { wait: false })).toMatchObject({ ok: true });
    // Nothing waits to be sent where there is nothing to send it to.
    expect(alone.attachments.uploads.get()).toEqual([]);
    await alone.close();
    const joined = await device.open({ relay: relay.address, storage: 'indexeddb' });
    const reader = await bench.device().open({ relay: relay.address });
    const read = await reader.attachments.read(reference);
    expect(read.ok && Buffer.compare(read.value, file)).toBe(0);
    await sent(joined);
  }, 60_000);

  test('LED-6 a file with attachments carries them to whoever has the link and no network; one without says nothing of them', async () => {
    const alone = await bench.device().open({});
    const file = createFile(600_000);
    const reference = await attach(alone, file);
    const gone: AttachmentReference = { ...reference, session: 'ab'.repeat(32) };
    const exported = await alone.exportWithFiles([reference, gone]);
    if (!exported.ok) throw new Error(exported.failure.sentence);
    const { bytes, files, missing } = exported.value;
    expect([files, missing]).toEqual([1, [gone]]);
    expect(bytes.length).toBeGreaterThan(600_000);
    expect(Buffer.from(bytes).includes(Buffer.from(file.subarray(0, 64)))).toBe(false);

    const reader = await bench.device().open({ role: 'viewer' });
    expect(await reader.importFile(alone.exportFile())).toMatchObject({ ok: true, value: { files: 0, refused: 0 } });
    expect(await reader.attachments.has(reference)).toBe(false);
    expect(await reader.importFile(bytes)).toMatchObject({ ok: true, value: { files: 1, refused: 0, damaged: 0 } });
    const read = await reader.attachments.read(reference, { wait: false });
    expect(read.ok && Buffer.compare(read.value, file)).toBe(0);

    // And on to a relay, by whoever got it this way.
    const joined = await bench.device().open({ relay: relay.address });
    await joined.importFile(bytes);
    const another = await bench.device().open({ relay: relay.address });
    const fetched = await another.attachments.read(reference);
    expect(fetched.ok && fetched.value.length).toBe(600_000);
  }, 60_000);

  test('SYN-5 a file that the relay does not have whole is not sent', async () => {
    const author = await bench.device().open({ relay: relay.address });
    await until(author, 'connected', () => author.status.get().relay.state === 'connected');
    await attach(author, createFile(600_000));
    expect(author.status.get()).toMatchObject({ unsentFiles: 1 });
    expect(author.status.get().unsent).toBeGreaterThan(0);
    await sent(author);
    await until(author, 'all is sent', () => author.status.get().unsent === 0);
    expect(author.status.get().unsentFiles).toBe(0);
  }, 60_000);
});
