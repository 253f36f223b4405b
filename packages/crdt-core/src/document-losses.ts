/** Words that a merge took away, as whoever shows the document wants to know them. */
import type { DocumentDevice, DocumentPeople } from './document-people.ts';
import type { Readable } from './sync/readable.ts';
import { countLost } from './losses/runs.ts';
import type { LossRecord } from './losses/loss-record.ts';
import type { Replica } from './replica/types.ts';
import { createLazyReadable } from './sync/lazy-readable.ts';

/** Words that stood in what another deleted, without having seen them. */
export interface MergeLoss {
  /** What `settle` wants. */
  readonly key: string;
  /** Whose words; `undefined` where no device vouches for who wrote them. */
  readonly writer: DocumentDevice | undefined;
  /** Who deleted what they stood in; `undefined` where it is not known: a snapshot does not tell. */
  readonly remover: DocumentDevice | undefined;
  /** Unix ms: when it was found on this device. */
  readonly at: number;
  /** The lost words, and what stood around them where that is known, in their order. */
  readonly runs: readonly { readonly text: string; readonly isLost: boolean }[];
  readonly words: number;
  /** The name of the Yjs element that was deleted; `undefined` where it is not known. Not validated. */
  readonly element: string | undefined;
  /** What the block was that they stood in, as the Yjs element had it. Not validated. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The `id` attribute of the block before it. Not validated. */
  readonly after: string | undefined;
}

/** What a merge took away from the person at this device, and from others by what this device deleted. */
export interface DocumentLosses {
  /** What nobody has dealt with, the oldest first. Kept over a restart. */
  readonly list: Readable<readonly MergeLoss[]>;
  /** They were put back, or let go: on this device, in all its tabs. */
  settle(key: string): void;
}

/** Follows a replica. */
export function createDocumentLosses(
  replica: Replica,
  people: DocumentPeople,
): DocumentLosses & { peopleChanged(): void; stop(): void } {
  const deviceOf = (session: string | undefined): DocumentDevice | undefined => {
    if (session === undefined) return undefined;
    return session === replica.sessionHex
      ? people.devices.get().find(({ isSelf }) => isSelf)
      : people.authorOf(session);
  };
  const toLoss = ({ key, writer, remover, at, runs, element, attributes, after }: LossRecord): MergeLoss => ({
    key,
    writer: deviceOf(writer),
    remover: deviceOf(remover),
    at,
    runs: runs.map(({ text, isLost }) => ({ text, isLost })),
    words: countLost(runs),
    element,
    attributes,
    after,
  });
  const list = createLazyReadable(() =>
    replica.losses
      .list()
      .map(toLoss)
      .filter(({ words }) => words > 0),
  );
  const stop = replica.on('losses', () => list.invalidate());
  return {
    list,
    settle: (key) => replica.losses.settle(key),
    peopleChanged: () => list.invalidate(),
    stop,
  };
}
