import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { createRandomness, type Failure, loadVerifyingSodium, type Result, success } from '@weft/crypto/verify';
import { encodeFrame } from '@weft/crdt-core/wire';
import { handleRequest } from './http/handle-request.ts';
import { securityHeaders } from './http/headers.ts';
import { countsToText } from './http/metrics.ts';
import { loadStaticFiles, type StaticFiles } from './http/static-files.ts';
import { createHub } from './hub/hub.ts';
import { createHostPolicy } from './policy/hosts.ts';
import { createIce, type IceOptions } from './policy/ice.ts';
import { DEFAULT_LIMITS, type RelayLimits } from './policy/limits.ts';
import { createSignalling } from './signalling/signalling.ts';
import { createAcceptor } from './socket/accept.ts';
import { createGate } from './socket/gate.ts';
import { createTurns } from './socket/turns.ts';
import { createMemoryStore } from './store/memory-store.ts';

export interface RelayOptions {
  /** 0: any free port. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** A folder with the built app. */
  readonly static?: string | undefined;
  /** Authorities under which the relay is reached, where they are not its own names and addresses. */
  readonly publicHosts?: readonly string[] | undefined;
  /** Origins (`https://example.org`) whose pages may connect; none: any. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Whoever connects must prove that they know it. */
  readonly admissionSecret?: string | undefined;
  /** Whether `X-Forwarded-For` is written by a proxy of one's own. */
  readonly trustProxy?: boolean | undefined;
  /** Names for a `trusted-types` directive; none: no such directive. */
  readonly trustedTypes?: readonly string[] | undefined;
  /** Addresses that the app's pages may fetch models from, beside the relay's own. */
  readonly connectSources?: readonly string[] | undefined;
  /** False: there is no `/signal`, so direct connections are found elsewhere or not at all. */
  readonly signalling?: boolean | undefined;
  /** STUN and TURN servers that connections are told of; none: they are told nothing. */
  readonly ice?: IceOptions | undefined;
  readonly limits?: Partial<RelayLimits> | undefined;
  /** RLY-7: told of codes and counts, one line each. */
  readonly log?: ((line: LogLine) => void) | undefined;
}

/** One line of log. No field of it can hold a room, an address or content. */
export type LogLine =
  | { readonly event: 'listening'; readonly port: number }
  | { readonly event: 'refused' | 'closed' | 'turned-away'; readonly code: number }
  | { readonly event: 'counts'; readonly connections: number; readonly rooms: number; readonly storeBytes: number }
  | { readonly event: 'stopped' };

export type RelayFailure = Failure<
  'port-in-use' | 'port-forbidden' | 'host-unknown' | 'listen-failed' | 'static-unreadable' | 'ice-invalid'
>;

export interface Relay {
  /** The port it listens on. */
  readonly port: number;
  /** Tells everyone (4500), waits for the sockets to close, at most a few seconds. */
  close(): Promise<void>;
}

const TICK_MS = 1000;
const COUNTS_EVERY_TICKS = 60;
/** How long clients may take to answer a close. */
const CLOSING_MS = 2000;

/** Composes a relay and starts it. */
export async function createRelay(options: RelayOptions): Promise<Result<Relay, RelayFailure>> {
  const limits: RelayLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const headers = securityHeaders(options.trustedTypes ?? [], options.connectSources ?? []);
  let files: StaticFiles | undefined;
  if (options.static !== undefined) {
    try {
      files = await loadStaticFiles(options.static, headers);
    } catch {
      return failure('static-unreadable', `The folder ${options.static} cannot be read; name one with the built app.`);
    }
  }

  const clock = { now: (): number => Date.now() };
  const random = createRandomness();
  const ice = options.ice && createIce(options.ice, { random, clock });
  try {
    if (ice !== undefined) encodeFrame(ice.frame());
  } catch {
    return failure('ice-invalid', 'The STUN and TURN addresses do not fit one message; name at most 8 of each kind.');
  }
  const store = createMemoryStore({ clock, random, limits });
  const { log } = options;
  const hub = createHub({
    sodium: await loadVerifyingSodium(),
    random,
    clock,
    store,
    limits,
    admissionSecret: options.admissionSecret,
    ice,
    onRefused: log && ((code) => log({ event: 'refused', code })),
    onClosed: log && ((code) => log({ event: 'closed', code })),
  });
  const onClosed = log && ((code: number) => log({ event: 'closed', code }));
  const signalling = options.signalling === false ? undefined : createSignalling({ limits, clock, onClosed });
  const acceptor = createAcceptor({
    hub,
    signalling,
    limits,
    turns: createTurns({ atEndOfTurn: setImmediate, later: setTimeout, now: () => performance.now() }),
    gate: createGate({
      limits,
      isOwnHost: createHostPolicy({ publicHosts: options.publicHosts ?? [], ownNames: ownNames() }),
      allowedOrigins: (options.allowedOrigins ?? []).map((origin) => origin.toLowerCase()),
      trustProxy: options.trustProxy === true,
      clock,
    }),
    onTurnedAway: log && ((code) => log({ event: 'turned-away', code })),
  });

  let isStopping = false;
  const metrics = (): string => {
    const { user, system } = process.cpuUsage();
    const cpuSeconds = (user + system) / 1e6;
    const residentBytes = process.memoryUsage.rss();
    return countsToText(hub.counts, store.usage(), { residentBytes, cpuSeconds }, signalling?.counts);
  };
  const server = createServer((request, response) =>
    handleRequest({ headers, files, isReady: () => !isStopping, metrics }, request, response),
  );
  server.on('upgrade', (request, socket, head) => {
    if (isStopping) socket.destroy();
    else acceptor.upgrade(request, socket as Socket, head);
  });

  const listening = await listen(server, options.port, options.host);
  if (!listening.ok) return listening;
  const port = listening.value;
  log?.({ event: 'listening', port });

  let ticks = 0;
  const ticking = setInterval(() => {
    hub.tick();
    signalling?.tick();
    ticks++;
    if (ticks % COUNTS_EVERY_TICKS !== 0 || log === undefined) return;
    const { connections, rooms } = hub.counts;
    log({ event: 'counts', connections, rooms, storeBytes: store.usage().bytes });
  }, TICK_MS);

  return success({
    port,
    async close() {
      if (isStopping) return;
      isStopping = true;
      clearInterval(ticking);
      hub.stop();
      signalling?.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        acceptor.terminate();
        server.closeAllConnections();
      }, CLOSING_MS);
      await closed;
      clearTimeout(cut);
      await store.close();
      log?.({ event: 'stopped' });
    },
  });
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<Result<number, RelayFailure>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(errorToFailure(error.code, port, host)));
    server.listen(port, host, () => resolve(success((server.address() as AddressInfo).port)));
  });
}

function errorToFailure(
  code: string | undefined,
  port: number,
  host: string,
): { readonly ok: false; readonly failure: RelayFailure } {
  switch (code) {
    case 'EADDRINUSE':
      return failure('port-in-use', `Port ${port} is in use; stop what uses it, or choose another with --port.`);
    case 'EACCES':
      return failure('port-forbidden', `Port ${port} needs more rights than this user has; choose one above 1023.`);
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return failure('host-unknown', `${host} is not an address of this machine; choose another with --host.`);
    default:
      return failure('listen-failed', `The relay cannot listen on ${host}, port ${port} (${code ?? 'unknown'}).`);
  }
}

function failure(code: RelayFailure['code'], sentence: string): { readonly ok: false; readonly failure: RelayFailure } {
  return { ok: false, failure: { code, sentence } };
}

/** The names and addresses this machine knows itself by. */
function ownNames(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const name = hostname();
  return [...addresses, name, `${name}.local`];
}
