import { type Result, success } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import type { Cancel, Ports } from '../ports/index.ts';
import { type ChunkAnswerFrame, type ChunkRequestFrame, MAX_KEPT } from '../wire/index.ts';
import { hexToBytes } from '../ledger/heads.ts';
import { createAssembler, isChunkOf } from './assemble.ts';
import { type Carrier, createCarrier } from './carrier.ts';
import { type AttachmentCode, attachmentFailure, type AttachmentFailure } from './failures.ts';
import type { ChunkKeys } from './keys.ts';
import { collectChains } from './collect.ts';
import { type AttachmentReference, valueToReference } from './reference.ts';
import type { AttachmentStore } from './store.ts';
import type { Attachments, ReadOptions } from './types.ts';
import { packChains, type PackedChains, unpackChains, type UnpackedChains } from './pack.ts';
import { createPeerCarrier, type PeerCarrier, type PeerChunkLinks } from './peer-carrier.ts';
import { createSearch } from './search.ts';
import { createUploads, type StuckNews } from './uploads.ts';
import { createWaiters } from './waiters.ts';
import { attachFile } from './write-chain.ts';

/** What tabs of one document tell each other of its files: they share one store, and one of them holds the links. */
export interface AttachmentNews {
  /**
   * `written`: a chain is whole here and to be sent. `wanted`: this many chunks of it. `arrived`: more of it is here. `absent`: no link
   * gives more of it. `sent`: the relay has this many. `full`, `refused`: the relay does not take it, for now or at all. `leading`: another tab has the links now; who waits has to ask again.
   */
  readonly what: 'written' | 'wanted' | 'arrived' | 'absent' | 'sent' | 'leading' | StuckNews;
  /** Hex. */
  readonly session: string;
  readonly count: number;
}

export interface AttachmentsOptions {
  readonly ports: Ports;
  readonly keys: ChunkKeys;
  readonly store: AttachmentStore;
  /** This replica may write chunks: it is heard on which are wanted. */
  readonly canWrite: boolean;
  /** There is a relay to send to, or will be. */
  readonly hasRelay: boolean;
  /** To the other tabs. */
  share(news: AttachmentNews): void;
}

/** A link over which attachments go. */
export interface AttachmentLink {
  setLive(isLive: boolean): void;
  receive(frame: ChunkAnswerFrame): void;
  close(): void;
}

/** The links to peers over which attachments go. */
export type AttachmentPeers = Pick<PeerCarrier, 'joined' | 'left' | 'receive'> & { close(): void };

/** A document's attachments, with the ends that only the document itself uses. */
export interface AttachmentDesk {
  readonly api: Attachments;
  /** This tab has a link to a relay. */
  connect(send: (frame: ChunkRequestFrame) => void): AttachmentLink;
  /** This tab has links to peers (ATT-7). */
  connectPeers(links: PeerChunkLinks): AttachmentPeers;
  /** LED-6: these attachments as they are stored. */
  pack(references: Iterable<AttachmentReference>): Promise<Result<PackedChains, StorageFailure>>;
  /** LED-6: chunks that came in a file. */
  unpack(envelopes: readonly Uint8Array[]): Promise<UnpackedChains>;
  /** Another tab's news. */
  hear(news: AttachmentNews): void;
  close(): Promise<void>;
}

/** How long another tab may take to say that it looks for a file, in ms. */
const NOBODY_MS = 5_000;

/** The attachments of one open document. */
export function createAttachments(options: AttachmentsOptions): AttachmentDesk {
  const { ports, keys, store, share } = options;
  const waiters = createWaiters();
  /** What the document referred to when it was last said. */
  let referenced: ReadonlySet<string> | undefined;
  const byHash = new Map<string, AttachmentReference>();
  const writing = new Set<string>();
  /** Chunks that this device has no room to keep, while somebody here waits for them. */
  const unkept = new Map<string, Map<number, Uint8Array>>();
  let carrier: Carrier | undefined;
  let ask: ((frame: ChunkRequestFrame) => void) | undefined;
  let peers: PeerCarrier | undefined;
  let isClosed = false;
  const search = createSearch({ carrier: () => carrier, peers: () => peers });
  const uploads = createUploads({
    ports,
    store,
    hasRelay: options.hasRelay,
    carrier: () => carrier,
    isReferenced: (session) => referenced?.has(session),
    isWriting: (session) => writing.has(session),
    isClosed: () => isClosed,
    told: (session, count) => share({ what: 'sent', session, count }),
    toldStuck: (session, what) => share({ what, session, count: 0 }),
  });

  async function keep(session: string, seq: number, chunks: number, envelope: Uint8Array): Promise<boolean> {
    const mark = { chunks, isOwn: false, isSent: false, touchedAt: ports.clock.now(), leftAt: 0 };
    const put = await store.put(session, seq, envelope, mark);
    const isKept = put.ok && put.value > seq;
    if (!isKept) {
      if (!waiters.has(session)) return false;
      const chain = unkept.get(session) ?? new Map<number, Uint8Array>();
      unkept.set(session, chain.set(seq, envelope));
    }
    if (isKept && seq + 1 >= chunks) search.end(session);
    waiters.arrived(session);
    if (isKept) share({ what: 'arrived', session, count: seq + 1 });
    return true;
  }

  /** Asks this tab's links, or whichever tab has some. `absent`: nobody has. */
  function want(session: string, chunks: number, next: number, absent: () => void): Cancel | undefined {
    if (carrier === undefined && peers === undefined) {
      share({ what: 'wanted', session, count: chunks });
      return ports.timers.set(NOBODY_MS, absent);
    }
    search.begin(session, chunks, next);
    if (!search.isOn(session)) absent();
    return undefined;
  }

  function tellAbsent(session: string): void {
    if (search.isOn(session)) return;
    waiters.absent(session);
    share({ what: 'absent', session, count: 0 });
  }

  async function read(given: AttachmentReference, options: ReadOptions = {}): Promise<ReadResult> {
    const { onProgress, signal, wait = true } = options;
    const reference = valueToReference(given);
    if (reference === undefined) return refuse('attachment-damaged');
    const { session, chunks, bytes: total } = reference;
    const done = waiters.enter(session);
    let assembler = createAssembler(ports.sodium, keys, reference);
    let hasRetried = false;
    const say = (isWaiting: boolean): void => onProgress?.({ bytes: assembler.bytes(), total, isWaiting });
    try {
      for (;;) {
        if (signal?.aborted === true) return refuse('attachment-cancelled');
        if (isClosed) return refuse('attachment-closed');
        if (assembler.isWhole()) return assembler.finish();
        const seq = assembler.next();
        const seen = waiters.seen(session);
        const stored = await store.read(session, seq);
        if (isClosed) return refuse('attachment-closed');
        const chunk = (stored.ok ? stored.value : undefined) ?? unkept.get(session)?.get(seq);
        if (chunk === undefined) {
          const outcome = await waiters.next(session, seen, signal, (absent) => want(session, chunks, seq, absent));
          if (outcome !== 'absent') continue;
          say(true);
          if (!wait) return refuse(carrier?.isLive() === true ? 'attachment-absent' : 'attachment-offline');
          await waiters.next(session, seen, signal, () => undefined);
          continue;
        }
        const taken = assembler.take(chunk);
        unkept.get(session)?.delete(seq);
        if (taken.ok) {
          say(false);
          continue;
        }
        // Its bytes changed on this disk: thrown away and fetched anew, once. Else the reference or its author says what is not so.
        if (hasRetried || isChunkOf(keys, session, seq, chunk)) return taken;
        hasRetried = true;
        carrier?.forget(session);
        await store.drop(session);
        if (!isClosed) assembler = createAssembler(ports.sodium, keys, reference);
      }
    } finally {
      done();
      if (!waiters.has(session)) unkept.delete(session);
    }
  }

  const api: Attachments = {
    uploads: uploads.list,
    read,
    async attach(source, as, attachOptions = {}) {
      const attached = await attachFile(
        { ports, keys, store, writing, isClosed: () => isClosed, find: (hash) => byHash.get(hash) },
        source,
        as,
        attachOptions,
      );
      if (!attached.ok) return attached;
      const { reference, isNew } = attached.value;
      byHash.set(`${keys.epoch()} ${reference.hash}`, reference);
      const { session, chunks } = reference;
      if (isNew) {
        uploads.begin(session, chunks);
        share({ what: 'written', session, count: chunks });
      }
      return success(reference);
    },
    async has({ session, chunks }) {
      const chain = await store.chain(session);
      return chain.ok && chain.value !== undefined && chain.value.held >= chunks;
    },
    held: () => store.chains(),
    retry(session) {
      uploads.again(session);
      if (carrier === undefined) share({ what: 'written', session, count: 0 });
    },
    async collect(references) {
      const all = [...references];
      const sessions = new Set(all.map(({ session }) => session));
      referenced = sessions;
      const collected = await collectChains(store, sessions, writing, ports.clock.now());
      if (!collected.ok) return collected;
      const { dropped, kept } = collected.value;
      // What may be undone is kept here, and sent once it is: nobody else can see it meanwhile.
      for (const session of [...dropped, ...kept.filter((each) => !sessions.has(each))]) {
        uploads.forget(session);
        peers?.forget(session);
      }
      const named = [...new Set([...sessions, ...kept])];
      if (options.canWrite && carrier?.isLive() === true && named.length <= MAX_KEPT) {
        ask?.({ type: 'keep', sessions: named.map(hexToBytes) });
      }
      await uploads.offerAll();
      return success(dropped.length);
    },
  };

  return {
    api,
    connect(send) {
      ask = send;
      const own = createCarrier({
        ports,
        keys,
        store,
        send,
        listeners: {
          keep: (session, seq, envelope) =>
            keep(session, seq, own.state().downloads.get(session)?.chunks ?? seq + 1, envelope),
          sent: uploads.sent,
          stuck: uploads.stuck,
          absent(session) {
            search.goOn(session);
            tellAbsent(session);
          },
        },
      });
      carrier = own;
      lead();
      void uploads.offerAll();
      return {
        setLive(isLive) {
          if (isLive === own.isLive()) return;
          uploads.reset();
          own.setLive(isLive);
          if (isLive) void uploads.offerAll();
          else search.goOn();
        },
        receive: (frame) => own.receive(frame),
        close() {
          own.destroy();
          if (carrier !== own) return;
          carrier = undefined;
          ask = undefined;
        },
      };
    },
    connectPeers(links) {
      const own = createPeerCarrier({ ports, keys, store, links, keep, absent: tellAbsent });
      peers = own;
      lead();
      return {
        ...own,
        close() {
          own.destroy();
          if (peers === own) peers = undefined;
        },
      };
    },
    pack: (references) => packChains(store, references),
    async unpack(envelopes) {
      const unpacked = await unpackChains(store, keys, envelopes, ports.clock.now());
      for (const session of unpacked.sessions) {
        waiters.arrived(session);
        share({ what: 'arrived', session, count: 1 });
      }
      await uploads.offerAll();
      return unpacked;
    },
    hear({ what, session, count }) {
      if (isClosed) return;
      switch (what) {
        case 'arrived':
          return waiters.arrived(session);
        case 'absent':
          return waiters.absent(session);
        case 'leading':
          return waiters.askAgain();
        case 'sent':
          return uploads.heard(session, count);
        case 'full':
        case 'refused':
          return uploads.heardStuck(session, what);
        case 'written':
          if (carrier !== undefined) uploads.again(session);
          return;
        case 'wanted':
          if (carrier !== undefined || peers !== undefined) void wantFor(session, count);
          return;
      }
    },
    async close() {
      isClosed = true;
      carrier?.destroy();
      carrier = undefined;
      peers?.destroy();
      peers = undefined;
      waiters.close();
      await store.close();
    },
  };

  /** This tab has the links now: who waited for another's asks here. */
  function lead(): void {
    waiters.askAgain();
    share({ what: 'leading', session: '', count: 0 });
  }

  /** A sibling wants a chain: what is stored is where it can read it. */
  async function wantFor(session: string, chunks: number): Promise<void> {
    const chain = await store.chain(session);
    if (isClosed) return;
    search.begin(session, chunks, chain.ok ? (chain.value?.held ?? 0) : 0);
    if (!search.isOn(session)) share({ what: 'absent', session, count: 0 });
  }
}

type ReadResult = Result<Uint8Array<ArrayBuffer>, AttachmentFailure>;

function refuse(code: AttachmentCode): { readonly ok: false; readonly failure: AttachmentFailure } {
  return { ok: false, failure: attachmentFailure(code) };
}
