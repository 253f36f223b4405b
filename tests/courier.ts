import { type Capability, type RoomId, type Session, signHello, type Sodium, toBase64Url, toHex } from '@weft/crypto';
import { decodeRelayFrame, encodeFrame, NO_GENERATION } from '@weft/crdt-core/wire';
import { WebSocket } from 'ws';

/** Carries one session's envelopes to and from a relay, and holds what arrives until it is asked for. */
export interface Courier {
  /** Hands an envelope to the relay. */
  send(envelope: Uint8Array): void;
  /** Waits until that many stored envelopes of the session have arrived, and answers with the one numbered `seq`. */
  fetch(session: string, seq: number): Promise<Uint8Array>;
  /** Waits until the relay has acknowledged everything that was sent. */
  settled(): Promise<void>;
  /** Stored envelopes that arrived and were not fetched. */
  held(): number;
  close(): void;
}

interface Waiter {
  readonly isDone: () => boolean;
  readonly resolve: () => void;
}

/** The session and seq of an envelope's header (ENV-1), read here without the implementation's help. */
function envelopeToName(envelope: Uint8Array): { session: string; seq: number } {
  const seq = new DataView(envelope.buffer, envelope.byteOffset, envelope.byteLength).getBigUint64(73);
  return { session: toHex(envelope.subarray(41, 73)), seq: Number(seq) };
}

/**
 * Connects to a relay as one session.
 * @param address `ws://host:port`
 */
export async function dispatchCourier(
  sodium: Sodium,
  address: string,
  roomId: RoomId,
  capability: Capability,
  session: Session,
): Promise<Courier> {
  const socket = new WebSocket(`${address}/r/${toBase64Url(roomId)}`);
  socket.binaryType = 'nodebuffer';
  const arrived = new Map<string, Uint8Array>();
  const waiters = new Set<Waiter>();
  let failure: Error | undefined;
  let isWelcome = false;
  let unacknowledged = 0;

  const wake = (): void => {
    for (const waiter of waiters) {
      if (failure === undefined && !waiter.isDone()) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };
  const until = async (isDone: () => boolean): Promise<void> => {
    if (failure === undefined && !isDone()) {
      await new Promise<void>((resolve) => waiters.add({ isDone, resolve }));
    }
    if (failure !== undefined) throw failure;
  };
  const fail = (reason: string): void => {
    failure ??= new Error(reason);
    wake();
  };

  socket.on('error', (error) => fail(error.message));
  socket.on('close', (code) => fail(`the relay closed with ${code}`));
  socket.on('message', (data: Buffer) => {
    const decoded = decodeRelayFrame(new Uint8Array(data));
    if (!decoded.ok) return fail(decoded.failure.sentence);
    const frame = decoded.value;
    switch (frame.type) {
      case 'challenge':
        socket.send(
          encodeFrame({
            type: 'hello',
            cursor: 0,
            generation: NO_GENERATION,
            epochCertificate: capability.certificate.bytes,
            sessionCertificate: session.certificate,
            proof: signHello(sodium, session, { host: new URL(address).host, roomId, nonce: frame.nonce }),
            admission: undefined,
          }),
        );
        break;
      case 'caught-up':
        isWelcome = true;
        break;
      case 'entry': {
        const { session: author, seq } = envelopeToName(frame.envelope);
        arrived.set(`${author} ${seq}`, frame.envelope);
        break;
      }
      case 'ack':
        unacknowledged -= 1;
        break;
      case 'refused':
        return fail(`refused: ${frame.sentence}`);
      default:
        break;
    }
    wake();
  });

  await until(() => isWelcome);
  return {
    send: (envelope) => {
      unacknowledged += 1;
      socket.send(encodeFrame({ type: 'append', envelope }));
    },
    fetch: async (author, seq) => {
      const name = `${author} ${seq}`;
      await until(() => arrived.has(name));
      const envelope = arrived.get(name);
      if (envelope === undefined) throw new Error('an envelope that arrived is there');
      arrived.delete(name);
      return envelope;
    },
    settled: async () => await until(() => unacknowledged === 0),
    held: () => arrived.size,
    close: () => {
      socket.removeAllListeners();
      socket.close();
    },
  };
}
