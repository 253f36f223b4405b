/** The shell of attachments over peer links (ATT-7): verifies and keeps what comes, reads and sends what is asked for, owns the timer. */
import { toHex } from '@weft/crypto';
import { hexToBytes } from '../ledger/heads.ts';
import type { Ports } from '../ports/index.ts';
import { PART_BYTES, type PeerFetchFrame, type PeerPartFrame } from '../wire/index.ts';
import { isChunkOf } from './assemble.ts';
import type { ChunkKeys } from './keys.ts';
import { createStepRunner } from '../step-runner.ts';
import type { AttachmentStore } from './store.ts';
import {
  type ChunkFate,
  createPeerTransfers,
  type PeerTransferEffect,
  type PeerTransferEvent,
  type PeerTransfers,
} from './peer-transfer-state.ts';
import { stepPeerTransfers } from './peer-transfer-step.ts';

/** The links to peers, by number, as attachments use them. */
export interface PeerChunkLinks {
  sendChunk(frame: PeerFetchFrame | PeerPartFrame, via: number): void;
  /** What came over a link is not what was asked for: it is to be ended. */
  accuse(via: number, code: 'peer-forged' | 'peer-confused'): void;
}

export interface PeerCarrierOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers'>;
  readonly keys: ChunkKeys;
  readonly store: Pick<AttachmentStore, 'read'>;
  readonly links: PeerChunkLinks;
  /** Keep a chunk that verified; false if it cannot be had again when it is needed. */
  keep(session: string, seq: number, chunks: number, envelope: Uint8Array): Promise<boolean>;
  /** No peer has more of it now. */
  absent(session: string): void;
}

/** Moves chunks over all peer links. */
export interface PeerCarrier {
  joined(via: number): void;
  left(via: number): void;
  receive(frame: PeerFetchFrame | PeerPartFrame, via: number): void;
  want(session: string, chunks: number, next: number): void;
  /** Whether a peer is being asked for it, or may be. */
  isTrying(session: string): boolean;
  forget(session: string): void;
  destroy(): void;
}

/** Keys that this replica does not have: nobody's fault. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['envelope-epoch', 'certificate-epoch', 'certificate-invalid']);

/** A carrier without links. */
export function createPeerCarrier(options: PeerCarrierOptions): PeerCarrier {
  const { ports, keys, store, links } = options;
  const runner = createStepRunner<PeerTransfers, PeerTransferEvent, PeerTransferEffect>({
    ports,
    initial: createPeerTransfers(),
    step: stepPeerTransfers,
    perform,
  });
  const { push, state } = runner;
  /** By link: the chunk it asks for in parts, so that each is read and checked once; and the reads, which are answered in order. */
  const serving = new Map<number, { key: string; envelope: Uint8Array | undefined; last: Promise<void> }>();

  function perform(effect: PeerTransferEffect): void {
    switch (effect.type) {
      case 'ask': {
        const { session, seq, offset } = effect.question;
        return links.sendChunk({ type: 'fetch', session: hexToBytes(session), seq, offset }, effect.via);
      }
      case 'take':
        void take(effect);
        return;
      case 'absent':
        return options.absent(effect.session);
      case 'accuse':
        return links.accuse(effect.via, effect.isForged ? 'peer-forged' : 'peer-confused');
      case 'wake':
        return runner.wake(effect.at, { type: 'woke' });
    }
  }

  async function take({ via, session, seq, envelope }: Extract<PeerTransferEffect, { type: 'take' }>): Promise<void> {
    const chunks = state().wants.get(session)?.chunks ?? seq + 1;
    let fate = judge(session, seq, envelope);
    if (fate === 'kept' && !(await options.keep(session, seq, chunks, envelope))) fate = 'full';
    push({ type: 'taken', via, session, seq, fate });
  }

  function judge(session: string, seq: number, envelope: Uint8Array): ChunkFate {
    const verified = keys.verify(envelope);
    if (!verified.ok) return OTHER_KEYS.has(verified.failure.code) ? 'unknown' : 'forged';
    return isChunkOf(keys, session, seq, envelope) ? 'kept' : 'forged';
  }

  async function serve({ session, seq, offset }: PeerFetchFrame, via: number): Promise<void> {
    const place = serving.get(via);
    if (place === undefined || runner.isStopped()) return;
    const hex = toHex(session);
    const key = `${hex} ${String(seq)}`;
    if (place.key !== key) {
      const read = await store.read(hex, seq);
      const envelope = read.ok ? read.value : undefined;
      // What a disk made of it since is not passed on: it would be this device that sent what is false.
      place.envelope = envelope !== undefined && isChunkOf(keys, hex, seq, envelope) ? envelope : undefined;
      place.key = key;
    }
    if (runner.isStopped()) return;
    const { envelope } = place;
    const bytes = envelope?.subarray(offset, offset + PART_BYTES) ?? new Uint8Array();
    const total = bytes.length === 0 ? 0 : (envelope?.length ?? 0);
    links.sendChunk({ type: 'part', session, seq, offset, total, bytes }, via);
    // Asked for to its end, the next is another one; and what is not here may be here when it is asked for again.
    if (envelope === undefined || offset + PART_BYTES >= envelope.length) {
      place.envelope = undefined;
      place.key = '';
    }
  }

  return {
    joined: (via) => push({ type: 'joined', via }),
    left(via) {
      serving.delete(via);
      push({ type: 'left', via });
    },
    receive(frame, via) {
      if (frame.type === 'part') {
        const { session, seq, offset, total, bytes } = frame;
        return push({ type: 'part', via, question: { session: toHex(session), seq, offset }, total, bytes });
      }
      const place = serving.get(via) ?? { key: '', envelope: undefined, last: Promise.resolve() };
      serving.set(via, place);
      place.last = place.last.then(() => serve(frame, via));
    },
    want: (session, chunks, next) => push({ type: 'want', session, chunks, next }),
    isTrying: (session) => state().wants.get(session)?.isTold === false,
    forget: (session) => push({ type: 'forget', session }),
    destroy() {
      runner.stop();
      serving.clear();
    },
  };
}
