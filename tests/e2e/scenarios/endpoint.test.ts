import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { startDocument } from './desk.ts';

const CANARY = 'persimmon-theodolite-2038';
const TITLE = 'gooseberry-astrolabe-5512';
const SENT = 'It is late, as far as one can tell.';

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server of somebody's own, which speaks as OpenAI's does, and what it was sent. */
let server: Server;
let heard: Heard[] = [];

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const allowed = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, allowed).end();
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      heard.push({ path, headers: request.headers, body });
      if (path === '/v1/models') return response.writeHead(200, allowed).end('{"data":[{"id":"small"}]}');
      const event = JSON.stringify({ choices: [{ delta: { content: 'It is late.' }, finish_reason: 'stop' }] });
      return response.writeHead(200, allowed).end(`data: ${event}\n\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const toHost = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

test.use({
  // Playwright reads what is needed from the pattern, and nothing is.
  // oxlint-disable-next-line no-empty-pattern
  relayOptions: async ({}, use) => await use({ args: ['--connect-src', `http://${toHost()}`] }),
});

async function openSettings(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What reads along…' }).click();
  return page.getByRole('dialog', { name: 'What reads along' });
}

test('an address of one’s own gets nothing until it is named, the document allows it and what goes was shown; then that, and no more', async ({
  openPerson,
}) => {
  heard = [];
  const ada = await openPerson();
  const { page } = ada;
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'LanguageModel'));
  const desk = await startDocument(ada, TITLE, `The ${CANARY} is nobody’s business.`);
  await page.keyboard.press('Enter');
  await desk.type(SENT);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Rewrite' }).click();
  const panel = page.getByRole('complementary', { name: 'Rewriting' });
  await expect(panel).toContainText('Rewriting needs a language model');

  // Named, and tried: a question that holds nothing of the document.
  const settings = await openSettings(page);
  const allowed = settings.getByRole('radio', { name: 'Also to the address of my own, shown before' });
  await expect(allowed).toBeDisabled();
  await settings.getByRole('button', { name: 'Name an address…' }).click();
  const dialog = page.getByRole('dialog', { name: 'An address of your own' });
  await dialog.getByLabel('Address', { exact: true }).fill('http://models.test/v1');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('has to begin with https');
  await dialog.getByLabel('Address', { exact: true }).fill(`http://${toHost()}/v1`);
  await dialog.getByLabel('Key, if it wants one').fill('quiet');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog.getByRole('status')).toHaveText('It answers, and has: small.');
  await dialog.getByLabel('Name of the model there').fill('small');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toContainText(`${toHost()} is kept.`);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();

  // This document does not allow it yet.
  await expect(panel).toContainText('Rewriting needs a language model');
  const again = await openSettings(page);
  await allowed.check();
  await again.getByRole('button', { name: 'Done' }).click();
  const where = panel.getByRole('combobox', { name: 'Where' });
  await expect(where.getByRole('option')).toHaveText([`At ${toHost()}`]);

  await desk.caretAfter('It is late');
  await page.keyboard.press('Shift+Home');
  const rewrite = panel.getByRole('button', { name: 'Rewrite the selection' });
  await rewrite.click();
  const question = page.getByRole('dialog', { name: `Send this to ${toHost()}?` });
  await expect(question.getByRole('region', { name: 'All that is sent' })).toContainText(SENT);
  await question.getByRole('button', { name: 'Don’t send' }).click();
  await expect(panel.getByRole('alert')).toHaveText('Nothing was sent.');
  expect(heard.map(({ path, body }) => [path, body])).toEqual([['/v1/models', '']]);

  await rewrite.click();
  await question.getByRole('button', { name: 'Send it' }).click();
  await expect(panel).toContainText(`small (${toHost()}), at the address you named.`);
  expect(heard).toHaveLength(2);
  const { headers, body } = heard[1] ?? { headers: {}, body: '' };
  const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] };
  expect(messages[1]?.content).toBe(SENT);
  for (const word of [CANARY, TITLE, 'nobody']) expect(body).not.toContain(word);
  expect([headers.authorization, headers.cookie, headers.referer]).toEqual(['Bearer quiet', undefined, undefined]);

  // Said to stay on the device, it does.
  const last = await openSettings(page);
  await last.getByRole('radio', { name: 'Nowhere: it stays on this device' }).check();
  await last.getByRole('button', { name: 'Done' }).click();
  await expect(where).toHaveCount(0);
  expect(heard).toHaveLength(2);
});
