import { type Result, success } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import type { AttachmentStore, ChainMark, StoredChain } from './store.ts';

interface Chain {
  readonly chunks: Uint8Array[];
  mark: ChainMark;
}

/** Attachments in memory: for tests, and for documents whose ledger is not kept in a browser. */
export interface MemoryAttachmentStore extends AttachmentStore {
  /** Makes every write fail from now on, or work again. */
  fail(failure: StorageFailure | undefined): void;
}

/** An empty store. */
export function createMemoryAttachmentStore(): MemoryAttachmentStore {
  const chains = new Map<string, Chain>();
  let failure: StorageFailure | undefined;

  const toStored = (session: string, { chunks, mark }: Chain): StoredChain => ({
    session,
    held: chunks.length,
    ...mark,
  });
  const write = <T>(task: () => T): Promise<Result<T, StorageFailure>> =>
    Promise.resolve(failure === undefined ? success(task()) : { ok: false, failure });

  return {
    chains: () => Promise.resolve(success([...chains].map(([session, chain]) => toStored(session, chain)))),
    chain(session) {
      const chain = chains.get(session);
      return Promise.resolve(success(chain && toStored(session, chain)));
    },
    read: (session, seq) => Promise.resolve(success(chains.get(session)?.chunks[seq])),
    put: (session, seq, envelope, mark) =>
      write(() => {
        const chain = chains.get(session) ?? { chunks: [], mark };
        if (seq === chain.chunks.length) {
          chain.chunks.push(envelope.slice());
          chain.mark = mark;
          chains.set(session, chain);
        }
        return chain.chunks.length;
      }),
    mark: (session, change) =>
      write(() => {
        const chain = chains.get(session);
        if (chain !== undefined) chain.mark = { ...chain.mark, ...change };
      }),
    drop: (session) => write(() => void chains.delete(session)),
    close: () => Promise.resolve(),
    fail(next) {
      failure = next;
    },
  };
}
