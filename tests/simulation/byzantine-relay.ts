import type { Timers } from '@weft/crdt-core';
import { createTestRoomWith, envelopesOf, type SeededRandom } from '@weft/crdt-core/testing';
import { type CloseCode, decodeClientFrame, decodeRelayFrame, encodeFrame, FrameType } from '@weft/crdt-core/wire';
import { decodeHeader, type RoomId, type Sodium, toHex } from '@weft/crypto';
import type { HubConnection, Outlet } from '@weft/relay-server';
import { headerOf, type Lie, type LieContext, type LieName, tell, UNSEEN_LIES } from './lies.ts';
import type { SimRelay } from './sim-relay.ts';

/** The real relay with lies added on the way to its clients and from them. */
export interface ByzantineRelay {
  /** As the relay's own, for the device with this number. */
  connect(client: number, roomId: RoomId, host: string, outlet: Outlet): HubConnection | undefined;
  /** From now on, until it is honest again. */
  lie(client: number, lie: Lie): void;
  /** Clients whose numbers fall into different groups no longer see each other. */
  fork(groups: (client: number) => number): void;
  /** Hands an envelope that is not in the log to a client, at a position that it holds already. */
  plant(client: number, envelope: Uint8Array): void;
  beHonest(): void;
  /** Every lie told so far, by name: what was only threatened is not among them. */
  told(): ReadonlyMap<LieName | 'fork', number>;
  /** Every ACK of the room itself: what it did store. */
  onStored(listener: (session: Uint8Array, seq: number) => void): void;
  /** The room took a snapshot in place of its log, from a client of which some of that log was kept back, unseen: this is what was. */
  onCutOff(listener: (snapshot: EntryName, keptBack: readonly EntryName[]) => void): void;
}

/** Names an envelope. */
export interface EntryName {
  /** Hex. */
  readonly session: string;
  readonly seq: number;
}

const PAST = 60;

/** A relay that is honest until it is told to lie. */
export function createByzantineRelay(
  sodium: Sodium,
  relay: SimRelay,
  random: SeededRandom,
  timers: Timers,
): ByzantineRelay {
  const lies = new Map<number, Lie[]>();
  const told = new Map<LieName | 'fork', number>();
  const bases: Uint8Array[] = [];
  const planters = new Map<number, (envelope: Uint8Array) => void>();
  const bringers = new Map<string, number>();
  const storedListeners: ((session: Uint8Array, seq: number) => void)[] = [];
  const cutOffListeners: ((snapshot: EntryName, keptBack: readonly EntryName[]) => void)[] = [];
  /** Per client, what it was not sent and cannot know of, by position. */
  const unseen = new Map<number, Map<number, EntryName>>();
  let groups: ((client: number) => number) | undefined;
  let foreign: Uint8Array | undefined;

  function count(name: LieName | 'fork'): void {
    told.set(name, (told.get(name) ?? 0) + 1);
  }

  function foreignEnvelope(): Uint8Array {
    if (foreign !== undefined) return foreign;
    const other = createTestRoomWith(sodium, 4711).replica();
    other.doc.getText('content').insert(0, 'another room');
    other.flush();
    foreign = envelopesOf(other)[0] ?? new Uint8Array();
    other.destroy();
    return foreign;
  }

  /** The lie that is told about this frame, if one is. */
  function choose(client: number): Lie | undefined {
    return (lies.get(client) ?? []).find(({ share }) => random.next() < share);
  }

  /** Fork: what another group's client brought is hidden, and so is its voice. */
  function isHidden(client: number, message: Uint8Array): boolean {
    if (groups === undefined) return false;
    const header = headerOf(message);
    const bringer = header === undefined ? undefined : bringers.get(toHex(header.session));
    return bringer !== undefined && groups(bringer) !== groups(client);
  }

  function keepBack(client: number, message: Uint8Array): void {
    const frame = decodeRelayFrame(message);
    const header = frame.ok && frame.value.type === 'entry' ? decodeHeader(frame.value.envelope) : undefined;
    if (!frame.ok || frame.value.type !== 'entry' || header?.ok !== true) return;
    const names = unseen.get(client) ?? new Map<number, EntryName>();
    const { session, seq } = header.value;
    unseen.set(client, names.set(frame.value.position, { session: toHex(session), seq }));
  }

  function connect(client: number, roomId: RoomId, host: string, outlet: Outlet): HubConnection | undefined {
    const past: Uint8Array[] = [];
    const context: LieContext = { random, past, bases, foreign: new Uint8Array(), shown: 0 };
    let isOpen = true;
    /** What this client asked the room to take in place of its log, by name, and up to where. */
    const proposed = new Map<string, number>();
    planters.set(client, (envelope) => {
      const position = Math.max(1, context.shown);
      deliver(encodeFrame({ type: 'entry', position, prev: position - 1, envelope }), 0);
    });

    function deliver(bytes: Uint8Array, afterMs: number): void {
      if (!isOpen) return;
      if (afterMs > 0) return void timers.set(afterMs, () => deliver(bytes, 0));
      const frame = decodeRelayFrame(bytes);
      if (frame.ok && frame.value.type === 'entry') context.shown = Math.max(context.shown, frame.value.position);
      past.push(bytes);
      if (past.length > PAST) past.shift();
      outlet.send(bytes);
    }

    /** What was left out before is passed over: the reader sees one position follow the other. */
    function coverUp(bytes: Uint8Array): Uint8Array {
      const frame = decodeRelayFrame(bytes);
      if (!frame.ok) return bytes;
      if (frame.value.type === 'entry')
        return encodeFrame({ ...frame.value, prev: Math.min(context.shown, frame.value.prev) });
      const isHead = frame.value.type === 'beat' || frame.value.type === 'caught-up';
      return isHead ? encodeFrame({ ...frame.value, head: context.shown }) : bytes;
    }

    function down(message: Uint8Array): void {
      if (message[1] === FrameType.ack) {
        const frame = decodeRelayFrame(message);
        if (frame.ok && frame.value.type === 'ack') {
          for (const listener of storedListeners) listener(frame.value.session, frame.value.seq);
          tellCutOff({ session: toHex(frame.value.session), seq: frame.value.seq });
        }
      }
      if (message[1] === FrameType.base && bases.length < PAST) bases.push(message.slice());
      if (isHidden(client, message)) {
        keepBack(client, message);
        return count('fork');
      }
      const isUnseen = groups !== undefined || (lies.get(client) ?? []).some(({ name }) => UNSEEN_LIES.has(name));
      const bytes = isUnseen ? coverUp(message) : message;
      const lie = choose(client);
      if (lie === undefined) return deliver(bytes, 0);
      const answer = tell(lie, bytes, { ...context, foreign: foreignEnvelope() });
      const isTrue = answer.frames.length === 1 && answer.frames[0]?.bytes === bytes && answer.frames[0].afterMs === 0;
      if (!isTrue || answer.close !== undefined) count(lie.name);
      if (isUnseen && answer.frames.every((frame) => frame.bytes !== bytes)) keepBack(client, message);
      for (const frame of answer.frames) deliver(frame.bytes, frame.afterMs);
      if (answer.close !== undefined) outlet.close(answer.close as CloseCode, '');
    }

    function tellCutOff(snapshot: EntryName): void {
      const upto = proposed.get(nameToKey(snapshot));
      if (upto === undefined) return;
      const keptBack = [...(unseen.get(client) ?? [])].filter(([position]) => position <= upto).map(([, name]) => name);
      for (const listener of cutOffListeners) listener(snapshot, keptBack);
    }

    const connection = relay.connect(roomId, host, {
      send: down,
      close(code, sentence) {
        isOpen = false;
        outlet.close(code, sentence);
      },
      isBusy: () => false,
    });
    if (connection === undefined) return undefined;

    /** ACKs what is then thrown away. */
    function swallow(message: Uint8Array): boolean {
      const frame = decodeClientFrame(message);
      if (!frame.ok || (frame.value.type !== 'append' && frame.value.type !== 'compact')) return false;
      const header = decodeHeader(frame.value.envelope);
      if (!header.ok) return false;
      const position = context.shown + random.below(2);
      deliver(encodeFrame({ type: 'ack', session: header.value.session, seq: header.value.seq, position }), 20);
      count('false-acks');
      return true;
    }

    return {
      ...connection,
      receive(message) {
        if (message[1] === FrameType.append) {
          const header = decodeHeader(message.subarray(2));
          const session = header.ok ? toHex(header.value.session) : '';
          if (!bringers.has(session)) bringers.set(session, client);
        }
        const isSwallowing = (lies.get(client) ?? []).some(
          ({ name, share }) => name === 'false-acks' && random.next() < share,
        );
        if (isSwallowing && swallow(message)) return;
        const frame = message[1] === FrameType.compact ? decodeClientFrame(message) : undefined;
        const header =
          frame?.ok === true && frame.value.type === 'compact' ? decodeHeader(frame.value.envelope) : undefined;
        if (frame?.ok === true && frame.value.type === 'compact' && header?.ok === true) {
          proposed.set(nameToKey({ session: toHex(header.value.session), seq: header.value.seq }), frame.value.upto);
        }
        connection.receive(message);
      },
      closed() {
        isOpen = false;
        connection.closed();
      },
    };
  }

  return {
    connect,
    lie(client, lie) {
      lies.set(client, [...(lies.get(client) ?? []).filter(({ name }) => name !== lie.name), lie]);
    },
    fork(next) {
      groups = next;
    },
    beHonest() {
      lies.clear();
      groups = undefined;
    },
    plant: (client, envelope) => planters.get(client)?.(envelope),
    told: () => told,
    onStored: (listener) => void storedListeners.push(listener),
    onCutOff: (listener) => void cutOffListeners.push(listener),
  };
}

function nameToKey({ session, seq }: EntryName): string {
  return `${session}:${seq}`;
}
