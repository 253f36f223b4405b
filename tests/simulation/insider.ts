import { createReplica, type Ports, receiptToBytes, type Transport } from '@weft/crdt-core';
import { createLedgerDoc, deflateState, encodeSnapshotPayload, type SeededRandom } from '@weft/crdt-core/testing';
import { decodeRelayFrame, encodeFrame } from '@weft/crdt-core/wire';
import {
  type Capability,
  createSession,
  deriveKeys,
  type Hash,
  hashEnvelope,
  type Kind,
  sealEnvelope,
  type Session,
  sessionToClientId,
  signHello,
  toHex,
} from '@weft/crypto';
import * as Y from 'yjs';
import type { SimLink, SimNetwork } from './sim-network.ts';

/** What a member who misuses a valid link does, below the replica. */
export const MISDEEDS = [
  'write',
  'squat',
  'forge',
  'equivocate',
  'break-chain',
  'skip',
  'malformed',
  'delete-all',
  'flood',
  'claim-too-much',
  'claim-too-little',
  'claim-the-future',
  'other-content',
  'replay-ephemerals',
  'false-receipt',
  'empty-receipt',
] as const;

export type Misdeed = (typeof MISDEEDS)[number];

/** A member with a program of their own. */
export interface Insider {
  commit(misdeed: Misdeed, number: number): void;
  /** Sessions it wrote with. */
  readonly sessions: ReadonlySet<string>;
  /** Honest sessions of which it claimed more than they wrote. */
  readonly spokenFor: ReadonlySet<string>;
  cut(): void;
}

export interface InsiderOptions {
  readonly ports: Ports;
  readonly random: SeededRandom;
  readonly capability: Capability;
  readonly network: SimNetwork;
  readonly host: string;
  readonly number: number;
  /** Hands an envelope to one device as if the relay had it, which the two of them agreed on. */
  plant(device: number, envelope: Uint8Array): void;
}

/** A chain that its owner goes on with as they like. */
interface Chain {
  readonly session: Session;
  seal(payload: Uint8Array, options?: { seq?: number; prev?: Hash; kind?: Kind }): Uint8Array;
}

const FLOOD = 60;

/** Connects, and does nothing yet. */
export function createInsider(options: InsiderOptions): Insider {
  const { ports, random, capability, network, host } = options;
  const { sodium } = ports;
  const { certificate, role, secret } = capability;
  const keys = deriveKeys(sodium, role, secret);
  // A true replica reads along: a liar who knows the truth lies better.
  const mole = createReplica(ports, { capability, ledgerDoc: createLedgerDoc(random) });
  const sessions = new Set<string>([mole.sessionHex]);
  const spokenFor = new Set<string>();
  const overheard: Uint8Array[] = [];
  const { roomId } = certificate;
  let transport: Transport | undefined;

  const link: SimLink = network.attach(
    {
      connecting: () => undefined,
      opened: (next) => {
        transport = next;
      },
      closed: () => {
        transport = undefined;
      },
      received(bytes) {
        const frame = decodeRelayFrame(bytes);
        if (!frame.ok) return;
        const { value } = frame;
        if (value.type === 'challenge') {
          transport?.send(
            encodeFrame({
              type: 'hello',
              cursor: 0,
              generation: new Uint8Array(16),
              epochCertificate: certificate.bytes,
              sessionCertificate: mole.session.certificate,
              proof: signHello(sodium, mole.session, { host, roomId, nonce: value.nonce }),
              admission: undefined,
            }),
          );
        } else if (value.type === 'entry' || value.type === 'base') mole.receive(value.envelope, 'relay');
        else if (value.type === 'ephemeral' && overheard.length < 50) overheard.push(value.envelope.slice());
      },
    },
    options.number,
  );

  /** A fresh session: what an earlier misdeed cost does not keep this one from being judged. */
  function createChain(): Chain {
    const notAfter = ports.clock.now() + 86_400_000;
    const session = createSession(sodium, random.bytes, keys, certificate, { role, notAfter });
    sessions.add(toHex(session.pair.publicKey));
    let next = 0;
    let last: Hash | undefined;
    return {
      session,
      seal(payload, { seq = next, prev = last, kind = 'content' } = {}) {
        // What a program that does not ask first would write: the certificate stays what it is.
        const link = prev === undefined || seq === 0 || kind === 'receipt' ? {} : { prev };
        const content = { kind, seq, payload, ...link };
        const envelope = sealEnvelope(sodium, random.bytes, { ...session, role: 'admin' }, keys, content);
        next = seq + 1;
        last = hashEnvelope(sodium, envelope);
        return envelope;
      },
    };
  }

  function append(envelope: Uint8Array): void {
    transport?.send(encodeFrame({ type: 'append', envelope }));
  }

  function whisper(envelope: Uint8Array): void {
    transport?.send(encodeFrame({ type: 'ephemeral', to: 0, envelope }));
  }

  /** An update in the name of a client id. */
  function typing(clientId: number, text: string): Uint8Array {
    const doc = new Y.Doc({ guid: 'insider' });
    doc.clientID = clientId;
    doc.getText('insider').insert(0, text);
    return Y.encodeStateAsUpdate(doc);
  }

  /** An honest session that is known here, and its client id. */
  function victim(
    number: number,
  ): { readonly session: string; readonly clientId: number; readonly seq: number } | undefined {
    const known = [...mole.ledger.heads()]
      .filter(([session]) => !sessions.has(session))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const [session, head] = known[number % Math.max(1, known.length)] ?? [];
    if (session === undefined || head === undefined) return undefined;
    const publicKey = Uint8Array.from(Buffer.from(session, 'hex')) as Session['pair']['publicKey'];
    return { session, clientId: sessionToClientId(sodium, publicKey), seq: head.seq };
  }

  /** A snapshot, as an envelope or as the relay's new base. */
  function publish(number: number, covers: Map<string, { seq: number; hash: Hash }>, state: Uint8Array): void {
    const envelope = createChain().seal(encodeSnapshotPayload(covers, deflateState(state)), { kind: 'snapshot' });
    const { head, base } = roomNumbers();
    if (number % 2 === 0) append(envelope);
    else transport?.send(encodeFrame({ type: 'compact', base, upto: head, envelope }));
  }

  let numbers = { head: 0, base: 0 };
  network.onDelivered((client, message) => {
    const frame = client === options.number ? decodeRelayFrame(message) : undefined;
    if (frame?.ok !== true) return;
    const { value } = frame;
    if (value.type === 'welcome') numbers = { head: value.head, base: value.base };
    if (value.type === 'entry') numbers = { ...numbers, head: Math.max(numbers.head, value.position) };
    if (value.type === 'base') numbers = { ...numbers, base: value.position };
  });
  function roomNumbers(): { readonly head: number; readonly base: number } {
    return numbers;
  }

  function commit(misdeed: Misdeed, number: number): void {
    const heads = new Map([...mole.ledger.heads()].map(([name, { seq, hash }]) => [name, { seq, hash }]));
    const state = Y.encodeStateAsUpdateV2(mole.doc);
    const chain = createChain();
    const own = chain.session.clientId;
    const target = victim(number);
    switch (misdeed) {
      case 'write':
        return append(chain.seal(typing(own, 'here')));
      case 'squat':
        return append(chain.seal(typing(target?.clientId ?? 7, 'in another name')));
      case 'forge': {
        const envelope = chain.seal(typing(own, 'forged'));
        if (target !== undefined) envelope.set(Buffer.from(target.session, 'hex'), 41);
        return append(envelope);
      }
      case 'equivocate': {
        append(chain.seal(typing(own, 'one')));
        return options.plant(number, chain.seal(typing(own, 'another'), { seq: 0 }));
      }
      case 'break-chain':
        append(chain.seal(typing(own, 'first')));
        return append(chain.seal(typing(own, 'second'), { prev: new Uint8Array(32).fill(9) as Uint8Array as Hash }));
      case 'skip':
        append(chain.seal(typing(own, 'first')));
        return append(chain.seal(typing(own, 'much later'), { seq: 7 }));
      case 'malformed':
        return append(chain.seal(random.bytes(random.below(300))));
      case 'delete-all': {
        const copy = new Y.Doc({ guid: 'insider' });
        copy.clientID = own;
        Y.applyUpdateV2(copy, state);
        const text = copy.getText('title');
        text.delete(0, text.length);
        return append(chain.seal(Y.encodeStateAsUpdate(copy, Y.encodeStateVector(mole.doc))));
      }
      case 'flood':
        for (let i = 0; i < FLOOD; i++) append(chain.seal(typing(own, 'again and again')));
        return;
      case 'claim-too-much': {
        // More in another's name than that session wrote.
        const copy = new Y.Doc({ guid: 'insider' });
        Y.applyUpdateV2(copy, state);
        copy.clientID = target?.clientId ?? 7;
        copy.getText('insider').insert(0, 'never written');
        return publish(number, heads, Y.encodeStateAsUpdateV2(copy));
      }
      case 'claim-too-little': {
        const few = new Map([...heads].filter(() => random.below(2) === 0));
        // In the log's order, so that nobody starts from it: it leaves the comments out (docs/threat-model.md, LED-4).
        return publish(0, few, state);
      }
      case 'claim-the-future': {
        if (target === undefined) return;
        spokenFor.add(target.session);
        const future = { seq: target.seq + 1 + (number % 3), hash: random.bytes(32) as Uint8Array as Hash };
        return publish(number, heads.set(target.session, future), state);
      }
      case 'other-content': {
        const copy = new Y.Doc({ guid: 'insider' });
        copy.clientID = own;
        copy.getText('insider').insert(0, 'another document');
        return publish(number, heads, Y.encodeStateAsUpdateV2(copy));
      }
      case 'replay-ephemerals':
        for (const envelope of overheard) whisper(envelope);
        return;
      case 'false-receipt':
      case 'empty-receipt': {
        const claimed = new Map<string, number>();
        if (misdeed === 'false-receipt') for (const [name, { seq }] of heads) claimed.set(name, seq + (number % 4));
        const markOf = (name: string): string => toHex((heads.get(name)?.hash ?? new Uint8Array()).subarray(0, 16));
        const device = (number % 5).toString(16).padStart(32, '0');
        const receipt = {
          device,
          heads: claimed,
          marks: new Map([...claimed.keys()].map((name) => [name, number % 8 === 0 ? '' : markOf(name)])),
          isComplete: true,
          relay: new Map<string, number>(),
          lacksNotices: false,
        };
        return whisper(chain.seal(receiptToBytes(receipt), { kind: 'receipt' }));
      }
    }
  }

  return { commit, sessions, spokenFor, cut: () => link.cut() };
}
