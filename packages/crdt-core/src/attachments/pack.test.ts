import { beforeAll, describe, expect, test } from 'vitest';
import { CHUNK_BYTES } from './layout.ts';
import type { AttachmentReference } from './reference.ts';
import { type AttachmentBench, type BenchTab, createAttachmentBench } from './testing/attachment-bench.ts';

let bench: AttachmentBench;
let author: BenchTab;
let file: Uint8Array;
let reference: AttachmentReference;
let chain: readonly Uint8Array[];
beforeAll(async () => {
  bench = await createAttachmentBench(21);
  author = bench.tab();
  file = bench.bytes(2 * CHUNK_BYTES + 5);
  reference = await attach(author, file);
  const packed = await author.desk.pack([reference]);
  chain = packed.ok ? packed.value.envelopes : [];
});

async function attach(tab: BenchTab, bytes: Uint8Array): Promise<AttachmentReference> {
  const attached = await tab.desk.api.attach(bytes, { name: 'a.png', type: 'image/png' });
  if (!attached.ok) throw new Error(attached.failure.code);
  return attached.value;
}

describe('LED-6 attachments in a file', () => {
  test('chains that are whole come out once each, in order; the rest is named', async () => {
    const other = await attach(author, bench.bytes(9));
    const reader = bench.tab();
    await reader.store.put(reference.session, 0, chain[0] as Uint8Array, {
      chunks: 3,
      isOwn: false,
      isSent: false,
      touchedAt: 0,
      leftAt: 0,
    });
    const packed = await author.desk.pack([reference, other, reference]);
    expect(packed).toMatchObject({ ok: true, value: { files: 2, missing: [] } });
    expect(packed.ok && packed.value.envelopes).toHaveLength(4);
    expect(await reader.desk.pack([reference])).toMatchObject({
      value: { files: 0, missing: [reference], envelopes: [] },
    });
  });

  test('whoever waits for one reads it as soon as it was put back, in whatever order it came', async () => {
    const reader = bench.tab({ role: 'viewer' });
    const waiting = reader.desk.api.read(reference);
    await bench.settle();
    const unpacked = await reader.desk.unpack([...chain].reverse());
    expect(unpacked).toEqual({ sessions: [reference.session], refused: 0 });
    expect(await waiting).toEqual({ ok: true, value: file });
    expect(await reader.desk.unpack(chain)).toEqual({ sessions: [], refused: 0 });
  });

  test('ENV-6 what does not verify is left out, and of a chain with a hole what is before it is kept', async () => {
    const strangers = await createAttachmentBench(22);
    const stranger = strangers.tab();
    const theirs = await attach(stranger, strangers.bytes(9));
    const foreign = await stranger.desk.pack([theirs]);
    const forged = (chain[1] as Uint8Array).slice();
    forged[300] = (forged[300] ?? 0) ^ 1;
    const reader = bench.tab();
    const given = [
      chain[0] as Uint8Array,
      forged,
      chain[2] as Uint8Array,
      ...(foreign.ok ? foreign.value.envelopes : []),
    ];
    const unpacked = await reader.desk.unpack([...given, new Uint8Array(400), new Uint8Array()]);
    expect(unpacked).toEqual({ sessions: [reference.session], refused: 4 });
    expect(await reader.desk.api.held()).toMatchObject({ value: [{ session: reference.session, held: 1 }] });
    expect(await reader.desk.api.has(reference)).toBe(false);
    // The rest, later, from another copy.
    expect(await reader.desk.unpack(chain)).toMatchObject({ sessions: [reference.session] });
    expect(await reader.desk.api.read(reference)).toEqual({ ok: true, value: file });
  });

  test('a full disk: why the rest is not here is said', async () => {
    const reader = bench.tab();
    reader.store.fail({ code: 'storage-full', sentence: 'No room.' });
    const unpacked = await reader.desk.unpack(chain);
    expect(unpacked).toMatchObject({ refused: 0, failure: { code: 'storage-full' } });
  });
});
