import {
  test as base,
  expect,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import { createPerson, type Person, type PersonOptions } from './person.ts';
import { type RelayProcess, type RelayProcessOptions, startRelay } from './relay-process.ts';

export { expect };
export { findInBytes, findInFile, findInMemory } from './memory.ts';
export type { Person, PersonOptions } from './person.ts';
export { APPEND, ENTRY } from './watch.ts';
export type { RelayProcess } from './relay-process.ts';

/** What a test may ask for by name. */
export interface HarnessFixtures {
  /** Command line and environment of `relay`: `test.use({ relayOptions: { args: ['--max-room-bytes', '5000'] } })`. */
  readonly relayOptions: Omit<RelayProcessOptions, 'folder'>;
  /** Whether people's browsers keep the app, where a person's options do not say: `test.use({ keepsApp: true })`. */
  readonly keepsApp: boolean;
  /** A real relay process serving the built app, for this test alone. */
  readonly relay: RelayProcess;
  /** Brings another person to the relay's app. The test fails if their pages report an error nobody expected. */
  readonly openPerson: (options?: PersonOptions) => Promise<Person>;
}

type All = PlaywrightTestArgs & PlaywrightTestOptions & HarnessFixtures;
type Worker = PlaywrightWorkerArgs & PlaywrightWorkerOptions;

/**
 * Playwright's `test` with a real relay and real, isolated people:
 *
 *     test('SYN-4 a relay that comes back empty loses nobody anything', async ({ relay, openPerson }) => {
 *       const ada = await openPerson();
 *       await ada.page.goto('/');
 *       ada.cable.cut();              // and .join(): a cut closes open sockets, setOffline only stalls them
 *       await relay.kill();
 *       await relay.restart();        // same port, empty
 *       ada.watch.expectProblem(/WebSocket|ERR_/);  // any other console error fails the test
 *     });
 */
export const test: TestType<All, Worker> = base.extend<HarnessFixtures>({
  relayOptions: [{}, { option: true }],
  keepsApp: [false, { option: true }],

  relay: async ({ relayOptions }, use, testInfo) => {
    const relay = await startRelay({ ...relayOptions, folder: testInfo.outputPath('relay') });
    await use(relay);
    const hasDied = relay.hasDied();
    await relay.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('relay log', { body: relay.log(), contentType: 'text/plain' });
    }
    expect(hasDied, `the relay ended by itself; it said:\n${relay.log()}`).toBe(false);
  },

  openPerson: async ({ browser, relay, keepsApp }, use) => {
    const people: Person[] = [];
    await use(async (options) => {
      const person = await createPerson(browser, relay.origin, { keepsApp, ...options });
      people.push(person);
      return person;
    });
    for (const person of people) await person.close();
    const problems = people.flatMap((person, index) =>
      person.watch.problems().map((problem) => `person ${index + 1}: ${problem}`),
    );
    expect(problems, 'errors in the browsers that the test did not expect').toEqual([]);
  },
});
