/**
 * Joining a document of which a peer sends two megabytes, against a raw data channel between the same pages that sends as many bytes in
 * messages as large, in turn, now one first and now the other; and how long it takes two pages to find each other. Wall time in the
 * page that joins, the lower quartile of the rounds. Two pages of one Chromium, the real relay's signalling, nothing stored at the relay.
 * The raw channel is filled with a megabyte at a time; noted besides is what it takes where it is filled as little at a time as ours.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { startRelay } from '../e2e/harness/relay-process.ts';
import { CHUNK_BYTES, HIGH_WATER_BYTES, LOW_WATER_BYTES } from '../../packages/crdt-core/src/peer/chunks.ts';
import { lowerQuartile, median, report } from './compare.ts';
import { serveWork } from './serve-work.ts';
import type * as Work from './peer-join/work.ts';

const ROUNDS = 20;
/** Letters that are about two megabytes once deflated and sealed. */
const LETTERS = 5_000_000;

/** The peer: as much at a time as the channel holds easily. */
const MUCH: Work.Filling = { messageBytes: CHUNK_BYTES, highWaterBytes: 1024 * 1024, lowWaterBytes: 256 * 1024 };
/** As ours. */
const LITTLE: Work.Filling = {
  messageBytes: CHUNK_BYTES,
  highWaterBytes: HIGH_WATER_BYTES,
  lowWaterBytes: LOW_WATER_BYTES,
};

const folder = mkdtempSync(join(tmpdir(), 'weft-peer-join-'));
const relay = await startRelay({ folder });
const server = await serveWork(new URL('peer-join/work.ts', import.meta.url));
const browser = await chromium.launch(toLaunchOptions());
const signalling = `${relay.address}/signal`;

async function openPage(): Promise<Page> {
  // A context of its own each: pages of one browser profile would have the document from each other.
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(server.origin);
  return page;
}

try {
  const [host, guest] = [await openPage(), await openPage()];
  const link = await host.evaluate(
    async ([length, address]) => await ((await import('/work.js' as string)) as typeof Work).host(length, address),
    [LETTERS, signalling] as const,
  );
  /** A fresh connection each time, as a newcomer's is: both start as slowly as SCTP starts. */
  const sendRaw = async (bytes: number, filling: Work.Filling): Promise<number> => {
    const offer = await guest.evaluate(
      async () => await ((await import('/work.js' as string)) as typeof Work).offerRaw(),
    );
    const answer = await host.evaluate(
      async ([sdp, length, how]) =>
        await ((await import('/work.js' as string)) as typeof Work).answerRaw(sdp, length, how),
      [offer, bytes, filling] as const,
    );
    return await guest.evaluate(
      async ([sdp, length]) => await ((await import('/work.js' as string)) as typeof Work).receiveRaw(sdp, length),
      [answer, bytes] as const,
    );
  };
  const join = async (): Promise<Work.Joining> =>
    await guest.evaluate(
      async ([to, length, address]) =>
        await ((await import('/work.js' as string)) as typeof Work).join(to, length, address),
      [link, LETTERS, signalling] as const,
    );
  // Some that do not count: what is loaded and compiled the first time, and until the host has compacted what it wrote.
  let { bytes } = await join();
  for (let tries = 0; bytes > LETTERS / 2; tries++) {
    if (tries === 60) throw new Error('the host does not compact');
    ({ bytes } = await join());
  }
  await sendRaw(bytes, MUCH);
  const ours: number[] = [];
  const theirs: number[] = [];
  const littleAtATime: number[] = [];
  const meshed: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 1) theirs.push(await sendRaw(bytes, MUCH));
    const joined = await join();
    ours.push(joined.filled);
    meshed.push(joined.meshed);
    if (round % 2 === 0) theirs.push(await sendRaw(bytes, MUCH));
    littleAtATime.push(await sendRaw(bytes, LITTLE));
  }
  report(
    'peer-join',
    [
      {
        name: 'joining through a peer, from the open channel to the whole document',
        peer: 'a raw data channel with as many bytes',
        unit: 'ms',
        ours: lowerQuartile(ours),
        theirs: lowerQuartile(theirs),
        bar: 1.5,
      },
      {
        name: 'from opening the document to the first proven peer',
        peer: 'one second',
        unit: 'ms',
        ours: median(meshed),
        theirs: 1_000,
        bar: 1,
      },
    ],
    {
      'bytes sent': bytes,
      'letters in the document': LETTERS,
      'median of joining, ms': median(ours),
      'median of the raw data channel, ms': median(theirs),
      'the raw data channel, filled as little at a time as ours, ms': lowerQuartile(littleAtATime),
      'median of that, ms': median(littleAtATime),
      'slowest to find each other, ms': Math.max(...meshed),
    },
  );
} finally {
  await browser.close();
  server.close();
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
}
