/** The shell of transfers over one link: reads and keeps chunks, sends frames, owns the timer. */
import { decodeHeader, toHex } from '@weft/crypto';
import type { Ports } from '../ports/index.ts';
import type { ChunkAnswerFrame, ChunkRequestFrame } from '../wire/index.ts';
import { isChunkOf } from './assemble.ts';
import type { AttachmentCode } from './failures.ts';
import type { ChunkKeys } from './keys.ts';
import { createStepRunner } from '../step-runner.ts';
import type { AttachmentStore } from './store.ts';
import {
  type ChunkName,
  createTransfers,
  type TransferEffect,
  type TransferEvent,
  type Transfers,
} from './transfer-state.ts';
import { stepTransfers } from './transfer-step.ts';

/** What a carrier tells. */
export interface CarrierListeners {
  /** Keep a chunk that verified; false if it cannot be had again when it is needed. */
  keep(session: string, seq: number, envelope: Uint8Array): Promise<boolean>;
  sent(session: string, acked: number): void;
  stuck(session: string, failure: AttachmentCode): void;
  absent(session: string): void;
}

export interface CarrierOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers'>;
  readonly keys: Pick<ChunkKeys, 'verify' | 'open'> & ChunkKeys;
  readonly store: Pick<AttachmentStore, 'read'>;
  send(frame: ChunkRequestFrame): void;
  readonly listeners: CarrierListeners;
}

/** Moves chains over one link. */
export interface Carrier {
  isLive(): boolean;
  setLive(isLive: boolean): void;
  receive(frame: ChunkAnswerFrame): void;
  upload(session: string, chunks: number, after: number): void;
  download(session: string, chunks: number, next: number): void;
  forget(session: string): void;
  state(): Transfers;
  destroy(): void;
}

/** A carrier whose link is not there yet. */
export function createCarrier({ ports, keys, store, send, listeners }: CarrierOptions): Carrier {
  const runner = createStepRunner<Transfers, TransferEvent, TransferEffect>({
    ports,
    initial: createTransfers(ports.clock.now()),
    step: stepTransfers,
    perform,
  });
  const { push, state } = runner;
  /** Chunks are read one after another, so that they go out in order. */
  let reading: Promise<void> = Promise.resolve();

  function perform(effect: TransferEffect): void {
    switch (effect.type) {
      case 'send':
        return send(effect.frame);
      case 'store':
        reading = reading.then(() => storeOne(effect));
        return;
      case 'take':
        void take(effect);
        return;
      case 'sent':
        return listeners.sent(effect.session, effect.acked);
      case 'stuck':
        return listeners.stuck(effect.session, effect.failure);
      case 'absent':
        return listeners.absent(effect.session);
      case 'wake':
        return runner.wake(effect.at, { type: 'woke' });
    }
  }

  async function storeOne({ session, seq, attempt }: Extract<TransferEffect, { type: 'store' }>): Promise<void> {
    const isDue = (): boolean =>
      !runner.isStopped() && state().isLive && state().uploads.get(session)?.attempt === attempt;
    if (!isDue()) return;
    const read = await store.read(session, seq);
    if (!isDue()) return;
    if (read.ok && read.value !== undefined) return send({ type: 'store', envelope: read.value });
    push({ type: 'lost', session });
  }

  async function take(effect: Extract<TransferEffect, { type: 'take' }>): Promise<void> {
    const { session, seq, attempt, envelope } = effect;
    const isOk = isChunkOf(keys, session, seq, envelope) && (await listeners.keep(session, seq, envelope));
    push({ type: 'taken', session, seq, attempt, isOk });
  }

  return {
    isLive: () => state().isLive,
    setLive(isLive) {
      if (isLive !== state().isLive) push({ type: isLive ? 'live' : 'down' });
    },
    receive: (frame) => push({ type: 'frame', frame, name: frameToName(frame) }),
    upload: (session, chunks, after) => push({ type: 'upload', session, chunks, after }),
    download: (session, chunks, next) => push({ type: 'download', session, chunks, next }),
    forget: (session) => push({ type: 'forget', session }),
    state,
    destroy: () => runner.stop(),
  };
}

function frameToName(frame: ChunkAnswerFrame): ChunkName | undefined {
  if (frame.type !== 'chunk') return undefined;
  const header = decodeHeader(frame.envelope);
  return header.ok ? { session: toHex(header.value.session), seq: header.value.seq } : undefined;
}
