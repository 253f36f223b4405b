import {
  admissionProof,
  createEpoch,
  createRoom,
  createSession,
  deriveKeys,
  type EpochCertificate,
  type EpochKeys,
  hashEnvelope,
  isStored,
  type Hash,
  type Kind,
  type LinkRole,
  type Randomness,
  type Role,
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
  /** The room whose id is signed, where it is another than the person's. */
  readonly roomId?: RoomId;
}

/** Someone with a session in a room, who writes real envelopes: chained, sealed and signed. */
export interface Person {
  readonly session: Session;
  /** The next envelope of this person's chain. */
  seal(kind: Kind, size?: number): Uint8Array;
  /** The same, of a kind that the role may not write: signed and sealed all the same. */
  sealBeyondRole(kind: Kind): Uint8Array;
  /** Another envelope under the first name of the chain. */
  sealTwin(kind?: Kind): Uint8Array;
  hello(wishes: HelloWishes): HelloFrame;
}

/** A room of the check's own, which nobody else has the keys of. */
export interface CheckRoom {
  readonly roomId: RoomId;
  readonly certificate: EpochCertificate;
  join(role: LinkRole, notAfter?: number): Person;
  /** Someone whose certificate claims a role, and is signed by the key of another. */
  joinFalsely(claimed: LinkRole, signedAs: LinkRole): Person;
}

export interface RoomPorts {
  readonly sodium: Sodium;
  readonly random: Randomness;
  readonly notAfter: number;
  readonly admissionSecret: string | undefined;
}

/** A new room with keys of its own. */
export function createCheckRoom({ sodium, random, notAfter, admissionSecret }: RoomPorts): CheckRoom {
  const room = createRoom(sodium, random);
  const epoch = createEpoch(sodium, random, room, { notAfter });
  const keys = deriveKeys(sodium, 'editor', epoch.editSecret);
  const { certificate } = epoch;

  const join = (granting: EpochKeys, role: LinkRole, until: number): Person => {
    const session = createSession(sodium, random, granting, certificate, { role, notAfter: until });
    let storedSeq = 0;
    let passingSeq = 0;
    let prev: Hash | undefined;
    const seal = (as: Role, kind: Kind, size: number): Uint8Array => {
      const author: Session = { ...session, role: as };
      const payload = random(size);
      if (!isStored(kind)) return sealEnvelope(sodium, random, author, keys, { kind, seq: passingSeq++, payload });
      const seq = storedSeq++;
      const content = prev === undefined ? { kind, seq, payload } : { kind, seq, payload, prev };
      const envelope = sealEnvelope(sodium, random, author, keys, content);
      prev = hashEnvelope(sodium, envelope);
      return envelope;
    };
    return {
      session,
      seal: (kind, size = 20) => seal(session.role, kind, size),
      sealBeyondRole: (kind) => seal('admin', kind, 20),
      sealTwin: (kind = 'content') => sealEnvelope(sodium, random, session, keys, { kind, seq: 0, payload: random(9) }),
      hello({ nonce, host, cursor = 0, generation = NO_GENERATION, roomId = room.roomId }) {
        const { publicKey } = session.pair;
        return {
          type: 'hello',
          cursor,
          generation,
          epochCertificate: certificate.bytes,
          sessionCertificate: session.certificate,
          proof: signHello(sodium, session, { host, roomId, nonce }),
          admission:
            admissionSecret === undefined
              ? undefined
              : admissionProof(sodium, secretToAdmissionKey(sodium, admissionSecret), { nonce, session: publicKey }),
        };
      },
    };
  };

  return {
    roomId: room.roomId,
    certificate,
    join: (role, until = notAfter) => join(keys, role, until),
    joinFalsely(claimed, signedAs) {
      const signer = keys.signers[signedAs];
      if (signer === undefined) throw new Error('an editor holds the keys of every role a link grants');
      return join({ ...keys, signers: { ...keys.signers, [claimed]: signer } }, claimed, notAfter);
    },
  };
}
