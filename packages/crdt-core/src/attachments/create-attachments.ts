import { type Result, success } from '@weft/crypto';
import type { Readable } from '../document.ts';
import type { Cancel, Ports } from '../ports/index.ts';
import { createWritable } from '../sync/readable.ts';
import { type ChunkAnswerFrame, type ChunkRequestFrame, MAX_KEPT } from '../wire/index.ts';
import { hexToBytes } from '../ledger/heads.ts';
import { createAssembler, isChunkOf } from './assemble.ts';
import { type Carrier, createCarrier } from './carrier.ts';
import { type AttachmentCode, attachmentFailure, type AttachmentFailure } from './failures.ts';
import type { ChunkKeys } from './keys.ts';
import { collectChains } from './collect.ts';
import { type AttachmentReference, valueToReference } from './reference.ts';
import type { AttachmentStore } from './store.ts';
import type { Attachments, AttachmentUpload, ReadOptions } from './types.ts';
import { createWaiters } from './waiters.ts';
import { attachFile } from './write-chain.ts';

/** What tabs of one document tell each other of its files: they share one store, and one of them holds the links. */
export interface AttachmentNews {
  /**
   * `written`: a chain is whole here and to be sent. `wanted`: this many chunks of it. `arrived`: more of it is here. `absent`: no link
   * gives more of it. `sent`: the relay has this many. `leading`: another tab has the links now; who waits has to ask again.
   */
  readonly what: 'written' | 'wanted' | 'arrived' | 'absent' | 'sent' | 'leading';
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
  /** To the other tabs. */
  share(news: AttachmentNews): void;
}

/** A link over which attachments go. */
export interface AttachmentLink {
  setLive(isLive: boolean): void;
  receive(frame: ChunkAnswerFrame): void;
  close(): void;
}

/** A document's attachments, with the ends that only the document itself uses. */
export interface AttachmentDesk {
  readonly api: Attachments;
  /** This tab has a link to a relay. */
  connect(send: (frame: ChunkRequestFrame) => void): AttachmentLink;
  /** Another tab's news. */
  hear(news: AttachmentNews): void;
  close(): Promise<void>;
}

/** What others attached is sent again only after this, so that not everyone does it: least, and spread, in ms. */
const REFILL_LEAST_MS = 2_000;
const REFILL_SPREAD_MS = 8_000;
/** How long another tab may take to say that it looks for a file, in ms. */
const NOBODY_MS = 5_000;

/** The attachments of one open document. */
export function createAttachments(options: AttachmentsOptions): AttachmentDesk {
  const { ports, keys, store, share } = options;
  const uploads = createWritable<readonly AttachmentUpload[]>([]);
  const waiters = createWaiters();
  /** What the document referred to when it was last said. */
  let referenced: ReadonlySet<string> | undefined;
  const byHash = new Map<string, AttachmentReference>();
  const writing = new Set<string>();
  /** Chunks that this device has no room to keep, while somebody here waits for them. */
  const unkept = new Map<string, Map<number, Uint8Array>>();
  let carrier: Carrier | undefined;
  let ask: ((frame: ChunkRequestFrame) => void) | undefined;
  /** What was offered to the relay since the link came up. */
  let offered = new Map<string, { readonly chunks: number; readonly isOwn: boolean }>();
  let isClosed = false;

  function setUpload(session: string, next: AttachmentUpload | undefined): void {
    const others = uploads.get().filter((upload) => upload.session !== session);
    if (next !== undefined || others.length < uploads.get().length) uploads.set(next ? [...others, next] : others);
  }

  function isUploading(session: string): boolean {
    return uploads.get().some((upload) => upload.session === session);
  }

  function noteSent(session: string, sent: number): void {
    const upload = uploads.get().find((each) => each.session === session);
    if (upload === undefined) return;
    const { chunks } = upload;
    setUpload(session, sent >= chunks ? undefined : { session, chunks, sent: Math.max(sent, upload.sent) });
  }

  function offer(session: string, chunks: number, isOwn: boolean): void {
    if (carrier?.isLive() !== true || offered.has(session)) return;
    offered.set(session, { chunks, isOwn });
    const spread = REFILL_SPREAD_MS * ((ports.random(1)[0] ?? 0) / 256);
    carrier.upload(session, chunks, isOwn ? 0 : REFILL_LEAST_MS + spread);
  }

  /** ATT-5: what this device attached, and what it holds of what the document shows, is offered on every connection. */
  async function offerAll(): Promise<void> {
    const chains = await store.chains();
    if (!chains.ok || isClosed) return;
    for (const { session, chunks, held, isOwn, isSent, leftAt } of chains.value) {
      if (held < chunks || writing.has(session)) continue;
      const isWanted = referenced?.has(session) ?? leftAt === 0;
      if (isOwn && !isSent && isWanted && !isUploading(session)) {
        setUpload(session, { session, sent: 0, chunks });
      }
      if (isWanted) offer(session, chunks, isOwn);
    }
  }

  /** Begins again with what is known to be held, without sitting out a wait. */
  function sendAnew(session: string): void {
    const upload = uploads.get().find((each) => each.session === session);
    if (upload !== undefined) setUpload(session, { session, sent: upload.sent, chunks: upload.chunks });
    carrier?.forget(session);
    offered.delete(session);
    void offerAll();
  }

  async function keep(session: string, seq: number, envelope: Uint8Array): Promise<boolean> {
    const chunks = carrier?.state().downloads.get(session)?.chunks ?? seq + 1;
    const mark = { chunks, isOwn: false, isSent: false, touchedAt: ports.clock.now(), leftAt: 0 };
    const put = await store.put(session, seq, envelope, mark);
    const isKept = put.ok && put.value > seq;
    if (!isKept) {
      if (!waiters.has(session)) return false;
      const chain = unkept.get(session) ?? new Map<number, Uint8Array>();
      unkept.set(session, chain.set(seq, envelope));
    }
    waiters.arrived(session);
    if (isKept) share({ what: 'arrived', session, count: seq + 1 });
    return true;
  }

  /** Asks this tab's link, or whichever tab has one. `absent`: nobody has. */
  function want(session: string, chunks: number, next: number, absent: () => void): Cancel | undefined {
    if (carrier === undefined) {
      share({ what: 'wanted', session, count: chunks });
      return ports.timers.set(NOBODY_MS, absent);
    }
    carrier.download(session, chunks, next);
    if (!carrier.isLive()) absent();
    return undefined;
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
    uploads: uploads satisfies Readable<readonly AttachmentUpload[]>,
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
        setUpload(session, { session, sent: 0, chunks });
        offer(session, chunks, true);
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
      sendAnew(session);
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
        carrier?.forget(session);
        offered.delete(session);
        setUpload(session, undefined);
      }
      const named = [...new Set([...sessions, ...kept])];
      if (options.canWrite && carrier?.isLive() === true && named.length <= MAX_KEPT) {
        ask?.({ type: 'keep', sessions: named.map(hexToBytes) });
      }
      await offerAll();
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
          keep,
          sent(session, acked) {
            const { chunks = 0, isOwn = false } = offered.get(session) ?? {};
            // A relay that had it may have lost it.
            if (isOwn && acked < chunks && !isUploading(session)) setUpload(session, { session, sent: acked, chunks });
            if (isOwn && acked >= chunks) void store.mark(session, { isSent: true });
            noteSent(session, acked);
            share({ what: 'sent', session, count: acked });
          },
          stuck(session, code) {
            const upload = uploads.get().find((each) => each.session === session);
            if (upload !== undefined) setUpload(session, { ...upload, failure: attachmentFailure(code) });
          },
          absent(session) {
            waiters.absent(session);
            share({ what: 'absent', session, count: 0 });
          },
        },
      });
      carrier = own;
      // Who waited for another tab's links asks this one.
      waiters.askAgain();
      share({ what: 'leading', session: '', count: 0 });
      void offerAll();
      return {
        setLive(isLive) {
          if (isLive === own.isLive()) return;
          offered = new Map();
          own.setLive(isLive);
          if (isLive) void offerAll();
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
          return noteSent(session, count);
        case 'written':
          if (carrier !== undefined) sendAnew(session);
          return;
        case 'wanted':
          if (carrier !== undefined) void wantFor(session, count);
          return;
      }
    },
    async close() {
      isClosed = true;
      carrier?.destroy();
      carrier = undefined;
      waiters.close();
      await store.close();
    },
  };

  /** A sibling wants a chain: what is stored is where it can read it. */
  async function wantFor(session: string, chunks: number): Promise<void> {
    const chain = await store.chain(session);
    if (isClosed || carrier === undefined) return;
    carrier.download(session, chunks, chain.ok ? (chain.value?.held ?? 0) : 0);
    if (!carrier.isLive()) share({ what: 'absent', session, count: 0 });
  }
}

type ReadResult = Result<Uint8Array<ArrayBuffer>, AttachmentFailure>;

function refuse(code: AttachmentCode): { readonly ok: false; readonly failure: AttachmentFailure } {
  return { ok: false, failure: attachmentFailure(code) };
}
