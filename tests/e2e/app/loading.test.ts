import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

// The service worker is kept out: where it is quicker, it brings the part all the same.
const PART = /libsodium-wrappers.*\.js$/;

test('a part of the app that does not arrive is said in a sentence, and asked for again', async ({ openPerson }) => {
  const ada = await openPerson({ serviceWorkers: 'block' });
  const ben = await openPerson({ serviceWorkers: 'block' });
  const link = await (await startDocument(ada, 'Whole', 'All of it')).copyLink('edit');

  ben.watch.expectProblem(/Failed to load resource: net::ERR_FAILED/);
  await ben.page.route(PART, async (route) => await route.abort());
  await ben.page.goto('/');
  await ben.page.getByRole('button', { name: 'New document' }).click();
  await expect(ben.page.getByText('A part of Weft has not arrived').first()).toBeVisible();
  await ben.page.goto('about:blank');
  await ben.page.goto(link);
  await expect(ben.page.getByRole('alert')).toContainText('A part of Weft has not arrived');

  // The link is still in the address: trying again goes on from there.
  await ben.page.unroute(PART);
  await ben.page.getByRole('button', { name: 'Try again' }).click();
  await expect(ben.page.getByRole('textbox', { name: 'Document', exact: true })).toContainText('All of it');
});
