import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTestRoomWith } from '@weft/crdt-core/testing';
import { loadSodium } from '@weft/crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createCachedSodium } from '../simulation/cached-sodium.ts';

/**
 * As many replicas as tabs, in one process, all of them typing and each hearing of everything. They converge, and what a replica
 * costs depends on the document and not on how many others there are: what each keeps of the others is their chains' heads.
 */
const isThorough = process.env['WEFT_THOROUGH'] === '1';
const ROUNDS = isThorough ? 40 : 4;
const BURST = 10;
/** What a replica may weigh, as a multiple of its document and ledger encoded. Measured: about 4. */
const MOST_FACTOR = 6;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes per replica, and of one replica's ledger. */
function typeTogether(count: number, sodium: Awaited<ReturnType<typeof loadSodium>>): [number, number] {
  const room = createTestRoomWith(createCachedSodium(sodium), count);
  const before = heap();
  const replicas = Array.from({ length: count }, () => room.replica());
  for (const replica of replicas) {
    replica.on('appended', (envelope, source) => {
      if (source !== 'local') return;
      for (const other of replicas) if (other !== replica) other.receive(envelope, 'relay');
    });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const replica of replicas) {
      const text = replica.doc.getText('content');
      for (let i = 0; i < BURST; i++) text.insert((round * 31 + i) % (text.length + 1), 'x');
      replica.flush();
    }
  }
  const first = replicas[0];
  if (first === undefined) throw new Error('no replica');
  const expected = first.doc.getText('content').toString();
  expect(expected).toHaveLength(count * ROUNDS * BURST);
  for (const replica of replicas) expect(replica.doc.getText('content').toString()).toBe(expected);
  const bytes = (heap() - before) / count;
  const document = Y.encodeStateAsUpdate(first.ledger.doc).length + Y.encodeStateAsUpdate(first.doc).length;
  for (const replica of replicas) replica.destroy();
  return [bytes, document];
}

test.each([25, 100])(
  'SYN-8 %i replicas in one process, all typing, converge in memory that the document bounds',
  async (count) => {
    const sodium = await loadSodium();
    typeTogether(2, sodium); // code and tables
    const [bytes, document] = typeTogether(count, sodium);
    console.info(
      `${count} replicas: ${Math.round(bytes / 1024)} KiB each, the document ${Math.round(document / 1024)} KiB`,
    );
    expect(bytes).toBeLessThan(MOST_FACTOR * document);
  },
);
