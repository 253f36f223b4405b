import { APP_DIST } from '../../../scripts/workspace.ts';
import { expect, findInFile, findInMemory, test } from './index.ts';

// The proofs that rest on this harness are worth what it can see: each of its eyes is shown something here.

test('a relay that is killed comes back empty-handed on the same port, and its log is kept', async ({ relay }) => {
  const before = relay.pid();
  const answer = (): Promise<boolean> =>
    fetch(`${relay.origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  expect(await answer()).toBe(true);
  await relay.kill();
  expect(await answer()).toBe(false);
  const log = relay.log();
  await relay.restart();
  expect(await answer()).toBe(true);
  expect(relay.pid()).not.toBe(before);
  expect(relay.log().startsWith(log)).toBe(true);
});

test('the searches of the relay’s memory and heap find what is there, and only that', async ({ relay }) => {
  const marker = 'a-marker-that-travels-in-a-header';
  await fetch(`${relay.origin}/healthz`, { headers: { 'x-marker': marker } });
  const absent = ['never', 'sent', 'to-anyone'].join('-');
  const inMemory = findInMemory(relay.pid(), [marker, absent]);
  test.skip(inMemory === undefined, 'a process’s memory can be read on Linux only');
  expect(inMemory).toEqual([marker]);
  // The command line is in every heap.
  expect(findInFile(await relay.takeHeapSnapshot(), [APP_DIST, absent])).toEqual([APP_DIST]);
});

test('a cut cable closes an open WebSocket; frames and requests are recorded', async ({ relay, openPerson }) => {
  const person = await openPerson();
  // Not the app: what a cut does to it is its own tests' matter.
  await person.page.goto('/healthz');
  const room = 'A'.repeat(43);
  const closed = person.page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.onclose = () => resolve('closed');
      }),
    `${relay.address}/r/${room}`,
  );
  // A relay speaks first: its CHALLENGE, type 0x41.
  await expect
    .poll(() => person.watch.frames.map(({ direction, bytes }) => `${direction} ${bytes[1]}`))
    .toContain(`received ${0x41}`);
  expect(person.cable.requests()).toContain(`CONNECT 127.0.0.1:${relay.port}`);
  person.cable.cut();
  expect(await closed).toBe('closed');
  person.cable.join();
  await person.page.goto('/healthz');
  // A bare text has no icon.
  person.watch.expectProblem(/WebSocket|ERR_|favicon/);
});

test('an error in a page is a problem until it is expected', async ({ openPerson }) => {
  const person = await openPerson();
  await person.page.goto('/');
  await person.page.evaluate(() => {
    console.error('planted in the console');
    setTimeout(() => {
      throw new Error('planted and thrown');
    });
  });
  await expect.poll(() => person.watch.problems().join('\n')).toMatch(/planted in the console[^]*planted and thrown/);
  person.watch.expectProblem(/planted/);
  expect(person.watch.problems()).toEqual([]);
});

test('a policy violation is a problem', async ({ openPerson }) => {
  const person = await openPerson();
  await person.page.goto('/');
  await person.page.evaluate(() => fetch('https://elsewhere.invalid/').catch(() => undefined));
  await expect.poll(() => person.watch.problems().join('\n')).toMatch(/policy violated: connect-src/);
  person.watch.expectProblem(/policy|connect-src|elsewhere/);
});

test('a browser with a profile keeps its storage when it is closed and opened', async ({ openPerson }, testInfo) => {
  const profile = testInfo.outputPath('profile');
  const first = await openPerson({ profile });
  await first.page.goto('/');
  await first.page.evaluate(() => localStorage.setItem('kept', 'yes'));
  await first.close();
  const second = await openPerson({ profile });
  await second.page.goto('/');
  expect(await second.page.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});
