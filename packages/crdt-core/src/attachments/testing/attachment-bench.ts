import { decodeHeader, toHex } from '@weft/crypto';
import type { Replica } from '../../replica/types.ts';
import { createTestRoom, type TestRoom } from '../../testing/test-room.ts';
import { type ChunkAnswerFrame, type ChunkRequestFrame, RefusalCode } from '../../wire/index.ts';
import {
  type AttachmentDesk,
  type AttachmentLink,
  type AttachmentNews,
  createAttachments,
} from '../create-attachments.ts';
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

export interface AttachmentBench {
  readonly room: TestRoom;
  tab(options?: {
    readonly role?: 'viewer' | 'editor' | undefined;
    readonly store?: MemoryAttachmentStore;
    readonly siblings?: BenchTab[];
  }): BenchTab;
  bytes(length: number): Uint8Array;
  /** Lets promises and timers run until nothing happens any more. */
  settle(ms?: number): Promise<void>;
}

/** A room with tabs to open. */
export async function createAttachmentBench(seed: number = 5): Promise<AttachmentBench> {
  const room = await createTestRoom(seed);
  const { ports, time, random } = room;
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
      const desk = createAttachments({ ports, keys: replica.chunks, store, canWrite: role === 'editor', share });
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
    async settle(ms = 0) {
      for (let round = 0; round < 400; round++) await Promise.resolve();
      for (let passed = 0; passed < ms; passed += 1000) {
        time.advance(1000);
        for (let round = 0; round < 100; round++) await Promise.resolve();
      }
    },
  };
}
