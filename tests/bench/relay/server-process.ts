import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A server in a process of its own, in a process group of its own. */
export interface ServerProcess {
  readonly port: number;
  /** Processor time used so far (µs, all threads), and resident memory, as the process says itself. */
  usage(): Promise<{ readonly microseconds: number; readonly residentBytes: number }>;
  /** Ends the group. */
  end(): Promise<void>;
}

const PROBE = join(import.meta.dirname, 'cpu-probe.ts');

/**
 * Starts a Node program that prints one line of JSON with its `port` once it listens.
 */
export async function startServer(file: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', PROBE, file, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const endGroup = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid);
  };
  process.once('exit', endGroup);
  const port = await readPort(child);
  return {
    port,
    usage: () =>
      new Promise((resolve) => {
        child.once('message', (answer) => resolve(answer as { microseconds: number; residentBytes: number }));
        child.send('usage');
      }),
    end: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        process.off('exit', endGroup);
        endGroup();
      }),
  };
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve((JSON.parse(text.slice(0, end)) as { port: number }).port);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
