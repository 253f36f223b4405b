/** Pictures of what became of a document: who wrote what, versions, words that a merge took away, what changed while one was away. */
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { createPerson, type Person } from '../harness/person.ts';
import { introduce, openLink, startDocument } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

/** How the browser looks. */
type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch'>;

const AWAY_MS = 20 * 60 * 1000;

/** @param origin - of a relay that serves the app */
export async function shootHistory(browser: Browser, origin: string, look: Look, shoot: Shoot): Promise<void> {
  const people: Person[] = [];
  const bring = async (name: string): Promise<Person> => {
    const person = await createPerson(browser, origin, { ...look, keepsApp: true });
    people.push(person);
    await introduce(person, name);
    return person;
  };
  try {
    const [ada, ben] = [await bring('Ada Lovelace'), await bring('Ben Weaver')];
    const adas = await startDocument(ada, 'Plans for the loom', 'The river rises, and the mill stands by it.');
    for (const words of ['Meeting on Tuesday', 'A last line, which nobody changes.']) {
      await ada.page.keyboard.press('Enter');
      await adas.type(words);
    }
    const bens = await openLink(ben, await adas.copyLink('edit'));
    await bens.caretAfter('The river');
    await bens.type(' So they say.');
    await bens.sent();
    await adas.text.getByText('So they say.').waitFor();

    await ada.page.keyboard.press('ControlOrMeta+Alt+Shift+h');
    await ada.page.getByRole('button', { name: 'Save a version' }).click();
    await ada.page.keyboard.type('Before the flood');
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('switch', { name: 'Show who wrote what' }).click();
    await shoot(ada.page, '80-history');
    await ada.page.getByRole('button', { name: 'Close the panel' }).click();
    await adas.caretAfter('A last line');
    await adas.type(' Or somebody does.');
    await bens.caretAfter('The river');
    for (let press = 0; press < 'they say.'.length; press++) await ben.page.keyboard.press('Backspace');
    await bens.type('Ada says.');
    await adas.text.getByText('Ada says.').waitFor();
    await ada.page.keyboard.press('ControlOrMeta+Alt+Shift+h');
    await ada.page.getByRole('button', { name: 'Compare: Before the flood' }).click();
    await ada.page.getByRole('dialog').locator('ins').first().waitFor();
    await shoot(ada.page, '81-comparison');
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('button', { name: 'Close the panel' }).click();

    await adas.sent();
    await bens.sent();
    ada.cable.cut();
    ben.cable.cut();
    await ada.page.getByText('Meeting on Tuesday').hover();
    await ada.page.getByRole('button', { name: 'Move or change this block' }).click();
    await ada.page.getByRole('menuitem', { name: 'Delete block' }).click();
    await bens.caretAfter('Meeting');
    await bens.type(', in the red room');
    ada.cable.join();
    ben.cable.join();
    const told = ben.page.getByRole('note').getByRole('button', { name: 'Show' });
    await told.waitFor();
    await shoot(ben.page, '82-loss');
    await told.click();
    await ben.page.getByRole('dialog').getByLabel('The words').waitFor();
    await shoot(ben.page, '83-loss-words');
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Put back the paragraph' }).click();
    await bens.sent();

    const address = ben.page.url();
    await ben.page.goto('about:blank');
    await adas.caretAfter('The river');
    await adas.type(' In spring, too.');
    await adas.caretAfter('Meeting');
    await adas.type(', or in the blue one');
    await adas.sent();
    await ben.page.clock.setSystemTime(Date.now() + AWAY_MS);
    await ben.page.goto(address);
    const review = ben.page.getByRole('note').getByRole('button', { name: 'Review' });
    await review.waitFor();
    await shoot(ben.page, '84-away');
    await review.click();
    await ben.page.getByRole('region', { name: 'While you were away' }).getByRole('listitem').first().waitFor();
    await shoot(ben.page, '85-away-changes');
  } finally {
    for (const person of people) await person.close();
  }
}
