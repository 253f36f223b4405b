/** Pictures of what a document says about its people: three who write, one of whom is removed. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { createPerson, type Person } from '../harness/person.ts';
import { startRelay } from '../harness/relay-process.ts';
import { introduce, openLink, startDocument, toPeople } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

/** How the browser looks. */
type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch'>;

/** @param origin - of a relay that serves the app */
export async function shootPeople(browser: Browser, origin: string, look: Look, shoot: Shoot): Promise<void> {
  const people: Person[] = [];
  const bring = async (name: string): Promise<Person> => {
    const person = await createPerson(browser, origin, { ...look, keepsApp: true });
    people.push(person);
    await introduce(person, name);
    return person;
  };
  try {
    const [ada, ben, cleo] = [await bring('Ada Lovelace'), await bring('Ben Weaver'), await bring('Cleopatra')];
    const adas = await startDocument(ada, 'Notes on plain weave', 'Over one, under one.');
    await (await toPeople(adas)).dialog.getByRole('list').first().waitFor();
    await shoot(adas.page, '30-people-alone');
    await adas.page.keyboard.press('Escape');
    const link = await adas.copyLink('edit');
    const bens = await openLink(ben, link);
    await bens.caretAfter('Over one');
    await bens.type(' Then back.');
    const cleos = await openLink(cleo, link);
    await cleos.caretAfter('Then back.');
    await cleos.type(' And again.');
    await adas.page.getByText('And again.').waitFor();
    const list = await toPeople(adas);
    await shoot(adas.page, '31-people');
    await list.dialog.getByRole('button', { name: 'Show the numbers of Ben Weaver as a QR code' }).click();
    await shoot(adas.page, '32-people-code');
    ben.cable.cut();
    await bens.caretAfter('And again.');
    await bens.type(' This I wrote on the train, before I knew.');
    await bens.status.locator('[data-part="sent"][data-tone="offline"]').waitFor({ state: 'attached' });
    await list.dialog.getByRole('button', { name: 'Remove Ben Weaver…' }).click();
    await shoot(adas.page, '33-remove');
    await adas.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await list.dialog.getByRole('button', { name: 'Share fresh links' }).waitFor();
    await shoot(adas.page, '34-removed');
    await adas.page.keyboard.press('Escape');
    await shoot(adas.page, '35-removed-notice');
    await adas.page.getByRole('button', { name: 'Dismiss' }).click();
    ben.cable.join();
    const keep = bens.page.getByRole('button', { name: 'Save a copy' });
    await keep.waitFor();
    await shoot(bens.page, '36-access-ended');
    await keep.click();
    await shoot(bens.page, '37-save-copy');
    await adas.page.getByRole('button', { name: 'Look' }).waitFor();
    await shoot(adas.page, '38-late');
    await adas.page.getByRole('button', { name: 'Look' }).click();
    await shoot(adas.page, '39-late-changes');
    await adas.page.keyboard.press('Escape');
    await adas.page.getByRole('button', { name: 'Share' }).click();
    await adas.page.getByText('For another device of yours').click();
    await shoot(adas.page, '40-share-owner');
  } finally {
    for (const person of people) await person.close();
  }
  const relay = await startRelay({
    folder: mkdtempSync(join(tmpdir(), 'weft-screens-')),
    args: ['--admission-secret', 'open sesame'],
  });
  const dora = await createPerson(browser, relay.origin, look);
  try {
    const desk = await startDocument(dora, 'Behind a secret');
    await desk.page.getByRole('button', { name: 'Enter the relay’s secret' }).waitFor();
    await shoot(desk.page, '41-not-admitted');
    await desk.page.getByRole('button', { name: 'Enter the relay’s secret' }).click();
    await shoot(desk.page, '42-admission');
  } finally {
    await dora.close();
    await relay.stop();
  }
}
