import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPort, isPortFree } from './ports.ts';
import { endGroupsOnSignal, type Group, startGroup } from './processes.ts';
import { APP_DIST, RELAY_CLI, ROOT, toBin, toEnvironment } from './workspace.ts';

const DEFAULT_PORT = 4400;
const READY_MS = 30_000;

const HELP = `npx --yes pnpm@12.21.0 start [--port PORT] [--host HOST] [--no-build] [-- RELAY OPTIONS]

Builds the app, then runs the relay, which also serves the app, on one port. Ctrl-C ends both.

  --port PORT   the port to use and no other; without it, ${DEFAULT_PORT} or the next free one
  --host HOST   the address to listen on, 127.0.0.1 unless said
  --no-build    serve the app as it was last built
`;

interface Wishes {
  readonly port: number | undefined;
  readonly host: string;
  readonly isBuilding: boolean;
  readonly isHelp: boolean;
  readonly relayArgs: readonly string[];
}

/** Reads the command line; a string is the sentence to show when it cannot be read. */
function toWishes(args: readonly string[]): Wishes | string {
  const cut = args.indexOf('--', args[0] === '--' ? 1 : 0);
  const own = (cut < 0 ? args : args.slice(0, cut)).filter((arg) => arg !== '--');
  try {
    const { values } = parseArgs({
      args: own,
      allowNegative: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        build: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      return `--port wants a number from 1 to 65535, not "${values.port}".`;
    }
    const relayArgs = cut < 0 ? [] : args.slice(cut + 1);
    return { port, host: values.host, isBuilding: values.build, isHelp: values.help, relayArgs };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The port to listen on, or the sentence to show when there is none. */
async function choosePort(wished: number | undefined, host: string): Promise<number | string> {
  try {
    if (wished !== undefined) {
      if (await isPortFree(wished, host)) return wished;
      return `Port ${wished} is taken: choose another with --port, or leave --port out and the next free one is used.`;
    }
    const port = await findPort(DEFAULT_PORT, host);
    if (port === undefined) return `No port from ${DEFAULT_PORT} on is free: choose one with --port.`;
    if (port !== DEFAULT_PORT) process.stdout.write(`Port ${DEFAULT_PORT} is taken, so Weft uses ${port}.\n`);
    return port;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `This machine cannot listen at ${host} (${reason}): choose another address with --host.`;
  }
}

async function build(): Promise<boolean> {
  const group = startGroup(toBin('vite', 'apps/web'), ['build', '--logLevel', 'warn'], {
    cwd: join(ROOT, 'apps/web'),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toEnvironment(),
  });
  return (await group.ended).code === 0;
}

/** Waits until the relay answers, it ends, or the time is up. */
async function waitUntilReady(relay: Group, url: string): Promise<boolean> {
  let isEnded = false;
  void relay.ended.then(() => {
    isEnded = true;
  });
  const until = performance.now() + READY_MS;
  while (!isEnded && performance.now() < until) {
    try {
      if ((await fetch(url)).ok) return true;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** `pnpm start`. Returns the exit code once the relay has ended. */
export async function main(args: readonly string[]): Promise<number> {
  const wishes = toWishes(args);
  if (typeof wishes === 'string') {
    process.stderr.write(`${wishes}\n\n${HELP}`);
    return 2;
  }
  if (wishes.isHelp) {
    process.stdout.write(HELP);
    return 0;
  }
  endGroupsOnSignal();

  // Before the build: nobody should wait for it to be told of a taken port.
  const port = await choosePort(wishes.port, wishes.host);
  if (typeof port === 'string') {
    process.stderr.write(`${port}\n`);
    return 1;
  }
  if (wishes.isBuilding) {
    process.stdout.write('Building the app…\n');
    if (!(await build())) {
      process.stderr.write('The app could not be built; the reason is above.\n');
      return 1;
    }
  } else if (!existsSync(join(APP_DIST, 'index.html'))) {
    process.stderr.write('The app has not been built yet: leave --no-build out.\n');
    return 1;
  }

  const relayArgs = ['--port', String(port), '--host', wishes.host, '--static', APP_DIST, ...wishes.relayArgs];
  const relay = startGroup(process.execPath, [RELAY_CLI, ...relayArgs], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toEnvironment(),
  });
  const isLoopback = wishes.host === '127.0.0.1' || wishes.host === 'localhost' || wishes.host === '0.0.0.0';
  const host = isLoopback ? 'localhost' : wishes.host.includes(':') ? `[${wishes.host}]` : wishes.host;
  const address = `http://${host}:${port}/`;
  if (!(await waitUntilReady(relay, `http://${isLoopback ? '127.0.0.1' : host}:${port}/healthz`))) {
    process.stderr.write('The relay did not start; the reason is above.\n');
    await relay.end();
    return 1;
  }
  process.stdout.write(`\nWeft is running at ${address}\nCtrl-C ends it.\n`);
  const { code } = await relay.ended;
  return code ?? 1;
}
