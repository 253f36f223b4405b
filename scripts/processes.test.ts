import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anyPort, findPort, isPortFree } from './ports.ts';
import { startGroup } from './processes.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie is gone as far as anyone is concerned: it only waits to be counted.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

const GRANDCHILD = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  process.on('SIGTERM', () => {});
  console.log(child.pid);
  setInterval(() => {}, 1000);
`;

describe.skipIf(process.platform === 'win32')('process groups', () => {
  test('ending a group ends what its leader started, even a leader that will not listen', async () => {
    const group = startGroup(process.execPath, ['-e', GRANDCHILD], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(group.child.stdout!, 'data')) as [Buffer];
    const grandchild = Number(line.toString());
    expect(isAlive(grandchild)).toBe(true);
    expect(await group.end(50)).toEqual({ code: null, signal: 'SIGKILL' });
    await expect.poll(() => isAlive(grandchild)).toBe(false);
  });

  test('a program that is not there ends with 127 and no throw', async () => {
    expect(await startGroup('/no/such/program', []).ended).toEqual({ code: 127, signal: null });
  });

  test('a script that is killed by its terminal takes everything with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-processes-'));
    const script = join(folder, 'script.mjs');
    writeFileSync(
      script,
      `import { endGroupsOnSignal, startGroup } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))};
       endGroupsOnSignal();
       const group = startGroup(process.execPath, ['-e', ${JSON.stringify('setInterval(() => {}, 1000)')}]);
       console.log(group.pid);`,
    );
    const outer = startGroup(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(outer.child.stdout!, 'data')) as [Buffer];
    const inner = Number(line.toString());
    expect(isAlive(inner)).toBe(true);
    process.kill(outer.pid, 'SIGINT');
    expect(await outer.ended).toEqual({ code: 130, signal: null });
    await expect.poll(() => isAlive(inner)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe('ports', () => {
  test('a port that is taken is passed over for the next free one', async () => {
    const port = await anyPort('127.0.0.1');
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await isPortFree(port, '127.0.0.1')).toBe(false);
    expect(await findPort(port, '127.0.0.1')).toBeGreaterThan(port);
    expect(await findPort(port, '127.0.0.1', 1)).toBeUndefined();
    server.close();
  });
});
