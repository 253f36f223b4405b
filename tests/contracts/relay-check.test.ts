import { type ChildProcess, spawn } from 'node:child_process';
import { CHECKS, type CheckResult, parseTarget, runChecks, type RunOptions } from '@weft/relay-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELAY_CLI } from '../../scripts/workspace.ts';
import { startBrokenRelay } from './broken-relay.ts';
import { FAULTS } from './relay-faults/index.ts';

const CHECK_CLI = new URL('../../packages/relay-check/src/main.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];

/** A process in a group of its own, ended by its id whatever happens. */
function start(file: string, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [file, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], WEFT_TURN_SECRET: 'north wind' },
  });
  children.push(child);
  return child;
}

/** A real relay, with limits that can be reached. */
function startRelay(...args: readonly string[]): Promise<number> {
  const child = start(RELAY_CLI, ['--port', '0', '--max-frame-bytes', '1048576', '--append-burst', '300', ...args]);
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(Number(/:(\d+)/.exec(line.toString())?.[1])));
    child.once('exit', () => reject(new Error('the relay did not start')));
  });
}

function check(port: number, options: Partial<RunOptions> = {}): Promise<readonly CheckResult[]> {
  const target = parseTarget(`ws://127.0.0.1:${port}`);
  if (!target.ok) throw new Error(target.failure.sentence);
  return runChecks({ target: target.value, slow: false, ...options });
}

const broken = (results: readonly CheckResult[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'broken').map(({ id, sentence }) => `${id}: ${sentence}`);

let honest = 0;
let small = 0;
beforeAll(async () => {
  honest = await startRelay('--turn-url', 'turn:turn.test');
  small = await startRelay('--max-room-bytes', '2000000', '--no-signalling');
});
afterAll(() => {
  for (const { pid, exitCode, signalCode } of children) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  }
});

describe.concurrent('a relay that keeps its promises', () => {
  test('RLY-1 … RLY-7 all are found to be kept, as a person would ask it', async () => {
    const child = start(CHECK_CLI, [`localhost:${honest}`, '--json']);
    let output = '';
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString();
    });
    const code = await new Promise((resolve) => void child.once('close', resolve));
    const { isKept, results } = JSON.parse(output) as { isKept: boolean; results: CheckResult[] };
    expect(broken(results)).toEqual([]);
    expect([code, isKept, results.length]).toEqual([0, true, CHECKS.length]);
    expect(results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id)).toEqual(['room-full']);
  });

  test('RLY-6 one with small rooms too, and one without signalling', async () => {
    const results = await check(small);
    expect(broken(results)).toEqual([]);
    const skipped = results.filter(({ outcome }) => outcome === 'skipped').map(({ id }) => id);
    expect(skipped).toEqual(['turn-passwords', 'signal-topics', 'signal-unsubscribe', 'signal-malformed']);
  });

  test('an honest proxy is honest', async () => {
    const proxy = await startBrokenRelay(honest, {});
    expect(broken(await check(proxy.port))).toEqual([]);
    await proxy.close();
  });
});

describe.concurrent('a relay that breaks one is caught', () => {
  test.each(FAULTS)('$what', async ({ fault, caughtBy, hasSmallRooms, deadlineMs = 1000 }) => {
    const relay = await startBrokenRelay(hasSmallRooms ? small : honest, fault);
    const results = await check(relay.port, { only: caughtBy.map(([, id]) => id), deadlineMs, slow: true });
    const found = results.filter(({ outcome }) => outcome === 'broken').map(({ rule, id }) => `${rule} ${id}`);
    expect(found.toSorted()).toEqual(caughtBy.map(([rule, id]) => `${rule} ${id}`).toSorted());
    await relay.close();
  });

  test('and the command says so: exit 1, a line that names the rule', async () => {
    const relay = await startBrokenRelay(honest, FAULTS[0]?.fault ?? {});
    const child = start(CHECK_CLI, [`127.0.0.1:${relay.port}`, '--only', 'append-acknowledged', '--deadline-s', '1']);
    let output = '';
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString();
    });
    expect(await new Promise((resolve) => void child.once('close', resolve))).toBe(1);
    expect(output).toMatch(/^broken {2}RLY-2 .*\n {8}The relay did not send ACK 1 of 10 within 1000 ms\.\n/);
    await relay.close();
  });

  test('every check catches something', () => {
    const used = new Set(FAULTS.flatMap(({ caughtBy }) => caughtBy.map(([, id]) => id)));
    expect(CHECKS.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
