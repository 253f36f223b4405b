import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Group, killGroupsOnExit, startGroup } from '../../../scripts/processes.ts';
import { APP_DIST, RELAY_CLI, ROOT, toEnvironment } from '../../../scripts/workspace.ts';
import type { Machine } from './lab.ts';

/** A server on a machine of a lab. Nothing outside the lab can reach it. */
export interface Server {
  /** Everything it wrote so far. */
  log(): string;
  /** SIGKILL to all of it. Settles when it is gone. */
  kill(): Promise<void>;
}

const READY_MS = 20_000;

/** Starts a program in a process group of its own and waits until it says that it is ready. */
async function startServer(machine: Machine, program: string, args: readonly string[], ready: RegExp): Promise<Server> {
  killGroupsOnExit();
  const [command, ...rest] = machine.toCommand(program, args);
  const group: Group = startGroup(command, rest, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: toEnvironment(),
  });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (why: string): void => reject(new Error(`${program} ${why}; it said:\n${output}`));
  const late = setTimeout(() => fail(`was not ready within ${READY_MS} ms`), READY_MS);
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (ready.test(output)) resolve();
    });
  }
  void group.ended.then(() => fail('ended'));
  const kill = async (): Promise<void> => {
    group.signal('SIGKILL');
    await group.ended;
  };
  try {
    await promise;
  } catch (error) {
    await kill();
    throw error;
  } finally {
    clearTimeout(late);
  }
  return { log: () => output, kill };
}

export const RELAY_PORT = 4400;
const TURN_PORT = 3478;
const TURN_SECRET = 'a secret of relay and coturn';

/** How the relay tells browsers to find their way. */
export type Help = 'none' | 'stun' | 'turn-udp' | 'turn-tcp';

function toHelp(help: Help, { address }: Machine): readonly string[] {
  if (help === 'none') return [];
  if (help === 'stun') return ['--stun-url', `stun:${address}:${TURN_PORT}`];
  const transport = help === 'turn-udp' ? 'udp' : 'tcp';
  return ['--turn-url', `turn:${address}:${TURN_PORT}?transport=${transport}`, '--turn-secret', TURN_SECRET];
}

/** A relay by its command line program, serving the built app, which names the STUN and TURN server at `helper`. */
export async function startRelayOn(machine: Machine, help: Help = 'none', helper: Machine = machine): Promise<Server> {
  if (!existsSync(APP_DIST)) throw new Error('build the app first: pnpm build');
  const where = ['--host', '0.0.0.0', '--port', String(RELAY_PORT), '--static', APP_DIST];
  const args = [RELAY_CLI, ...where, ...toHelp(help, helper)];
  return await startServer(machine, process.execPath, args, /listens on/);
}

/**
 * coturn for STUN and TURN over UDP and TCP, with the passwords that the relay issues.
 * @param folder of its own: it keeps a database
 */
export async function startTurn(machine: Machine, folder: string): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const { address } = machine;
  const args = [
    '-n', // no file of settings
    ...['--listening-ip', address, '--relay-ip', address, '--listening-port', String(TURN_PORT)],
    ...['--use-auth-secret', '--static-auth-secret', TURN_SECRET, '--realm', 'weft.test'],
    ...['--no-cli', '--no-tls', '--no-dtls', '--no-multicast-peers', '--log-file', 'stdout', '--verbose'],
    // As docs/guides/self-host.md has it.
    ...[
      '10.0.0.0-10.255.255.255',
      '172.16.0.0-172.31.255.255',
      '192.168.0.0-192.168.255.255',
      '127.0.0.0-127.255.255.255',
    ].map((range) => `--denied-peer-ip=${range}`),
    ...['--userdb', join(folder, 'turn.sqlite'), '--pidfile', join(folder, 'turn.pid')],
  ];
  return await startServer(machine, 'turnserver', args, /TCP listener opened on/i);
}
