import {
  admissionProof,
  createEpoch,
  createNextEpoch,
  createRandomness,
  createRoom,
  type Epoch,
  type Room,
  createSession,
  deriveKeys,
  type EpochCertificate,
  type Hash,
  hashEnvelope,
  isStored,
  type Kind,
  type LinkRole,
  type Randomness,
  type RoomId,
  sealEnvelope,
  secretToAdmissionKey,
  type Session,
  signHello,
  type Sodium,
} from '@weft/crypto';
import { type HelloFrame, NO_GENERATION } from '@weft/crdt-core/wire';

/** What HELLO is made of, beside the keys. */
export interface HelloWishes {
  readonly nonce: Uint8Array;
  readonly host: string;
  readonly cursor?: number;
  readonly generation?: Uint8Array;
  readonly admissionSecret?: string;
}

/** Someone with a session in a room, who writes real envelopes: chained, sealed and signed. */
export interface Person {
  readonly session: Session;
  readonly certificate: EpochCertificate;
  /** The next envelope of this person's chain. */
  seal(kind: Kind, size?: number): Uint8Array;
  /** Another envelope under the first name of the chain: what an equivocating session would write. */
  sealTwin(): Uint8Array;
  hello(wishes: HelloWishes): HelloFrame;
}

export interface People {
  readonly roomId: RoomId;
  readonly certificate: EpochCertificate;
  join(role: LinkRole, notAfter?: number): Person;
  /** The same room in its next epoch, under other keys. */
  next(): People;
}

/** Random bytes that are the same every time. */
export function createSeededRandomness(seed: number): Randomness {
  let state = seed >>> 0 || 1;
  return createRandomness((into) => {
    for (let i = 0; i < into.length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      into[i] = state;
    }
  });
}

/** A room with its keys, and people to join it. */
export function createPeople(sodium: Sodium, random: Randomness, notAfter: number = 4e12): People {
  const room = createRoom(sodium, random);
  return inEpoch(sodium, random, room, createEpoch(sodium, random, room, { notAfter }), notAfter);
}

function inEpoch(sodium: Sodium, random: Randomness, room: Room, epoch: Epoch, notAfter: number): People {
  const keys = deriveKeys(sodium, 'editor', epoch.editSecret);
  const { certificate } = epoch;
  return {
    roomId: room.roomId,
    certificate,
    next: () =>
      inEpoch(sodium, random, room, createNextEpoch(sodium, random, room, epoch.certificate, { notAfter }), notAfter),
    join(role, until = notAfter) {
      const session = createSession(sodium, random, keys, certificate, { role, notAfter: until });
      let storedSeq = 0;
      let passingSeq = 0;
      let prev: Hash | undefined;
      return {
        session,
        certificate,
        seal(kind, size = 20) {
          const payload = random(size);
          if (!isStored(kind)) return sealEnvelope(sodium, random, session, keys, { kind, seq: passingSeq++, payload });
          const seq = storedSeq++;
          const content = prev === undefined ? { kind, seq, payload } : { kind, seq, payload, prev };
          const envelope = sealEnvelope(sodium, random, session, keys, content);
          prev = hashEnvelope(sodium, envelope);
          return envelope;
        },
        sealTwin: () => sealEnvelope(sodium, random, session, keys, { kind: 'content', seq: 0, payload: random(9) }),
        hello({ nonce, host, cursor = 0, generation = NO_GENERATION, admissionSecret }) {
          const { publicKey } = session.pair;
          return {
            type: 'hello',
            cursor,
            generation,
            epochCertificate: certificate.bytes,
            sessionCertificate: session.certificate,
            proof: signHello(sodium, session, { host, roomId: room.roomId, nonce }),
            admission:
              admissionSecret === undefined
                ? undefined
                : admissionProof(sodium, secretToAdmissionKey(sodium, admissionSecret), { nonce, session: publicKey }),
          };
        },
      };
    },
  };
}
