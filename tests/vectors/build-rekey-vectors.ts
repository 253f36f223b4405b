/** The vectors of devices, of re-keying, and of what is sealed to one device (KEY-6, KEY-8, ERR-1). */
import {
  attestSession,
  createCard,
  createHistory,
  createNextEpoch,
  type Device,
  type DeviceSeed,
  deriveRoleSecret,
  encodeNotice,
  idToFingerprint,
  type LinkRole,
  seedToDevice,
  type Sodium,
  sealErrand,
  sealGrant,
  textToBytes,
  toHex,
} from '@weft/crypto';
import { capabilityOf, createSeededRandomness, type Fixture, NOT_AFTER } from './vector-fixture.ts';

const PEOPLE = [
  { device: 'ada', name: 'Ada', color: '#0fa2c3', session: 'editor' },
  { device: 'zoë', name: 'Zoë 🧵', color: '#c0ffee', session: 'commenter' },
  { device: 'unnamed', name: '', color: '#000000', session: 'viewer' },
] as const;

function seedOf(device: string): DeviceSeed {
  return createSeededRandomness(`device/${device}`)(32) as Uint8Array as DeviceSeed;
}

function deviceOf(sodium: Sodium, device: string): Device {
  return seedToDevice(sodium, seedOf(device));
}

/** KEY-6: seeds, cards, and a device's word for a session. */
export function buildDevices(sodium: Sodium, { room, sessions }: Fixture): unknown {
  return PEOPLE.map(({ device: label, name, color, session }) => {
    const device = deviceOf(sodium, label);
    const sessionPk = sessions[session].pair.publicKey;
    return {
      seed: toHex(seedOf(label)),
      devicePk: toHex(device.signing.publicKey),
      kemPk: toHex(device.kem.publicKey),
      id: toHex(device.id),
      fingerprint: idToFingerprint(device.id),
      name,
      color,
      card: toHex(createCard(sodium, device, room.roomId, { name, color })),
      sessionPk: toHex(sessionPk),
      attestation: toHex(attestSession(sodium, device, room.roomId, sessionPk)),
    };
  });
}

/** ERR-1: messages from one session to another, sealed to the other's device. */
export function buildErrands(sodium: Sodium, { room, sessions }: Fixture): unknown {
  const random = createSeededRandomness('errand');
  return PEOPLE.map(({ device, session }, i) => {
    const [from, to] = [sessions.admin.pair.publicKey, sessions[session].pair.publicKey];
    const message = textToBytes('Wörter für einen. '.repeat(20 * i));
    const { kem } = deviceOf(sodium, device);
    return {
      seed: toHex(seedOf(device)),
      from: toHex(from),
      to: toHex(to),
      message: toHex(message),
      bytes: toHex(sealErrand(sodium, random, { roomId: room.roomId, from, to }, kem.publicKey, message)),
    };
  });
}

/** KEY-8: the next epoch, what each device is granted of it, and both notices. */
export function buildRekey(sodium: Sodium, fixture: Fixture): unknown {
  const random = createSeededRandomness('rekey');
  const next = createNextEpoch(sodium, random, fixture.room, fixture.epoch.certificate, { notAfter: NOT_AFTER + 1 });
  const { certificate, editSecret } = next;
  const secretOf = (role: LinkRole) => deriveRoleSecret(sodium, 'editor', role, editSecret);
  const grants = (['editor', 'commenter', 'viewer'] as const).map((role, i) => {
    const label = PEOPLE[i]?.device ?? '';
    const { id, kem } = deviceOf(sodium, label);
    const content = { kemPublicKey: kem.publicKey, device: id, certificate, role, secret: secretOf(role) };
    return { label, role, device: id, sealed: sealGrant(sodium, random, content) };
  });
  const removed = [deviceOf(sodium, 'removed').id];
  const rekey = { type: 'rekey', certificate: certificate.bytes, cut: random(40), removed, grants } as const;
  const previous = capabilityOf(sodium, fixture, 'editor', []);
  const history = createHistory(sodium, random, previous, { certificate, role: 'editor', secret: editSecret });
  return {
    editSecret: toHex(editSecret),
    commentSecret: toHex(secretOf('commenter')),
    certificate: toHex(certificate.bytes),
    previous: toHex(certificate.previous),
    grants: grants.map(({ label, role, sealed }) => ({
      seed: toHex(seedOf(label)),
      role,
      secret: toHex(secretOf(role)),
      bytes: toHex(sealed),
    })),
    rekey: { cut: toHex(rekey.cut), removed: removed.map(toHex), bytes: toHex(encodeNotice(rekey)) },
    history: {
      viewSecret: toHex(history.viewSecret),
      commentSecret: toHex(capabilityOf(sodium, fixture, 'commenter', []).secret),
      bytes: toHex(encodeNotice(history)),
    },
  };
}
