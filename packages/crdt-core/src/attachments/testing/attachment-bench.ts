import { decodeHeader, toHex } from '@weft/crypto';
import type { Replica } from '../../replica/types.ts';
import { createTestRoom, type TestRoom } from '../../testing/test-room.ts';
import {
  type ChunkAnswerFrame,
  type ChunkRequestFrame,
  type PeerFetchFrame,
  type PeerPartFrame,
  RefusalCode,
} from '../../wire/index.ts';
import {
  type AttachmentDesk,
  type AttachmentLink,
  type AttachmentNews,
  type AttachmentPeers,
  createAttachments,
} from '../create-attachments.ts';
import type { PeerChunkLinks } from '../peer-carrier.ts';
import { createMemoryAttachmentStore, type MemoryAttachmentStore } from '../memory-store.ts';

/** What a relay does with attachments, in a few lines: for what a client does with one. */
export interface ModelRelay {
  readonly chains: Map<string, Uint8Array[]>;
  /** Every frame that came, oldest first. */
  readonly heard: ChunkRequestFrame[];
  /** The answers to one frame. */
  answer(frame: ChunkRequestFrame): ChunkAnswerFrame[];
}

/** An empty one. */
export function createModelRelay(): ModelRelay {
  const chains = new Map<string, Uint8Array[]>();
  const heard: ChunkRequestFrame[] = [];
  return {
    chains,
    heard,
    answer(frame) {
      heard.push(frame);
      if (frame.type === 'keep') return [];
      if (frame.type === 'fetch') {
        const chunks = chains.get(toHex(frame.session)) ?? [];
        const sent = chunks.slice(frame.from, frame.from + frame.count);
        const { session } = frame;
        const answers: ChunkAnswerFrame[] = sent.map((envelope) => ({ type: 'chunk', envelope }));
        return [...answers, { type: 'fetched', session, next: frame.from + sent.length, held: chunks.length }];
      }
      const header = decodeHeader(frame.envelope);
      if (!header.ok) throw new Error('no envelope');
      const { session, seq } = header.value;
      const chunks = chains.get(toHex(session)) ?? [];
      chains.set(toHex(session), chunks);
      if (seq > chunks.length) return [{ type: 'refused', code: RefusalCode.outOfOrder, session, seq, sentence: '' }];
      chunks[seq] = frame.envelope;
      return [{ type: 'stored', session, seq }];
    },
  };
}

/** One tab with a document open. */
export interface BenchTab {
  readonly replica: Replica;
  readonly desk: AttachmentDesk;
  readonly store: MemoryAttachmentStore;
  /** What it told its siblings. */
  readonly news: AttachmentNews[];
  /** Connects it to a relay, live at once. */
  link(relay: ModelRelay, change?: (frame: ChunkAnswerFrame) => readonly ChunkAnswerFrame[]): BenchLink;
}

export interface BenchLink {
  readonly link: AttachmentLink;
  /** Frames let through before the link is cut; each way counts. */
  allow(frames: number): void;
  /** Up again, without end. */
  resume(): void;
}

/** A link between two tabs. */
export interface BenchPeers {
  /** Frames that crossed it. */
  readonly crossed: (PeerFetchFrame | PeerPartFrame)[];
  /** What either end said of the other. */
  readonly accused: string[];
  cut(): void;
}

export interface AttachmentBench {
  readonly room: TestRoom;
  tab(options?: {
    readonly role?: 'viewer' | 'editor' | undefined;
    readonly store?: MemoryAttachmentStore;
    readonly siblings?: BenchTab[];
  }): BenchTab;
  bytes(length: number): Uint8Array;
  /**
   * Links two tabs as peers. Answers come in order, and never inside the call that asked.
   *
   * @param change - what becomes of a frame of `a` on its way
   */
  join(
    a: BenchTab,
    b: BenchTab,
    change?: (frame: PeerFetchFrame | PeerPartFrame) => readonly (PeerFetchFrame | PeerPartFrame)[],
  ): BenchPeers;
  /** Lets promises and timers run until nothing happens any more. */
  settle(ms?: number): Promise<void>;
}

/** A room with tabs to open. */
export async function createAttachmentBench(seed: number = 5): Promise<AttachmentBench> {
  const room = await createTestRoom(seed);
  const { ports, time, random } = room;
  const peersOf = new Map<BenchTab, { peers: AttachmentPeers; wires: Map<number, PeerChunkLinks> }>();
  let links = 0;
  return {
    room,
    bytes: (length) => random.bytes(length),
    tab({ role = 'editor', store = createMemoryAttachmentStore(), siblings } = {}) {
      const replica = room.replica({ role });
      const news: AttachmentNews[] = [];
      const share = (item: AttachmentNews): void => {
        news.push(item);
        for (const sibling of siblings ?? []) if (sibling.desk !== desk) sibling.desk.hear(item);
      };
      const desk = createAttachments({
        ports,
        keys: replica.chunks,
        store,
        canWrite: role === 'editor',
        hasRelay: true,
        share,
      });
      const tab: BenchTab = {
        replica,
        desk,
        store,
        news,
        link(relay, change = (frame) => [frame]) {
          let left = Number.POSITIVE_INFINITY;
          /** Answers come in order, and never inside the call that asked. */
          const pass = (frame: ChunkRequestFrame): void => {
            if (--left < 0) return cut();
            for (const answer of relay.answer(frame).flatMap(change)) {
              void Promise.resolve().then(() => (--left < 0 ? cut() : link.receive(answer)));
            }
          };
          const cut = (): void => void Promise.resolve().then(() => link.setLive(false));
          const link = desk.connect(pass);
          link.setLive(true);
          return {
            link,
            allow: (frames) => {
              left = frames;
            },
            resume() {
              left = Number.POSITIVE_INFINITY;
              link.setLive(true);
            },
          };
        },
      };
      siblings?.push(tab);
      return tab;
    },
    join(a, b, change = (frame) => [frame]) {
      const crossed: (PeerFetchFrame | PeerPartFrame)[] = [];
      const accused: string[] = [];
      let isCut = false;
      const number = ++links;
      const lay = (from: BenchTab, to: () => AttachmentPeers, isFirst: boolean): AttachmentPeers => {
        const own = peersOf.get(from);
        const wires = own?.wires ?? new Map<number, PeerChunkLinks>();
        wires.set(number, {
          sendChunk(frame) {
            for (const passed of isFirst ? change(frame) : [frame]) {
              crossed.push(passed);
              void Promise.resolve().then(() => isCut || to().receive(passed, number));
            }
          },
          accuse(_via, code) {
            accused.push(`${isFirst ? 'a' : 'b'}: ${code}`);
            cut();
          },
        });
        const peers =
          own?.peers ??
          from.desk.connectPeers({
            sendChunk: (frame, via) => wires.get(via)?.sendChunk(frame, via),
            accuse: (via, code) => wires.get(via)?.accuse(via, code),
          });
        peersOf.set(from, { peers, wires });
        return peers;
      };
      const ends: { a?: AttachmentPeers; b?: AttachmentPeers } = {};
      const cut = (): void => {
        if (isCut) return;
        isCut = true;
        ends.a?.left(number);
        ends.b?.left(number);
      };
      ends.a = lay(a, () => ends.b as AttachmentPeers, true);
      ends.b = lay(b, () => ends.a as AttachmentPeers, false);
      ends.a.joined(number);
      ends.b.joined(number);
      return { crossed, accused, cut };
    },
    async settle(ms = 0) {
      for (let round = 0; round < 400; round++) await Promise.resolve();
      for (let passed = 0; passed < ms; passed += 1000) {
        time.advance(1000);
        for (let round = 0; round < 100; round++) await Promise.resolve();
      }
    },
  };
}
