import * as Y from 'yjs';
import type { LedgerStorage } from '../ports/index.ts';
import type { LinksReport } from '../sync/status.ts';
import type { AttachmentNews } from '../attachments/create-attachments.ts';
import { TAB } from './ledger-keeper.ts';
import { readTabMessage, type TabMessage } from './tab-messages.ts';
import type { TabPorts } from './tab-ports.ts';

/** What a tab is told by its siblings, and by the lock. */
export interface TabListeners {
  /** This tab holds the links from now on. */
  lead(): void;
  /** A sibling was heard of for the first time. */
  sibling(session: string): void;
  /** A sibling closed its document. */
  bye(session: string): void;
  /** A sibling's ephemeral: to be opened here and, where this tab leads, sent over its links. */
  outgoing(envelope: Uint8Array): void;
  /** An ephemeral from the leader's links. */
  incoming(envelope: Uint8Array, from: number): void;
  peer(connection: number, change: 'joined' | 'left'): void;
  report(report: LinksReport, heads: Readonly<Record<string, number>>): void;
  /** About the files of the document. */
  file(news: AttachmentNews): void;
}

export interface TabLinkOptions {
  readonly tabs: TabPorts;
  /** Names channel and lock: one per document. */
  readonly name: string;
  readonly session: string;
  readonly ledgerDoc: Y.Doc;
  readonly storage: LedgerStorage;
  readonly listeners: TabListeners;
}

/** The link between the tabs that have one document open in one browser (SYN-8). */
export interface TabLink {
  leads(): boolean;
  siblings(): ReadonlySet<string>;
  /** A change of the ledger document, once it is known whether it is stored. */
  shareUpdate(update: Uint8Array, isStored: boolean): void;
  /** An ephemeral of this tab's, to its siblings. */
  shareOutgoing(envelope: Uint8Array): void;
  shareIncoming(envelope: Uint8Array, from: number): void;
  sharePeer(connection: number, change: 'joined' | 'left'): void;
  shareReport(report: LinksReport, heads: Readonly<Record<string, number>>): void;
  shareFile(news: AttachmentNews): void;
  /** Says goodbye and lets another tab lead. */
  close(): void;
}

/** Joins the tabs of a document. `lead` may be called before this returns. */
export function createTabLink(options: TabLinkOptions): TabLink {
  const { tabs, name, session, ledgerDoc, storage, listeners } = options;
  const channel = tabs.openChannel(name);
  const siblings = new Set<string>();
  let lastReport: TabMessage | undefined;
  let isLeader = false;
  let isClosed = false;
  /** A change was told to nobody, since nobody was there. */
  let isUntold = false;
  const loaded = Y.encodeStateVector(ledgerDoc);

  const stop = channel?.subscribe((data) => {
    const message = readTabMessage(data);
    if (message !== undefined && !isClosed) receive(message);
  });
  hello();
  const release = tabs.acquireLock(`${name} leader`, () => {
    if (isClosed) return;
    isLeader = true;
    hello(); // whatever was said before this tab listened
    listeners.lead();
  });

  function hello(): void {
    post({ type: 'hello', session, vector: Y.encodeStateVector(ledgerDoc) });
  }

  function post(message: TabMessage): void {
    if (!isClosed) channel?.post(message);
  }

  function meet(sibling: string): void {
    if (sibling === session || siblings.has(sibling)) return;
    siblings.add(sibling);
    listeners.sibling(sibling);
  }

  function receive(message: TabMessage): void {
    switch (message.type) {
      case 'hello':
        meet(message.session);
        void answer(message.session, message.vector);
        if (isLeader && lastReport !== undefined) post(lastReport);
        return;
      case 'have':
        if (message.to !== session) return;
        meet(message.session);
        apply(message.update, message.isStored);
        void giveBack(message.vector);
        return;
      case 'update':
        return apply(message.update, message.isStored);
      case 'outgoing':
        return listeners.outgoing(message.envelope);
      case 'incoming':
        return listeners.incoming(message.envelope, message.from);
      case 'peer':
        return listeners.peer(message.connection, message.change);
      case 'report':
        return isLeader ? undefined : listeners.report(message.report, message.heads);
      case 'file':
        return listeners.file({ what: message.what, session: message.session, count: message.count });
      case 'bye':
        siblings.delete(message.session);
        // Its last words may have reached only some of us, and it is no longer there to be asked.
        hello();
        return listeners.bye(message.session);
    }
  }

  /** What is stored already is applied as if it came from the storage, so that it is not stored twice. */
  function apply(update: Uint8Array, isStored: boolean): void {
    try {
      Y.applyUpdate(ledgerDoc, update, isStored ? storage.origin : TAB);
    } catch {
      // A sibling of another version, or a broken one: what it has will be in the storage or at the relay.
    }
  }

  async function answer(to: string, vector: Uint8Array): Promise<void> {
    const { ok: isStored } = await storage.confirm();
    const update = lacking(vector);
    if (update === undefined) return;
    post({ type: 'have', to, session, vector: Y.encodeStateVector(ledgerDoc), update, isStored });
  }

  async function giveBack(vector: Uint8Array): Promise<void> {
    const { ok: isStored } = await storage.confirm();
    const update = lacking(vector);
    // Two bytes are an update without content.
    if (update !== undefined && update.length > 2) post({ type: 'update', update, isStored });
  }

  function lacking(vector: Uint8Array): Uint8Array | undefined {
    try {
      return Y.encodeStateAsUpdate(ledgerDoc, vector);
    } catch {
      return undefined;
    }
  }

  return {
    leads: () => isLeader,
    siblings: () => siblings,
    shareUpdate(update, isStored) {
      // Copying megabytes to nobody costs as much as to somebody. Who leads is the oldest: any other says hello, what it holds with it, and is answered with
      // all that it lacks. A younger one may not have heard of those there are.
      if (isLeader && siblings.size === 0) isUntold = true;
      else post({ type: 'update', update, isStored });
    },
    shareOutgoing: (envelope) => post({ type: 'outgoing', envelope }),
    shareIncoming: (envelope, from) => post({ type: 'incoming', envelope, from }),
    sharePeer: (connection, change) => post({ type: 'peer', connection, change }),
    shareReport(report, heads) {
      lastReport = { type: 'report', report, heads };
      post(lastReport);
    },
    shareFile: (news) => post({ type: 'file', ...news }),
    close() {
      if (isClosed) return;
      // Somebody's hello may be on its way just now, and nobody would answer it.
      const untold = isUntold ? lacking(loaded) : undefined;
      if (untold !== undefined) post({ type: 'update', update: untold, isStored: storage.failure() === undefined });
      post({ type: 'bye', session });
      isClosed = true;
      isLeader = false;
      stop?.();
      channel?.close();
      release();
    },
  };
}
