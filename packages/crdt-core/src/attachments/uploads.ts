import type { Ports } from '../ports/index.ts';
import { createWritable } from '../sync/readable.ts';
import type { Readable } from '../sync/readable.ts';
import type { Carrier } from './carrier.ts';
import { type AttachmentCode, attachmentFailure } from './failures.ts';
import type { AttachmentStore } from './store.ts';
import type { AttachmentUpload, StuckFiles } from './types.ts';

export interface UploadsOptions {
  readonly ports: Pick<Ports, 'random'>;
  readonly store: AttachmentStore;
  /** False where there is none to send to: then nothing waits to be sent. */
  readonly hasRelay: boolean;
  /** This tab's link to the relay. */
  carrier(): Carrier | undefined;
  /** Whether the document refers to it; undefined while nobody has said. */
  isReferenced(session: string): boolean | undefined;
  /** It is being written here. */
  isWriting(session: string): boolean;
  isClosed(): boolean;
  /** The relay has this many chunks. */
  told(session: string, acked: number): void;
  /** The relay does not take it. */
  toldStuck(session: string, why: StuckNews): void;
}

/** What this device has and the relay may lack (ATT-5). */
export interface Uploads {
  readonly list: Readable<readonly AttachmentUpload[]>;
  /** A chain was written here. */
  begin(session: string, chunks: number): void;
  /** Everything is offered that was not since the link came up. */
  offerAll(): Promise<void>;
  /** Begins again with what is known to be held, without sitting out a wait. */
  again(session: string): void;
  /** It is not to be sent, for now or for ever. */
  forget(session: string): void;
  /** The relay said that it has this many. */
  sent(session: string, acked: number): void;
  /** Another tab's relay link said so. */
  heard(session: string, acked: number): void;
  stuck(session: string, code: AttachmentCode): void;
  /** Another tab's relay link does not take it. */
  heardStuck(session: string, why: StuckNews): void;
  /** The link is another one now, or up again: what was offered before counts no more. */
  reset(): void;
}

/** Why a file does not go on by itself, as tabs tell each other. */
export type StuckNews = 'full' | 'refused';

const STUCK: ReadonlyMap<AttachmentCode, StuckNews> = new Map([
  ['attachment-refused', 'refused'],
  ['attachment-room-full', 'full'],
]);

/** The files that do not go on until something changes at the relay, with the gravest reason; a relay that only is slow is none. */
export function uploadsToStuck(uploads: readonly AttachmentUpload[]): StuckFiles | undefined {
  for (const code of STUCK.keys()) {
    const failure = uploads.find((upload) => upload.failure?.code === code)?.failure;
    if (failure === undefined) continue;
    const isStuck = ({ failure: why }: AttachmentUpload): boolean =>
      [...STUCK.keys()].some((each) => each === why?.code);
    return { count: uploads.filter(isStuck).length, failure };
  }
  return undefined;
}

/** What others attached is sent again only after this, so that not everyone does it: least, and spread, in ms. */
const REFILL_LEAST_MS = 2_000;
const REFILL_SPREAD_MS = 8_000;

export function createUploads(options: UploadsOptions): Uploads {
  const { ports, store } = options;
  const list = createWritable<readonly AttachmentUpload[]>([]);
  /** What was offered to the relay since the link came up. */
  let offered = new Map<string, { readonly chunks: number; readonly isOwn: boolean }>();

  function find(session: string): AttachmentUpload | undefined {
    return list.get().find((upload) => upload.session === session);
  }

  function set(session: string, next: AttachmentUpload | undefined): void {
    const others = list.get().filter((upload) => upload.session !== session);
    if (next !== undefined || others.length < list.get().length) list.set(next ? [...others, next] : others);
  }

  function offer(session: string, chunks: number, isOwn: boolean): void {
    const carrier = options.carrier();
    if (carrier?.isLive() !== true || offered.has(session)) return;
    offered.set(session, { chunks, isOwn });
    const spread = REFILL_SPREAD_MS * ((ports.random(1)[0] ?? 0) / 256);
    carrier.upload(session, chunks, isOwn ? 0 : REFILL_LEAST_MS + spread);
  }

  async function offerAll(): Promise<void> {
    const chains = await store.chains();
    if (!chains.ok || options.isClosed()) return;
    for (const { session, chunks, held, isOwn, isSent, leftAt } of chains.value) {
      if (held < chunks || options.isWriting(session)) continue;
      const isWanted = options.isReferenced(session) ?? leftAt === 0;
      if (isOwn && !isSent && isWanted && options.hasRelay && find(session) === undefined) {
        set(session, { session, sent: 0, chunks });
      }
      if (isWanted) offer(session, chunks, isOwn);
    }
  }

  function note(session: string, acked: number): void {
    const upload = find(session);
    if (upload === undefined) return;
    const { chunks, sent } = upload;
    set(session, acked >= chunks ? undefined : { session, chunks, sent: Math.max(acked, sent) });
  }

  function stop(session: string, code: AttachmentCode): void {
    const upload = find(session);
    if (upload !== undefined) set(session, { ...upload, failure: attachmentFailure(code) });
  }

  function withdraw(session: string): void {
    options.carrier()?.forget(session);
    offered.delete(session);
  }

  return {
    list,
    begin(session, chunks) {
      if (options.hasRelay) set(session, { session, sent: 0, chunks });
      offer(session, chunks, true);
    },
    offerAll,
    again(session) {
      const upload = find(session);
      if (upload !== undefined) set(session, { session, sent: upload.sent, chunks: upload.chunks });
      withdraw(session);
      void offerAll();
    },
    forget(session) {
      withdraw(session);
      set(session, undefined);
    },
    sent(session, acked) {
      const { chunks = 0, isOwn = false } = offered.get(session) ?? {};
      // A relay that had it may have lost it.
      if (isOwn && acked < chunks && find(session) === undefined) set(session, { session, sent: acked, chunks });
      if (isOwn && acked >= chunks) void store.mark(session, { isSent: true });
      note(session, acked);
      options.told(session, acked);
    },
    heard: note,
    stuck(session, code) {
      stop(session, code);
      const why = STUCK.get(code);
      if (why !== undefined) options.toldStuck(session, why);
    },
    heardStuck(session, why) {
      for (const [code, news] of STUCK) if (news === why) stop(session, code);
    },
    reset() {
      offered = new Map();
    },
  };
}
