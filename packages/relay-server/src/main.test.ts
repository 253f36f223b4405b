import { type ChildProcess, spawn } from 'node:child_process';
import { createRandomness, loadSodium, type Sodium } from '@weft/crypto';
import { CloseCode } from '@weft/crdt-core/wire';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPeople } from './testing/people.ts';
import { enterSocket } from './testing/socket-caller.ts';

const MAIN = new URL('main.ts', import.meta.url).pathname;
const groups: ChildProcess[] = [];

interface Run {
  readonly child: ChildProcess;
  /** The first line of output. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
}

/** Starts the relay's own command in a process group of its own, which is ended by its id whatever happens. */
function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [MAIN, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  groups.push(child);
  let output = '';
  let errors = '';
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString();
      const end = output.indexOf('\n');
      if (end >= 0) resolve(output.slice(0, end));
    });
    child.once('exit', () => reject(new Error(errors)));
  });
  firstLine.catch(() => undefined); // a run that prints nothing is asked for its end instead
  child.stderr?.on('data', (part: Buffer) => {
    errors += part.toString();
  });
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output, errors }));
  });
  return { child, firstLine, ended };
}

afterEach(() => {
  for (const { pid, exitCode, signalCode } of groups.splice(0)) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  }
});

describe('weft-relay', () => {
  let sodium: Sodium;
  beforeAll(async () => {
    sodium = await loadSodium();
  });

  test('it starts, carries a document, and stops when it is told to', async () => {
    const people = createPeople(sodium, createRandomness());
    const { child, firstLine, ended } = run(['--port', '0', '--log'], { WEFT_MAX_ROOM_BYTES: '123456' });
    const { event, port } = JSON.parse(await firstLine) as { event: string; port: number };
    expect(event).toBe('listening');

    const ada = people.join('editor');
    const author = await enterSocket(port, people.roomId, ada);
    expect(await author.next('welcome')).toMatchObject({ maxRoomBytes: 123_456 });
    const reader = await enterSocket(port, people.roomId, people.join('viewer'));
    const envelope = ada.seal('content');
    author.send({ type: 'append', envelope });
    expect((await reader.next('entry')).envelope).toEqual(envelope);
    reader.send({ type: 'ping' });
    expect(await reader.next('beat')).toEqual({ type: 'beat', head: 1 });

    process.kill(child.pid ?? 0, 'SIGTERM');
    expect((await author.closed).code).toBe(CloseCode.stopping);
    const { code, output, errors } = await ended;
    expect(code).toBe(0);
    expect(errors).toBe('');
    expect(output.trimEnd().split('\n').at(-1)).toContain('"stopped"');
  });

  test('without --log it prints one line that says where it is', async () => {
    const { child, firstLine, ended } = run([], { WEFT_PORT: '0' });
    expect(await firstLine).toMatch(/^weft-relay listens on http:\/\/127\.0\.0\.1:\d+$/);
    process.kill(child.pid ?? 0, 'SIGINT');
    expect((await ended).code).toBe(0);
  });

  test('bad values are one sentence, and exit 2', async () => {
    const { code, output, errors } = await run(['--port', 'http']).ended;
    expect([code, output]).toEqual([2, '']);
    expect(errors).toBe('weft-relay: --port takes a whole number from 0 to 65535, not “http”.\n');
  });

  test('a port in use is one sentence, and exit 2', async () => {
    const { child, firstLine, ended } = run(['--port', '0']);
    const port = /:(\d+)$/.exec(await firstLine)?.[1] ?? '';
    const second = await run(['--port', port]).ended;
    expect(second.code).toBe(2);
    expect(second.errors).toBe(
      `weft-relay: Port ${port} is in use; stop what uses it, or choose another with --port.\n`,
    );
    process.kill(child.pid ?? 0, 'SIGTERM');
    await ended;
  });

  test('--help names every option and its variable’s form', async () => {
    const { code, output } = await run(['--help']).ended;
    expect(code).toBe(0);
    expect(output).toContain('--max-room-bytes N');
    expect(output).toContain('WEFT_MAX_ROOM_BYTES');
  });
});
