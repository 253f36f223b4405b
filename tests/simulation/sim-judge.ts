/** Says whether a world ended well: every replica and every disk holds the same, and all that was acknowledged. */
import type { Heads, Replica } from '@weft/crdt-core';
import { decodeHeader, type OpenedEnvelope } from '@weft/crypto';
import * as Y from 'yjs';
import { isSameHeads } from './same-heads.ts';
import type { SimDevice, SimTab } from './sim-types.ts';
import type { WorldWitness } from './sim-witness.ts';

/** Judges a world. */
export interface SimJudge {
  /** Whether nothing is left to do. */
  isQuiet(): boolean;
  /** Throws, with a reason, unless it ended well. */
  check(): Promise<void>;
  /** Throws unless every device holds, and shows, what it wrote itself: nobody else's word costs it that. */
  checkOwn(): void;
  /** SYN-7: throws unless who is here is shown to all who can tell, and whoever left, or was removed, to nobody. */
  checkPresence(): void;
}

export interface SimJudgeOptions {
  readonly witness: WorldWitness;
  /** Those who have a say: nobody removed them. */
  members(): readonly SimDevice[];
  readonly hasRelay: boolean;
  readonly hasInsider: boolean;
  /** KEY-8: keys are replaced. */
  readonly hasAdmins: boolean;
  /** Whether what this session wrote must be the same everywhere. */
  counts(session: string): boolean;
  /** Whether what this session wrote must not be lost. */
  isHonest(session: string): boolean;
  /** Whether nobody can fill this gap. */
  isLost(session: string, seq: number): boolean;
}

/** A judge of one world. */
export function createSimJudge(options: SimJudgeOptions): SimJudge {
  const { witness, members, hasRelay, hasInsider, hasAdmins, counts, isHonest, isLost } = options;
  const tabs = (): SimTab[] => members().flatMap((device) => [...device.tabs()]);
  const kept = (replica: Replica | undefined): number => (hasAdmins ? countKept(replica) : 0);
  /** Whoever keeps what others cannot have holds more than they do. */
  const keeps = (device: SimDevice): boolean => device.tabs().some(({ replica }) => kept(replica) > 0);
  const alike = (): SimDevice[] => members().filter((device) => !keeps(device));

  /** The document and the comments that all these envelopes make, by plain Yjs. */
  function oracle(heads: Heads, readers: readonly Replica[]): Content {
    const [doc, comments] = [new Y.Doc(), new Y.Doc()];
    for (const [session, { seq }] of heads) {
      for (let at = 0; at <= seq; at++) {
        const envelope = witness.written(session, at);
        if (envelope === undefined)
          throw new Error(`${session.slice(0, 8)}:${at} is in the ledger and nobody wrote it`);
        const opened = open(envelope, readers);
        const kind = kindOf(envelope);
        const update = toUpdate(opened.payload);
        if (kind === 'content') Y.applyUpdate(doc, update);
        if (kind === 'comment') Y.applyUpdate(comments, update);
      }
    }
    return { doc, comments };
  }

  /** Two admins at once may have started epochs of which not everyone was given the keys (KEY-8). */
  function open(envelope: Uint8Array, readers: readonly Replica[]): OpenedEnvelope {
    for (const { chunks } of readers) {
      const opened = chunks.open(envelope);
      if (opened.ok) return opened.value;
    }
    throw new Error('nobody can open what is in the ledger');
  }

  /** KEY-8: snapshots that nobody took, at the end of a chain. What they stood for is looked for by itself. */
  function isSpent(session: string, head: number, seq: number): boolean {
    for (let at = head + 1; at <= seq; at++) if (kindOf(witness.written(session, at)) !== 'snapshot') return false;
    return hasAdmins;
  }

  return {
    isQuiet() {
      const all = tabs();
      const first = alike()[0]?.tabs()[0];
      if (first === undefined) return true;
      for (const { replica, unsaved } of all) {
        if (unsaved() > 0) return false;
        if (replica.gaps().some(({ session, from }) => isHonest(session) && !isLost(session, from))) return false;
        if (replica.unapplied() > 0) return false;
        if (kept(replica) === 0 && !isSameHeads(replica, first.replica, counts)) return false;
        // KEY-8: it asks for them, less and less often; what is stored under the keys they bring cannot be told before.
        if (replica.lacksNotices() && all.some((other) => !other.replica.lacksNotices())) return false;
      }
      for (const device of hasRelay ? members() : []) {
        const leader = device.tabs().find((tab) => tab.leads());
        const state = leader?.driver()?.state();
        if (state === undefined || state.phase !== 'live') return false;
        // What an insider signed may be what the relay refuses: its own choice of two.
        if (state.heads.unsentOwn > kept(leader?.replica) || (!hasInsider && state.heads.unsentOthers > 0))
          return false;
      }
      return true;
    },
    async check() {
      const all = alike().flatMap((device) => [...device.tabs()]);
      const first = all[0];
      if (first === undefined) return;
      const keepers = members().filter(keeps);
      const heads = first.replica.ledger.heads();
      for (const [session, claimed] of witness.onDisk()) {
        let seq = claimed; // farther than its author ever wrote, where an insider said so
        while (seq >= 0 && witness.written(session, seq) === undefined) seq--;
        if (isHonest(session)) expectInLedger(session, seq, 'saved on a device');
      }
      for (const [session, seqs] of witness.atRelay()) {
        if (!isHonest(session)) continue;
        const gap = all[0]?.replica.gaps().find((open) => open.session === session);
        for (const seq of seqs) {
          if (gap === undefined || seq < gap.from) expectInLedger(session, seq, 'acknowledged by the relay');
        }
      }
      function expectInLedger(session: string, seq: number, what: string): void {
        const head = heads.get(session)?.seq ?? -1;
        if (head >= seq || isSpent(session, head, seq)) return;
        const isKept = keepers.some((device) =>
          device.tabs().some(({ replica }) => (replica.ledger.heads().get(session)?.seq ?? -1) >= seq),
        );
        if (!isKept) throw new Error(`${session.slice(0, 8)}:${seq} was ${what}; the ledger ends at ${head}`);
      }
      const expected = hasInsider
        ? first.replica
        : oracle(
            heads,
            all.map(({ replica }) => replica),
          );
      for (const { replica } of all) {
        expectContent(replica, expected, 'a document');
        if (!hasInsider && replica.isPending()) throw new Error('a document waits for structs it should have');
      }
      const vector = Y.encodeStateVector(first.replica.doc).length;
      for (const device of alike()) {
        const reopened = await device.reopen();
        if (!isSameHeads(reopened, first.replica, counts)) {
          throw new Error(`the disk of ${device.name} holds another ledger`);
        }
        expectContent(reopened, expected, `what the disk of ${device.name} opens to`);
        if (!hasInsider && Y.encodeStateVector(reopened.doc).length !== vector)
          throw new Error('a reopened document has another state');
        const [damage] = reopened.damaged();
        if (damage !== undefined)
          throw new Error(
            `the disk of ${device.name} is damaged: ${damage.failure.code} ${damage.session}:${damage.seq}`,
          );
        reopened.destroy();
      }
    },
    checkOwn() {
      for (const { number, name, tabs: own } of members()) {
        for (const { replica } of own()) {
          // Another's disk may have what a false snapshot claims of a session, and not what that wrote.
          for (const [session, claimed] of witness.onDiskOf(number)) {
            if (witness.authorOf(session) !== number) continue;
            let seq = claimed;
            while (seq >= 0 && witness.written(session, seq) === undefined) seq--;
            const head = replica.ledger.heads().get(session)?.seq ?? -1;
            if (head < seq && !isSpent(session, head, seq))
              throw new Error(`${name} wrote ${session.slice(0, 8)}:${seq}, and its ledger ends at ${head}`);
            for (let at = 0; at <= seq; at++) expectWords(replica, witness.written(session, at), name);
          }
        }
      }
    },
    checkPresence() {
      const here = tabs().map(({ replica }) => replica.doc.clientID);
      for (const device of members()) {
        for (const { shown } of device.tabs()) {
          const [seen, wanted] = [[...shown()], here].map((ids) => ids.sort((a, b) => a - b).join(' '));
          if (seen !== wanted) throw new Error(`${device.name} is shown ${seen}; here are ${wanted}`);
        }
      }
    },
  };
}

function kindOf(envelope: Uint8Array | undefined): string | undefined {
  const header = envelope && decodeHeader(envelope);
  return header?.ok === true ? header.value.kind : undefined;
}

type Content = Pick<Replica, 'doc' | 'comments'>;

/** KEY-8: what a device wrote when it had a link that may write stays on it while its link may not. */
function countKept(replica: Replica | undefined): number {
  if (replica === undefined || replica.role === 'editor') return 0;
  const { ledger } = replica;
  return [...ledger.contents()].filter(
    ({ isCarried, session, seq }) => isCarried !== true && ledger.outgoing(session, seq) === undefined,
  ).length;
}

/** Throws unless a replica has the structs that an envelope brings. */
function expectWords(replica: Replica, envelope: Uint8Array | undefined, name: string): void {
  if (envelope === undefined || kindOf(envelope) !== 'content') return;
  const opened = replica.chunks.open(envelope);
  if (!opened.ok) throw new Error(`${name} cannot open what it wrote`);
  for (const { id, length } of Y.decodeUpdate(toUpdate(opened.value.payload)).structs) {
    const held = Y.getState(replica.doc.store, id.client);
    if (held < id.clock + length) throw new Error(`${name} lacks words that it wrote itself: it has ${held} of them`);
  }
}

/** A change without the introduction that may stand before its update (KEY-6). */
function toUpdate(payload: Uint8Array): Uint8Array {
  if (payload[0] !== 2) return payload;
  const card = ((payload[1] ?? 0) << 8) | (payload[2] ?? 0);
  return payload.subarray(3 + card + ATTESTATION_BYTES);
}

const ATTESTATION_BYTES = 64;

function toContent(doc: Y.Doc): string {
  return JSON.stringify([doc.getText('title').toString(), doc.getText('content').toString()]);
}

/** Throws unless a replica shows what it should: a viewer sees no comments, also where its device was given keys that open them (KEY-8). */
function expectContent({ doc, comments, role }: Replica, expected: Content, what: string): void {
  const [shown, said] = [toContent(doc), toContent(comments)];
  const [wanted, wantedSaid] = [expected.doc, role === 'viewer' ? new Y.Doc() : expected.comments].map(toContent);
  if (shown !== wanted) throw new Error(`${what} differs:\n${shown}\nexpected:\n${wanted}`);
  if (said !== wantedSaid) throw new Error(`the comments of ${what} differ:\n${said}\nexpected:\n${wantedSaid}`);
}
