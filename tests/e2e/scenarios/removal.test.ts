import { findBarriers } from '../app/axe.ts';
import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, introduce, openLink, startDocument, toPeople } from './desk.ts';

test('KEY-8: the owner removes a device: it reads nothing that follows, whoever was away comes back with their words, late words are taken in', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson({ keepsApp: true });
  const cleo = await openPerson({ keepsApp: true });
  await introduce(ada, 'Ada');
  await introduce(ben, 'Ben');
  await introduce(cleo, 'Cleo');
  const adas = await startDocument(ada, 'Plans', 'From Ada.');
  await adas.page.keyboard.press('Enter');
  const old = await adas.copyLink('edit');
  const bens = await openLink(ben, old);
  await bens.caretAfter('From Ada.');
  await bens.type(' From Ben.');
  const cleos = await openLink(cleo, old);
  await cleos.caretAfter('From Ben.');
  await cleos.type(' From Cleo.');
  for (const desk of [adas, bens]) await expect(desk.text).toContainText('From Ada. From Ben. From Cleo.');

  // KEY-6: both see the same numbers for one device.
  const owner = await toPeople(adas);
  const numbers = await owner.numbers('Ben');
  expect(numbers).toMatch(/^(\d{5} ){5}\d{5}$/);
  await expect(owner.dialog.getByRole('listitem').first()).toContainText('This device · Owner');
  await adas.page.keyboard.press('Escape');
  const theirs = await toPeople(bens);
  expect(await theirs.numbers('Ben')).toBe(numbers);
  await expect(theirs.dialog.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await bens.page.keyboard.press('Escape');

  await awaitNetworkLoss(ben, cleo);
  for (const person of [ben, cleo]) person.cable.cut();
  await bens.caretAfter('From Cleo.');
  await bens.type(' Late from Ben.');
  await cleos.caretAfter('From Cleo.');
  await cleos.type(' Honest from Cleo.');
  for (const desk of [bens, cleos]) await expect(desk.status).toContainText('not sent yet');

  // By a press on oneself, too.
  await adas.page.getByRole('button', { name: 'Ada (you): people and devices' }).click();
  const again = { dialog: adas.page.getByRole('dialog', { name: 'People and devices' }) };
  await again.dialog.getByRole('button', { name: 'Remove Ben…' }).click();
  const sure = adas.page.getByRole('dialog', { name: 'Remove Ben?' });
  await expect(sure).toContainText('can neither read nor write what follows');
  await sure.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(again.dialog.getByRole('status')).toContainText('Ben was removed.');
  await expect(again.dialog.getByRole('status')).not.toContainText('offline');
  await expect(again.dialog.getByRole('list', { name: 'Devices without access' })).toContainText('Ben');
  await expect(again.dialog.getByRole('button', { name: 'Share fresh links' })).toBeFocused();
  await adas.page.keyboard.press('Enter');
  await expect(again.dialog).toBeHidden();
  const share = adas.page.getByRole('dialog', { name: 'Share' });
  await share.getByRole('button', { name: 'Copy view link' }).click();
  await expect(share.getByRole('status')).toContainText('copied');
  const fresh = await adas.page.evaluate(async () => await navigator.clipboard.readText());
  await adas.page.keyboard.press('Escape');
  await adas.caretAfter('From Cleo.');
  await adas.type(' Not for Ben.');
  await adas.sent();

  ben.cable.join();
  const ended = bens.page.getByRole('alert').filter({ hasText: 'no longer has access' });
  await expect(ended).toContainText('no longer has access to what is written from now on');
  await expect(bens.text).toHaveAttribute('contenteditable', 'false');
  await expect(bens.text).toContainText('Late from Ben.');
  await expect(bens.text).not.toContainText('Not for Ben.');
  await expect(bens.status).toContainText('No longer shared with you');
  await expect(bens.page.getByRole('list', { name: 'People here' })).toBeHidden();

  const notice = adas.page.getByRole('note').filter({ hasText: 'was removed' });
  await expect(notice).toContainText(/Ben, who was removed, wrote \d+ changes? afterwards\./);
  await expect(adas.text).not.toContainText('Late from Ben.');
  await notice.getByRole('button', { name: 'Look' }).click();
  const late = adas.page.getByRole('dialog', { name: 'Written after the removal' });
  await expect(late).toContainText('Late from Ben.');
  await expect(late).toContainText(numbers);
  expect(await findBarriers(adas.page, 'dialog[open]')).toEqual([]);
  await late.getByRole('button', { name: 'Take in what Ben wrote' }).click();
  await expect(late).toBeHidden();
  await expect(adas.text).toContainText('Late from Ben.');

  cleo.cable.join();
  for (const desk of [adas, cleos]) {
    for (const words of ['Honest from Cleo.', 'Not for Ben.', 'Late from Ben.']) {
      await expect(desk.text).toContainText(words);
    }
  }
  await expect(bens.text).not.toContainText('Not for Ben.');
  // Ben has the page open still, and is not shown as being here.
  const here = adas.page.getByRole('list', { name: 'People here' }).getByRole('listitem');
  await expect(here).toHaveCount(2);
  await expect(here.first().getByRole('button', { name: /^Cleo/ })).toBeVisible();
  await expect(here.last().getByRole('button', { name: /^Ada \(you\)/ })).toBeVisible();

  // What the news said stays true after a reload, and a fresh link brings even a reader back.
  await bens.page.reload();
  await expect(ended).toContainText('no longer has access');
  await expect(bens.text).not.toContainText('Not for Ben.');
  await ended.getByRole('button', { name: 'Open a fresh link' }).click();
  await bens.page.getByRole('textbox', { name: 'Link' }).fill(fresh);
  await bens.page.keyboard.press('Enter');
  await expect(bens.text).toContainText('Not for Ben.');
  await expect(bens.page.getByRole('note')).toContainText('You are reading');
  await expect(bens.page.getByRole('button', { name: 'Share' })).toBeVisible();
});

test('KEY-8: all links are replaced: who is in the list stays, an old link gives nothing new', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const eve = await openPerson();
  await introduce(ada, 'Ada');
  const adas = await startDocument(ada, 'Plans', 'Before.');
  const old = await adas.copyLink('edit');
  const bens = await openLink(ben, old);
  await bens.caretAfter('Before.');
  await bens.type(' Ben.');
  await expect(adas.text).toContainText('Before. Ben.');
  const people = await toPeople(adas);
  await people.dialog.getByRole('button', { name: 'Replace all links…' }).click();
  await adas.page
    .getByRole('dialog', { name: 'Replace all links?' })
    .getByRole('button', { name: 'Replace links' })
    .click();
  await expect(people.dialog.getByRole('status')).toContainText('The links were replaced.');
  await adas.page.keyboard.press('Escape');
  await expect(adas.page.getByRole('region', { name: 'Notices' })).toContainText('The links were replaced.');
  await adas.caretAfter('Before. Ben.');
  await adas.type(' After.');
  await expect(bens.text).toContainText('Before. Ben. After.');
  const eves = await openLink(eve, old);
  await expect(eves.page.getByRole('alert')).toContainText('no longer has access');
  await expect(eves.text).not.toContainText('After.');
});

test('KEY-1: a second device of the owner, opened with the owner link, governs too; others are offered no such link', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const phone = await openPerson({ keepsApp: true });
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  await introduce(phone, 'Ada on the phone');
  await introduce(ben, 'Ben');
  const adas = await startDocument(ada, 'Plans', 'From Ada.');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await bens.caretAfter('From Ada.');
  await bens.type(' From Ben.');
  const phones = await openLink(phone, await adas.copyLink('owner'));
  await expect(phones.text).toContainText('From Ben.');
  // The owner's key stays: this device governs after a reload too, and its own links do not carry it.
  await phones.page.reload();
  expect((await phones.copyLink('edit')).length).toBeLessThan((await phones.copyLink('owner')).length);
  await bens.page.getByRole('button', { name: 'Share' }).click();
  await expect(bens.page.getByRole('dialog', { name: 'Share' })).not.toContainText('For another device of yours');
  await bens.page.keyboard.press('Escape');
  const people = await toPeople(phones);
  await people.dialog.getByRole('button', { name: 'Remove Ben…' }).click();
  await phones.page
    .getByRole('dialog', { name: 'Remove Ben?' })
    .getByRole('button', { name: 'Remove', exact: true })
    .click();
  await expect(bens.page.getByRole('alert')).toContainText('no longer has access');
  await phones.page.keyboard.press('Escape');
  await phones.caretAfter('From Ben.');
  await phones.type(' From the phone.');
  await expect(adas.text).toContainText('From the phone.');
  await expect(bens.text).not.toContainText('From the phone.');

  // Offline, new keys wait; the dialog says so.
  await awaitNetworkLoss(phone);
  phone.cable.cut();
  await expect(phones.status).toContainText('Offline');
  const offline = await toPeople(phones);
  await offline.dialog.getByRole('button', { name: 'Replace all links…' }).click();
  await phones.page.getByRole('button', { name: 'Replace links', exact: true }).click();
  await expect(offline.dialog.getByRole('status')).toContainText('until this device is back');
});
