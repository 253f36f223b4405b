import * as Y from 'yjs';
import type { StateDecoder } from '../ledger/snapshot-payload.ts';
import type { SessionHex } from '../ledger/types.ts';
import { REMOTE } from './remote.ts';

/** Content that is in the ledger and shall be in the document. `encoding`: 1 for updates, 2 for snapshots. */
export interface QueuedUpdate {
  readonly session: SessionHex;
  readonly encoding: 1 | 2;
  readonly update: Uint8Array;
  /** Where known: the clock at which each client's structs end. */
  readonly clocks?: ReadonlyMap<number, number>;
  /** Where known: reads `update` with its words decoded already. */
  readonly Decoder?: StateDecoder;
}

/** Whether an update deletes anything; a snapshot is taken to. */
export function mayDelete({ encoding, update }: QueuedUpdate): boolean {
  return encoding === 2 || Y.decodeUpdate(update).ds.clients.size > 0;
}

/** Runs `apply` when the caller is ready for it: at once, on the next frame, or after an IME composition ended. */
export type ApplyGate = (apply: () => void) => void;

/** Brings remote content into the document: all that waits in one Yjs transaction, when the gate lets it. */
export interface ApplyQueue {
  add(update: QueuedUpdate): void;
  applyNow(): void;
  setGate(gate: ApplyGate | undefined): void;
  size(): number;
  /** The clock at which a client's structs end, what waits included: here and in Yjs's own store of pending structs. */
  clock(client: number): number;
  /** Whether all of a client's structs from one clock up to another are held, what waits included: what waits may wait for others of them. */
  holds(client: number, from: number, end: number): boolean;
  /** The document as a V2 state, what waits included, without touching the document. */
  state(): Uint8Array;
  drop(): void;
}

/** Applies one update of either encoding. */
export function applyQueued(doc: Y.Doc, { encoding, update, Decoder }: QueuedUpdate): void {
  if (encoding === 1) Y.applyUpdate(doc, update, REMOTE);
  else Y.applyUpdateV2(doc, update, REMOTE, Decoder);
}

/** The structs that wait for others in Yjs itself (LED-7): where they end, per client. */
function pendingClock(doc: Y.Doc, client: number): number {
  const pending = doc.store.pendingStructs;
  if (pending === null) return 0;
  // `update` is in Yjs's V2 encoding.
  return Y.parseUpdateMetaV2(pending.update).to.get(client) ?? 0;
}

/** From a clock up to another. */
type Range = readonly [number, number];

/** The client's structs that wait in Yjs itself. */
function pendingRanges(doc: Y.Doc, client: number): Range[] {
  const pending = doc.store.pendingStructs;
  if (pending === null) return [];
  const { structs } = Y.decodeUpdateV2(pending.update);
  const waiting = structs.filter((struct) => struct.id.client === client && !(struct instanceof Y.Skip));
  return waiting.map(({ id: { clock }, length }) => [clock, clock + length]);
}

/** The client's structs that an update brings. A state has them from the first on. */
function queuedRange({ clocks, encoding, update }: QueuedUpdate, client: number): Range {
  const from = encoding === 2 ? 0 : (Y.parseUpdateMeta(update).from.get(client) ?? 0);
  return [from, clocks?.get(client) ?? 0];
}

/** What an apply queue tells. */
export interface ApplyQueueEvents {
  /** These are about to be applied in one transaction. */
  onApplying(updates: readonly QueuedUpdate[]): void;
  /** Content reached the document. */
  onApplied(): void;
  /** Yjs threw at an update that could be decoded: the rest was applied. */
  onRefused(session: SessionHex): void;
}

export function createApplyQueue(doc: Y.Doc, { onApplying, onApplied, onRefused }: ApplyQueueEvents): ApplyQueue {
  let queue: QueuedUpdate[] = [];
  let gate: ApplyGate | undefined;
  /** Which request to the gate counts; 0: none is open. */
  let asked = 0;
  let requests = 0;

  function applyNow(): void {
    asked = 0;
    if (queue.length === 0) return;
    const updates = queue;
    queue = [];
    onApplying(updates);
    // Not local: else Yjs would take a remote write to this client id for an echo of its own.
    Y.transact(
      doc,
      () => {
        for (const queued of updates) {
          try {
            applyQueued(doc, queued);
          } catch {
            onRefused(queued.session);
          }
        }
      },
      REMOTE,
      false,
    );
    onApplied();
  }

  /** Asks the gate once for all that waits; an answer that comes after the gate was replaced does nothing. */
  function ask(): void {
    if (gate === undefined) applyNow();
    else if (asked === 0) {
      const request = ++requests;
      asked = request;
      gate(() => {
        if (asked === request) applyNow();
      });
    }
  }

  return {
    add(update) {
      queue.push(update);
      ask();
    },
    applyNow,
    setGate(next) {
      gate = next;
      asked = 0;
      if (queue.length > 0) ask();
    },
    size: () => queue.length,
    clock(client) {
      let clock = Math.max(Y.getState(doc.store, client), pendingClock(doc, client));
      for (const { clocks } of queue) clock = Math.max(clock, clocks?.get(client) ?? 0);
      return clock;
    },
    holds(client, from, end) {
      let reach = Math.max(from, Y.getState(doc.store, client));
      if (reach >= end) return true;
      const ranges = [...queue.map((queued) => queuedRange(queued, client)), ...pendingRanges(doc, client)];
      for (const [start, stop] of ranges.sort(([a], [b]) => a - b)) if (start <= reach) reach = Math.max(reach, stop);
      return reach >= end;
    },
    state() {
      const state = Y.encodeStateAsUpdateV2(doc);
      if (queue.length === 0) return state;
      const copy = new Y.Doc({ gc: doc.gc });
      copy.transact(() => {
        Y.applyUpdateV2(copy, state);
        for (const queued of queue) applyQueued(copy, queued);
      });
      return Y.encodeStateAsUpdateV2(copy);
    },
    drop() {
      queue = [];
      asked = 0;
    },
  };
}
