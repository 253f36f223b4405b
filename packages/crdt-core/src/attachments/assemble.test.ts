import { createSession, deriveKeys, hashEnvelope, sealEnvelope, toHex, type Hash, type Kind } from '@weft/crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/test-room.ts';
import { createAssembler } from './assemble.ts';
import { CHUNK_BYTES } from './layout.ts';
import { createMemoryAttachmentStore } from './memory-store.ts';
import { type AttachmentReference, textToFileName, textToMediaType, valueToReference } from './reference.ts';
import { attachFile } from './write-chain.ts';

let room: TestRoom;
let replica: Replica;
let reference: AttachmentReference;
let chunks: Uint8Array[];
let file: Uint8Array;

async function write(bytes: Uint8Array): Promise<readonly [AttachmentReference, Uint8Array[]]> {
  const store = createMemoryAttachmentStore();
  const context = {
    ports: room.ports,
    keys: replica.chunks,
    store,
    writing: new Set<string>(),
    isClosed: () => false,
    find: () => undefined,
  };
  const attached = await attachFile(context, bytes, { name: 'a', type: 'text/plain' }, {});
  if (!attached.ok) throw new Error(attached.failure.code);
  const { reference: written } = attached.value;
  const envelopes: Uint8Array[] = [];
  for (let seq = 0; seq < written.chunks; seq++) {
    const chunk = await store.read(written.session, seq);
    if (chunk.ok && chunk.value !== undefined) envelopes.push(chunk.value);
  }
  return [written, envelopes];
}

beforeAll(async () => {
  room = await createTestRoom(9);
  replica = room.replica();
  file = room.random.bytes(2 * CHUNK_BYTES + 100);
  [reference, chunks] = await write(file);
});

/** The file, or why there is none. */
function assemble(given: readonly Uint8Array[], as: AttachmentReference = reference): Uint8Array | string {
  const assembler = createAssembler(room.ports.sodium, replica.chunks, as);
  for (const chunk of given) {
    const before = [assembler.next(), assembler.bytes()];
    const taken = assembler.take(chunk);
    if (taken.ok) continue;
    expect([assembler.next(), assembler.bytes()]).toEqual(before);
    return taken.failure.code;
  }
  const finished = assembler.finish();
  return finished.ok ? finished.value : finished.failure.code;
}

describe('ATT-2 what is handed out is the file that was attached', () => {
  test('as it was', () => {
    expect(assemble(chunks)).toEqual(file);
  });

  test('ENV-6 not with any byte of a chunk changed, cut or added', async () => {
    const [small, [only = new Uint8Array()]] = await write(room.random.bytes(3));
    expect(assemble([only], small)).toHaveLength(3);
    for (let at = 0; at < only.length; at++) {
      const changed = only.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect([at, assemble([changed], small)]).toEqual([at, 'attachment-damaged']);
    }
    for (let length = 0; length < only.length; length += 7) {
      expect(assemble([only.subarray(0, length)], small)).toBe('attachment-damaged');
    }
    expect(assemble([new Uint8Array([...only, 0])], small)).toBe('attachment-damaged');
  });

  test('not in another order, with one left out, repeated or too many', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 5 }), (order) => {
        const outcome = assemble(order.map((at) => chunks[at] ?? new Uint8Array()));
        if (order.join() === '0,1,2') expect(outcome).toEqual(file);
        else if ('0,1,2'.startsWith(order.join())) expect(outcome).toBe('attachment-absent');
        else expect(outcome).toBe('attachment-damaged');
      }),
      { numRuns: 40 },
    );
  });

  test('not where the reference says another hash, length or chain', async () => {
    const [other, others] = await write(room.random.bytes(2 * CHUNK_BYTES + 100));
    expect(assemble(chunks, { ...reference, hash: other.hash })).toBe('attachment-damaged');
    expect(assemble(chunks, { ...reference, bytes: reference.bytes - 1 })).toBe('attachment-damaged');
    expect(assemble(chunks, { ...reference, bytes: 5, chunks: 1 })).toBe('attachment-damaged');
    expect(assemble(chunks.slice(0, 2), { ...reference, bytes: 2 * CHUNK_BYTES, chunks: 2 })).toBe(
      'attachment-damaged',
    );
    expect(assemble(others)).toBe('attachment-damaged');
    expect(assemble([chunks[0] ?? file, others[1] ?? file])).toBe('attachment-damaged');
  });

  test('ENV-5 not by a role that may not write it, of another room or another kind, and not where a link of the chain is false', async () => {
    const { sodium, random } = room.ports;
    const forge = (
      role: 'viewer' | 'editor',
      of: TestRoom,
      kind: Kind,
      prev: Hash | undefined,
      raised = role,
    ): readonly [AttachmentReference, Uint8Array[]] => {
      const { certificate, secret } = of.capability('editor');
      const keys = deriveKeys(sodium, 'editor', secret);
      const session = createSession(sodium, random, keys, certificate, { role, notAfter: 4e12 });
      const as = { ...session, role: raised };
      const payloads = [random(CHUNK_BYTES), random(9)];
      const first = sealEnvelope(sodium, random, as, keys, { kind, seq: 0, payload: payloads[0] ?? file });
      const link = prev ?? hashEnvelope(sodium, first);
      const second = sealEnvelope(sodium, random, as, keys, { kind, seq: 1, payload: payloads[1] ?? file, prev: link });
      const name = toHex(session.pair.publicKey);
      return [{ ...reference, session: name, bytes: CHUNK_BYTES + 9, chunks: 2 }, [first, second]];
    };
    const wrongHash = 'attachment-damaged';
    const honest = forge('editor', room, 'chunk', undefined);
    const assembler = createAssembler(sodium, replica.chunks, honest[0]);
    expect(honest[1].map((chunk) => assembler.take(chunk).ok)).toEqual([true, true]);
    for (const [as, given] of [
      forge('viewer', room, 'chunk', undefined, 'editor'),
      forge('editor', room, 'content', undefined),
      forge('editor', await createTestRoom(10), 'chunk', undefined),
      forge('editor', room, 'chunk', hashEnvelope(sodium, file)),
    ]) {
      const judged = createAssembler(sodium, replica.chunks, as);
      expect(given.map((chunk) => judged.take(chunk).ok)).toContain(false);
      expect(assemble(given, as)).toBe(wrongHash);
    }
  });

  test('a viewer reads it, and writes none', () => {
    const viewer = room.replica({ role: 'viewer' });
    const assembler = createAssembler(room.ports.sodium, viewer.chunks, reference);
    for (const chunk of chunks) expect(assembler.take(chunk).ok).toBe(true);
    expect(assembler.finish()).toEqual({ ok: true, value: file });
    expect(viewer.chunks.begin()).toBeUndefined();
  });
});

describe('a chunk is no part of the ledger', () => {
  test.each(['relay', 'peer', 'file'] as const)('ATT-1 a replica refuses it from a %s', (source) => {
    const other = room.replica();
    expect(other.receive(chunks[0] ?? file, source)).toMatchObject({ failure: { code: 'kind-unsupported' } });
    expect(other.ledger.heads().size).toBe(0);
  });
});

describe('references', () => {
  test('ATT-2 are plain values, read back as they were', () => {
    expect(valueToReference(JSON.parse(JSON.stringify(reference)))).toEqual(reference);
  });

  test('ATT-2 anything else is none, and never throws', () => {
    for (const change of [
      { session: 'AB'.repeat(32) },
      { session: 'ab' },
      { hash: `${reference.hash} ` },
      { bytes: -1 },
      { bytes: 0.5 },
      { bytes: 26_214_401, chunks: 101 },
      { bytes: Number.NaN },
      { bytes: '5' },
      { chunks: 2 },
      { chunks: '3' },
      { type: 5 },
      { name: undefined },
    ]) {
      expect(valueToReference({ ...reference, ...change })).toBeUndefined();
    }
    fc.assert(fc.property(fc.anything(), (value) => valueToReference(value) === undefined));
  });

  test('names and types are safe to show, whatever a document says', () => {
    expect(textToFileName('a\u202egnp.exe\n')).toBe('agnp.exe');
    expect(textToFileName(' \u0000 ')).toBe('file');
    expect(textToMediaType('Image/PNG; charset=x')).toBe('image/png');
    expect(textToMediaType('text/html"><script>')).toBe('application/octet-stream');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const name = textToFileName(text);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(255);
        expect(name.isWellFormed()).toBe(true);
        expect(textToFileName(name)).toBe(name);
        expect(textToMediaType(textToMediaType(text))).toBe(textToMediaType(text));
      }),
    );
  });
});
