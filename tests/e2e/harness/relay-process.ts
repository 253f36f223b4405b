import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { anyPort } from '../../../scripts/ports.ts';
import { type Group, killGroupsOnExit, startGroup } from '../../../scripts/processes.ts';
import { APP_DIST, RELAY_CLI, ROOT, toEnvironment } from '../../../scripts/workspace.ts';

/** How a relay process is started. */
export interface RelayProcessOptions {
  /** A folder of its own for heap snapshots. */
  readonly folder: string;
  /** More options for the command line, e.g. `['--max-room-bytes', '100000']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real relay, run by its command line program in a process group of its own, serving the built app. */
export interface RelayProcess {
  readonly port: number;
  /** `http://127.0.0.1:PORT`: the app's origin. */
  readonly origin: string;
  /** `ws://127.0.0.1:PORT` */
  readonly address: string;
  /** The process as it runs now; throws when it does not. */
  pid(): number;
  /** Whether it ended without being asked to. */
  hasDied(): boolean;
  /** Everything it ever wrote to stdout and stderr, over restarts too. */
  log(): string;
  /** SIGKILL, in mid-sentence. Settles when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator would. Settles when it is gone. */
  stop(): Promise<void>;
  /** Starts it again, empty, on the same port. Settles when it answers. */
  restart(): Promise<void>;
  /** How many envelopes it stored since it started, by its own metrics. */
  countAppended(): Promise<number>;
  /** Has the process write a heap snapshot; answers with the file once it is whole. */
  takeHeapSnapshot(): Promise<string>;
}

const READY_MS = 20_000;
const SNAPSHOT_MS = 60_000;

async function waitUntilReady(group: Group, origin: string, log: () => string): Promise<void> {
  let isEnded = false;
  void group.ended.then(() => {
    isEnded = true;
  });
  const until = performance.now() + READY_MS;
  while (performance.now() < until && !isEnded) {
    const response = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (response?.ok === true) return;
    await delay(20);
  }
  throw new Error(`the relay ${isEnded ? 'ended' : `did not answer within ${READY_MS} ms`}; it said:\n${log()}`);
}

function listSnapshots(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.heapsnapshot'))
    .map((name) => join(folder, name));
}

/** Starts a relay on a free port of the loopback and waits until it answers. */
export async function startRelay(options: RelayProcessOptions): Promise<RelayProcess> {
  killGroupsOnExit();
  mkdirSync(options.folder, { recursive: true });
  const port = await anyPort('127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  let output = '';
  let group: Group | undefined;
  let hasDied = false;

  const start = async (): Promise<void> => {
    const started = startGroup(
      process.execPath,
      [
        '--heapsnapshot-signal=SIGUSR2',
        `--diagnostic-dir=${options.folder}`,
        RELAY_CLI,
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        // The protocol can be tested before the app is built.
        ...(existsSync(APP_DIST) ? ['--static', APP_DIST] : []),
        ...(options.args ?? []),
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: toEnvironment(options.env) },
    );
    for (const stream of [started.child.stdout, started.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    group = started;
    void started.ended.then(() => {
      hasDied ||= group === started;
    });
    await waitUntilReady(started, origin, () => output);
  };

  const finish = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const running = group;
    group = undefined;
    if (running === undefined) return;
    running.signal(signal);
    await (signal === 'SIGKILL' ? running.ended : running.end());
  };

  const toPid = (): number => {
    if (group === undefined) throw new Error('the relay is not running');
    return group.pid;
  };

  await start();
  return {
    port,
    origin,
    address: `ws://127.0.0.1:${port}`,
    pid: toPid,
    hasDied: () => hasDied,
    log: () => output,
    kill: async () => await finish('SIGKILL'),
    stop: async () => await finish('SIGTERM'),
    restart: async () => {
      await finish('SIGTERM');
      await start();
    },
    countAppended: async () => {
      const metrics = await (await fetch(`${origin}/metrics`)).text();
      return Number(/^weft_appended_total (\d+)$/m.exec(metrics)?.[1]);
    },
    takeHeapSnapshot: async () => {
      const before = new Set(listSnapshots(options.folder));
      process.kill(toPid(), 'SIGUSR2');
      const until = performance.now() + SNAPSHOT_MS;
      let size = -1;
      while (performance.now() < until) {
        await delay(100);
        const file = listSnapshots(options.folder).find((name) => !before.has(name));
        if (file === undefined) continue;
        // The process writes it in one go and answers nobody meanwhile: an answer means that it is whole.
        const isBack = (await fetch(`${origin}/healthz`).catch(() => undefined))?.ok === true;
        const now = statSync(file).size;
        if (isBack && now > 0 && now === size) return file;
        size = now;
      }
      throw new Error(`the relay wrote no heap snapshot within ${SNAPSHOT_MS} ms; it said:\n${output}`);
    },
  };
}
