/** Pictures of a phone that asks a laptop for a summary. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { createPerson, type Person } from '../harness/person.ts';
import { introduce, openLink, startDocument } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

/** How the browser looks. */
type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch'>;

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
const LINES = [
  'The ferry across the estuary was closed on Monday after engineers found cracks in its landing stage.',
  'Until the landing stage is repaired, the town council will run two buses an hour around the estuary.',
  'The council expects the repair of the landing stage to take six weeks and to cost ninety thousand pounds.',
];

/** @param origin - of a relay that serves the app */
export async function shootHelp(browser: Browser, origin: string, look: Look, shoot: Shoot): Promise<void> {
  const people: Person[] = [];
  const bring = async (name: string, userAgent?: string): Promise<Person> => {
    const person = await createPerson(browser, origin, { ...look, ...(userAgent === undefined ? {} : { userAgent }) });
    people.push(person);
    await introduce(person, name);
    return person;
  };
  const openSettings = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'What reads along…' }).click();
  };
  try {
    const ada = await bring('Ada Lovelace');
    const ben = await bring('Ben Weaver', PHONE);
    const adas = await startDocument(ada, 'The ferry');
    for (const line of LINES) {
      await ada.page.keyboard.insertText(line);
      await ada.page.keyboard.press('Enter');
    }
    const bens = await openLink(ben, await adas.copyLink('edit'));
    await bens.caretAfter('ninety thousand pounds');
    await bens.type(' So they say.');
    await adas.page.getByText('So they say.').waitFor();
    await openSettings(ada.page);
    const others = ada.page.getByRole('switch', { name: /^Help everybody in this document/ });
    await others.check();
    await others.scrollIntoViewIfNeeded();
    await shoot(ada.page, '43-help-switches');
    await ada.page.keyboard.press('Escape');
    await ben.page.getByRole('button', { name: 'More', exact: true }).click();
    await ben.page.getByRole('menuitem', { name: 'Summarize' }).click();
    const panel = ben.page.getByRole('complementary', { name: 'Summary' });
    await panel.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'On Ada Lovelace’s computer' });
    await ada.page.getByRole('button', { name: 'Do it' }).waitFor();
    await shoot(ada.page, '44-help-asked');
    await shoot(ben.page, '45-help-waiting');
    await ada.page.getByRole('button', { name: 'Do it' }).click();
    await panel.getByText('The document’s own sentences, picked on Ada Lovelace’s computer.').waitFor();
    await shoot(ben.page, '46-help-done');
    await shoot(ada.page, '47-helped');
  } finally {
    for (const person of people) await person.close();
  }
}
