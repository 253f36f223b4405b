import { type EnvelopeHashing, type Failure, startEnvelopeHashes, toHex } from '@weft/crypto';
import type { Cancel } from '../ports/index.ts';
import { createPeerDriver, type PeerDriver, type PeerDriverOptions, type PeerTransport } from './peer-driver.ts';
import { type PeerFailure, peerFailure, type PeerFailureCode } from './peer-failures.ts';
import type { PeerFetchFrame, PeerPartFrame } from '../wire/index.ts';
import { createSteadyClock } from '../steady-clock.ts';

/** What a mesh tells, in the turn in which it happened. */
export interface PeerMeshListeners {
  /** Status is to be derived anew. */
  changed(): void;
  /** Someone proved who they are and does not know us yet. `via`: the number of the link, negative, never used again. */
  joined(via: number): void;
  /** A link on which someone had proven themselves ended. */
  left(via: number): void;
  /** An ephemeral came over a link, not verified yet. */
  ephemeral(envelope: Uint8Array, via: number): void;
  /** ATT-7: someone asks for, or brings, a part of an attachment. */
  chunk(frame: PeerFetchFrame | PeerPartFrame, via: number): void;
  /** What some other device holds, as far as this moved (SYN-5). */
  heads(heads: ReadonlyMap<string, number>): void;
  alarm(failure: Failure<string>): void;
}

export interface PeerMeshOptions
  extends Pick<PeerDriverOptions, 'ports' | 'replica' | 'certificate' | 'verifyCertificate'> {
  /** The sessions of this device besides the replica's own (hex), asked for each new link. */
  readonly own?: () => Iterable<string>;
  readonly listeners: Partial<PeerMeshListeners>;
}

/** One link of a mesh, as the shell that carries it feeds it. */
export type PeerPort = Pick<
  PeerDriver,
  'received' | 'receivedEnvelope' | 'heard' | 'garbage' | 'drained' | 'closed'
> & {
  /** The other end has proven itself: frames may be long from now on. */
  isProven(): boolean;
};

/** The peer links of a replica. */
export interface PeerMesh {
  /** Links on which the other end has proven itself, and is there as far as can be known: not where it owes an answer, or this device slept. */
  count(): number;
  /** Someone has sent all that this replica lacked of theirs. */
  isCaughtUp(): boolean;
  /** A connection is there: `undefined` where there is no room for it, and then it is the caller's to close. */
  connect(transport: PeerTransport): PeerPort | undefined;
  /** Sends presence or a receipt to everyone. */
  send(envelope: Uint8Array): void;
  /** ATT-7: asks over one link for a part of an attachment, or answers there. */
  sendChunk(frame: PeerFetchFrame | PeerPartFrame, via: number): void;
  /** Who is at the other end of a link does not send what was asked for: the link ends. */
  accuse(via: number, code: PeerFailureCode): void;
  /** Another session of this device, such as a sibling tab. */
  addOwn(session: string): void;
  /** Whether a relay is sending everything just now: then peers need not. */
  setFetching(isFetching: boolean): void;
  /** For an envelope that comes in parts. */
  startHashes(): EnvelopeHashing;
  /** Says goodbye on every link. */
  close(): void;
}

/** SYN-2: everyone is linked to everyone up to here; beyond, the relay carries. */
export const MAX_PEERS = 8;
/** Links that have not proven anything yet, besides. */
const MAX_GREETING = 8;
/** New links within `RATE_MS`: whoever connects without end must not keep this device busy. */
const MAX_RATE = 64;
const RATE_MS = 60_000;
/** A device that serves and is silent for this long gives way to the next. */
const STALLED_MS = 5_000;
/** Two links to one device that were proven this close to each other are told apart by their nonces. */
const TOGETHER_MS = 5_000;
const HEARD_MS = 500;
/** How often the clock is looked at while there are links, and by how much it must be ahead to have gone on in this device's sleep. */
const WATCH_MS = 1_000;
const SLEPT_MS = 3_000;
const REST_BASE_MS = 5_000;
const REST_MOST_MS = 300_000;
const MAX_RESTS = 256;

interface Link {
  readonly via: number;
  readonly driver: PeerDriver;
  session: string | undefined;
  provenAt: number;
}

/** Who is sending what this replica lacks: one link, or the relay, or nobody. */
type Server = Link | 'relay' | undefined;

/** A mesh without links. */
export function createPeerMesh(options: PeerMeshOptions): PeerMesh {
  const { ports, listeners } = options;
  const { timers } = ports;
  const clock = createSteadyClock(ports.clock);
  const links = new Set<Link>();
  const rests = new Map<string, { count: number; until: number }>();
  let server: Server;
  let progressAt = 0;
  let cancelStalled: Cancel | undefined;
  let cancelWatch: Cancel | undefined;
  let lastVia = 0;
  let since = 0;
  let recent = 0;
  let isClosed = false;

  /** One device serves at a time: the others would send the same (SYN-2 per link, and less in all). */
  function serve(next: Server): void {
    server = next;
    cancelStalled?.();
    cancelStalled = undefined;
    for (const link of links) {
      // Who has sent everything has little left to send: what is written there now must not wait.
      link.driver.hold(next !== undefined && link !== next && !link.driver.state().isCaughtUp);
    }
    if (next === undefined) return;
    progressAt = clock.now();
    watch(next);
  }

  function watch(watched: Link | 'relay'): void {
    cancelStalled = timers.set(Math.max(1, progressAt + STALLED_MS - clock.now()), () => {
      if (server !== watched) return;
      if (clock.now() - progressAt >= STALLED_MS) serveNext(watched);
      else watch(watched);
    });
  }

  /** Timers do not count the time that this device sleeps: the next PING may be seconds away, while the others left hours ago. */
  function watchSleep(): void {
    const before = clock.now();
    cancelWatch = timers.set(WATCH_MS, () => {
      cancelWatch = undefined;
      if (links.size === 0) return;
      if (clock.now() - before >= WATCH_MS + SLEPT_MS) for (const { driver } of links) driver.slept();
      watchSleep();
    });
  }

  function serveNext(before: Link | 'relay'): void {
    const rest = [...links].filter((link) => link !== before);
    // From now on everybody may send what is still lacking, where nobody is left who could do it alone.
    serve(before === 'relay' ? undefined : rest.find(({ driver }) => !driver.state().isCaughtUp));
  }

  function prove(link: Link, session: Uint8Array): void {
    link.session = toHex(session);
    link.provenAt = clock.now();
    const rest = rests.get(link.session);
    if (rest !== undefined && clock.now() < rest.until) return link.driver.leave(peerFailure('peer-resting'));
    const double = [...links].find((other) => other !== link && other.session === link.session);
    if (double !== undefined) {
      const worse = toWorse(double, link);
      worse.driver.leave(peerFailure('peer-double'));
      if (worse === link) return;
    }
    if (countProven() > MAX_PEERS) return link.driver.leave(peerFailure('peer-full'));
    listeners.joined?.(link.via);
    listeners.changed?.();
  }

  /** Of two links to one device, the one that both ends give up: the older, or where they came together, as the nonces say. */
  function toWorse(older: Link, newer: Link): Link {
    if (newer.provenAt - older.provenAt > TOGETHER_MS) return older;
    return linkToKey(older) < linkToKey(newer) ? newer : older;
  }

  function end(link: Link, failure: PeerFailure | undefined, isViolation: boolean): void {
    if (!links.delete(link)) return;
    if (isViolation && link.session !== undefined) rest(link.session);
    if (server === link) serveNext(link);
    if (link.session !== undefined && failure?.code !== 'peer-resting') listeners.left?.(link.via);
    link.driver.destroy();
    listeners.changed?.();
  }

  /** Longer and longer, so that it can neither crash nor busy us. */
  function rest(session: string): void {
    const times = (rests.get(session)?.count ?? 0) + 1;
    rests.delete(session);
    const ms = Math.min(REST_MOST_MS, REST_BASE_MS * 2 ** (times - 1));
    rests.set(session, { count: times, until: clock.now() + ms });
    if (rests.size <= MAX_RESTS) return;
    const oldest = rests.keys().next();
    if (oldest.done !== true) rests.delete(oldest.value);
  }

  function countProven(): number {
    return [...links].filter(({ session }) => session !== undefined).length;
  }

  function hasRoom(): boolean {
    const now = clock.now();
    if (now - since >= RATE_MS) {
      since = now;
      recent = 0;
    }
    const greeting = links.size - countProven();
    if (isClosed || recent >= MAX_RATE || greeting >= MAX_GREETING || links.size >= MAX_PEERS + MAX_GREETING)
      return false;
    recent++;
    return true;
  }

  return {
    count: () => [...links].filter(({ session, driver }) => session !== undefined && !driver.state().isDoubtful).length,
    isCaughtUp: () => [...links].some(({ driver }) => driver.state().isCaughtUp),
    connect(transport) {
      if (!hasRoom()) return undefined;
      const via = --lastVia;
      let heardAt = 0;
      let isDoubtful = false;
      const driver = createPeerDriver({
        ...options,
        own: options.own?.() ?? [],
        listeners: {
          changed(state) {
            if (state.isDoubtful === isDoubtful) return;
            isDoubtful = state.isDoubtful;
            listeners.changed?.();
          },
          proven: (session) => prove(link, session),
          heads: (heads) => listeners.heads?.(heads),
          ephemeral: (envelope) => listeners.ephemeral?.(envelope, via),
          chunk: (frame) => listeners.chunk?.(frame, via),
          received() {
            if (server === link) progressAt = clock.now();
          },
          caughtUp() {
            if (server === link) serve(undefined);
            listeners.changed?.();
          },
          alarm: (failure) => listeners.alarm?.(failure),
          ended: (failure, isViolation) => end(link, failure, isViolation),
        },
      });
      const link: Link = { via, driver, session: undefined, provenAt: 0 };
      links.add(link);
      if (cancelWatch === undefined) watchSleep();
      driver.opened(transport, server !== undefined);
      if (server === undefined && links.has(link)) serve(link);
      return {
        isProven: () => link.session !== undefined,
        received: (frame) => driver.received(frame),
        receivedEnvelope: (envelope, hashes) => driver.receivedEnvelope(envelope, hashes),
        heard() {
          const now = clock.now();
          if (server === link) progressAt = now;
          // A long frame has thousands of parts; that it still comes is worth knowing now and then.
          if (now - heardAt < HEARD_MS) return;
          heardAt = now;
          driver.heard();
        },
        garbage: (failure) => driver.garbage(failure),
        drained: () => driver.drained(),
        closed() {
          driver.closed();
          end(link, undefined, false);
        },
      };
    },
    sendChunk: (frame, via) => find(via)?.driver.sendChunk(frame),
    accuse: (via, code) => find(via)?.driver.accuse(code),
    send(envelope) {
      for (const { driver } of links) driver.sendEphemeral(envelope);
    },
    addOwn(session) {
      for (const { driver } of links) driver.addOwn(session);
    },
    setFetching(isFetching) {
      if (isFetching && server !== 'relay') serve('relay');
      if (!isFetching && server === 'relay') serve(undefined);
    },
    startHashes: () => startEnvelopeHashes(ports.sodium),
    close() {
      isClosed = true;
      cancelStalled?.();
      cancelWatch?.();
      for (const { driver } of [...links]) driver.leave();
      links.clear();
    },
  };

  function find(via: number): Link | undefined {
    return [...links].find((link) => link.via === via);
  }

  /** The same at both ends. */
  function linkToKey({ driver }: Link): string {
    const { nonce, other } = driver.state();
    return [toHex(nonce), toHex(other?.nonce ?? new Uint8Array())].sort().join('');
  }
}
