/** Pictures of comments: someone who writes and someone who may only comment, threads open, resolved and on deleted text. */
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { createPerson, type Person } from '../harness/person.ts';
import { comment, selectWords, toComments } from '../scenarios/comment-desk.ts';
import { introduce, openLink, startDocument } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch'>;

const WORDS =
  'A plain weave is the oldest pattern there is: over one, under one, and the next row the other way round. Everything else is a variation.';

/** @param origin - of a relay that serves the app */
export async function shootComments(browser: Browser, origin: string, look: Look, shoot: Shoot): Promise<void> {
  const people: Person[] = [];
  const bring = async (name: string): Promise<Person> => {
    const person = await createPerson(browser, origin, look);
    people.push(person);
    await introduce(person, name);
    return person;
  };
  try {
    const [ada, ben] = [await bring('Ada Lovelace'), await bring('Ben Weaver')];
    const adas = await startDocument(ada, 'Notes on plain weave', WORDS);
    await adas.page.keyboard.press('Enter');
    await adas.type(
      'The threads that run across are the weft. They hold the cloth together, and nobody looks at them.',
    );
    await adas.page.getByRole('button', { name: /^Comments/ }).click();
    await shoot(adas.page, '50-comments-empty');
    await adas.page.keyboard.press('Escape');
    const bens = await openLink(ben, await adas.copyLink('comment'));
    await selectWords(bens, 'oldest pattern');
    await shoot(bens.page, '51-comment-bubble');
    await comment(bens, 'oldest pattern', 'Is it? I have seen knots that look older than any cloth.');
    await comment(bens, 'nobody looks at them', 'I do. Could we say “few people look at them”?\n\nIt would be kinder.');
    await comment(bens, 'variation', 'Twill?');
    await adas.page.getByRole('button', { name: 'Comments, 3 new comments' }).waitFor();
    await shoot(adas.page, '52-comments-new');
    await adas.page.getByRole('button', { name: /^Comments/ }).click();
    const panel = toComments(adas);
    const card = panel.getByRole('article').filter({ hasText: 'Could we say' });
    await card.waitFor();
    await shoot(adas.page, '53-comments');
    await card.click();
    await card.getByRole('textbox', { name: 'Reply' }).fill('Gladly. What do you think, @B');
    await adas.page.getByRole('option', { name: 'Ben Weaver' }).waitFor();
    await shoot(adas.page, '54-comment-mention');
    await adas.page.keyboard.press('Enter');
    await adas.page.keyboard.type('?');
    await card.getByRole('button', { name: 'Reply' }).click();
    await card.getByRole('button', { name: 'React to Ben Weaver' }).click();
    await shoot(adas.page, '55-reactions');
    await adas.page.getByRole('menuitemradio', { name: 'Love it' }).click();
    await shoot(adas.page, '56-thread');
    const twill = panel.getByRole('article').filter({ hasText: 'Twill?' });
    await twill.getByRole('button', { name: 'Resolve' }).click();
    await panel.getByRole('button', { name: /^Resolved/ }).click();
    await panel.getByText('Resolved by Ada').waitFor();
    await shoot(adas.page, '57-resolved');
    await panel.getByRole('button', { name: /^Open \d/ }).click();
    await selectWords(adas, 'oldest pattern');
    await adas.page.keyboard.press('Delete');
    await panel.getByText('On deleted text').waitFor();
    await shoot(adas.page, '58-deleted-text');
    await selectWords(adas, 'plain weave is');
    await adas.page.keyboard.press('Control+Alt+m');
    await adas.page.locator('textarea:focus').waitFor();
    await adas.page.keyboard.type('A new remark, not said yet');
    await shoot(adas.page, '59-new-comment');
  } finally {
    for (const person of people) await person.close();
  }
}
