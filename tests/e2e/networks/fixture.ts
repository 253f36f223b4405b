import { writeFileSync } from 'node:fs';
import {
  test as base,
  expect,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import { findObstacle } from './commands.ts';
import { createLab, type Lab, type Machine } from './lab.ts';
import { openResident, type Resident, type ResidentOptions } from './resident.ts';
import { type Help, RELAY_PORT, type Server, startRelayOn, startTurn } from './servers.ts';

export { expect };

/** The public machine with the relay on it, and coturn where the relay names it. */
export interface Town {
  readonly origin: string;
  readonly relay: Server;
  readonly lab: Lab;
  /** Brings someone to a machine. The same name has the same profile again. */
  open(name: string, machine: Machine, options?: Pick<ResidentOptions, 'showsAddresses'>): Promise<Resident>;
}

interface Fixtures {
  readonly lab: Lab;
  /** Starts relay and coturn on a public machine of the lab. */
  readonly found: (help?: Help) => Promise<Town>;
}

type All = PlaywrightTestArgs & PlaywrightTestOptions & Fixtures;
type Worker = PlaywrightWorkerArgs & PlaywrightWorkerOptions;

const TEST_MS = 240_000;

const obstacle = findObstacle();

/** Playwright's `test` with a lab of its own for each test, skipped with the reason where there can be none. */
export const test: TestType<All, Worker> = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are asked for from the pattern.
  lab: async ({}, use, testInfo) => {
    // The list of tests would not say why.
    if (obstacle !== undefined) process.stdout.write(`skipped: ${obstacle}\n`);
    test.skip(obstacle !== undefined, obstacle);
    // Several browsers start here, and timeouts of the protocol are waited for.
    testInfo.setTimeout(TEST_MS);
    const lab = createLab();
    try {
      await use(lab);
    } finally {
      lab.close();
    }
  },

  found: async ({ lab }, use, testInfo) => {
    const servers: Server[] = [];
    const residents: Resident[] = [];
    const keep = (server: Server): Server => {
      servers.push(server);
      return server;
    };
    await use(async (help = 'none') => {
      const machine = lab.addPublic();
      if (help !== 'none') keep(await startTurn(machine, testInfo.outputPath('coturn')));
      const relay = keep(await startRelayOn(machine, help));
      const origin = `http://${machine.address}:${RELAY_PORT}`;
      return {
        origin,
        relay,
        lab,
        async open(name, home, options) {
          const folder = testInfo.outputPath(name);
          const resident = await openResident(home, { ...options, folder, origin });
          residents.push(resident);
          return resident;
        },
      };
    });
    if (testInfo.status !== testInfo.expectedStatus) {
      const told = await Promise.all(residents.map(async (resident) => await resident.describe()));
      const file = testInfo.outputPath('networks.log');
      writeFileSync(file, [...told, ...servers.map((server) => server.log())].join('\n\n'));
      await testInfo.attach('what browsers and servers say', { path: file });
    }
    for (const resident of residents) await resident.close();
    for (const server of servers) await server.kill();
    const problems = residents.flatMap(({ watch, machine }) =>
      watch.problems().map((problem) => `${machine.namespace}: ${problem}`),
    );
    expect(problems, 'errors in the browsers that the test did not expect').toEqual([]);
  },
});
