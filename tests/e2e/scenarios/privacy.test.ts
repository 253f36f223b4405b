import { readFileSync } from 'node:fs';
import { linkToCapability, loadSodium, toBase64Url } from '@weft/crypto';
import { expect, findInBytes, findInFile, findInMemory, test } from '../harness/index.ts';
import { openLink, startDocument } from './desk.ts';

const TEXT = 'xylophone-marmalade-7351';
const TITLE = 'quicksilver-lighthouse-9204';
const NAME = 'Wilhelmina Thistlewood';
const CANARIES = [TEXT, TITLE, NAME];

test('a text, a title and a name are nowhere in the relay: not in its memory, log, answers or on the wire', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, TITLE, TEXT);
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  await ada.page.getByRole('menuitem', { name: 'Your name and colour' }).click();
  await ada.page.getByLabel('Name', { exact: true }).fill(NAME);
  await ada.page.getByRole('button', { name: 'Save' }).click();
  const link = await adas.copyLink('edit');
  const bens = await openLink(ben, link);

  // All three have crossed the relay: Ben sees them.
  await expect(bens.text).toContainText(TEXT);
  await expect(bens.title).toHaveValue(TITLE);
  await expect(ben.page.getByLabel(new RegExp(NAME)).first()).toBeVisible();
  await adas.sent();
  await bens.sent();

  // The search finds what is there: the room's opaque name is in the relay's heap.
  const capability = linkToCapability(await loadSodium(), link);
  if (!capability.ok) throw new Error(capability.failure.sentence);
  const room = toBase64Url(capability.value.certificate.roomId);
  const frames = [...ada.watch.frames, ...ben.watch.frames];
  expect(frames.length).toBeGreaterThan(10);

  const heap = await relay.takeHeapSnapshot();
  expect(readFileSync(heap).length).toBeGreaterThan(1_000_000);
  expect(findInFile(heap, [room])).toEqual([room]);
  expect(findInFile(heap, CANARIES)).toEqual([]);
  expect(findInMemory(relay.pid(), CANARIES) ?? []).toEqual([]);
  expect(CANARIES.filter((canary) => relay.log().includes(canary))).toEqual([]);
  const metrics = await (await fetch(`${relay.origin}/metrics`)).text();
  expect([...CANARIES, room].filter((word) => metrics.includes(word))).toEqual([]);
  expect(relay.log()).not.toContain(room);
  for (const { bytes } of frames) expect(findInBytes(bytes, CANARIES)).toEqual([]);
  const requests = `${ada.cable.requests()}${ben.cable.requests()}`;
  expect(CANARIES.filter((canary) => requests.includes(canary))).toEqual([]);
});

test('KEY-7: a link’s secret is in no request, and leaves the address bar once it is kept', async ({ openPerson }) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Keys', 'Nothing to see');
  const link = await adas.copyLink('view');
  const bens = await openLink(ben, link);
  await expect(bens.text).toContainText('Nothing to see');
  const secret = new URL(link).hash.slice(1);
  expect(secret.length).toBeGreaterThan(300);
  expect(ben.page.url()).not.toContain(secret.slice(-60, -10));
  for (const person of [ada, ben]) {
    expect(person.cable.requests()).not.toContain(secret.slice(-60, -10));
    expect(person.cable.requests()).not.toContain('#');
  }
});
