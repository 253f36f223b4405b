/** Builds the known-answer vectors from fixed seeds with the implementation: the same bytes on every machine. */
import {
  admissionProof,
  capabilityToLink,
  capabilityToWrappedLink,
  concat,
  type EnvelopeContent,
  type Hash,
  hashEnvelope,
  type Kind,
  type Role,
  ROLES,
  type Sodium,
  sealEnvelope,
  secretToAdmissionKey,
  signHello,
  textToBytes,
  toBase64Url,
  toHex,
} from '@weft/crypto';
import { buildAttachments } from './build-attachment-vectors.ts';
import { buildDevices, buildErrands, buildRekey } from './build-rekey-vectors.ts';
import { plainLinkBytes } from './plain-decoder.ts';
import { capabilityOf, createFixture, createSeededRandomness, type Fixture, NOT_AFTER } from './vector-fixture.ts';

function buildKeys(sodium: Sodium, fixture: Fixture) {
  const { room, epoch, keys, sessions } = fixture;
  const { certificate } = epoch;
  return {
    'KEY-1': { adminSeed: toHex(room.adminSeed), rootPk: toHex(room.root.publicKey), roomId: toHex(room.roomId) },
    'KEY-2': {
      editSecret: toHex(epoch.editSecret),
      commentSecret: toHex(capabilityOf(sodium, fixture, 'commenter', []).secret),
      viewSecret: toHex(capabilityOf(sodium, fixture, 'viewer', []).secret),
      contentKey: toHex(keys.contentKey),
      commitKey: toHex(keys.commitKey),
      presenceKey: toHex(keys.presenceKey),
      commentKey: toHex(keys.commentKey ?? new Uint8Array()),
      commentCommitKey: toHex(keys.commentCommitKey ?? new Uint8Array()),
      signallingPassword: toHex(keys.signallingPassword),
    },
    'KEY-3': {
      epoch: certificate.epoch,
      editorPk: toHex(certificate.editorPk),
      commenterPk: toHex(certificate.commenterPk),
      viewerPk: toHex(certificate.viewerPk),
      notAfter: certificate.notAfter,
      bytes: toHex(certificate.bytes),
    },
    'KEY-4, KEY-5': ROLES.map((role) => ({
      role,
      sessionSeed: toHex(createSeededRandomness(`session/${role}`)(32)),
      sessionPk: toHex(sessions[role].pair.publicKey),
      clientId: sessions[role].clientId,
      notAfter: NOT_AFTER - 1,
      bytes: toHex(sessions[role].certificate),
    })),
  };
}

async function buildLinks(sodium: Sodium, fixture: Fixture) {
  const origin = 'https://weft.example';
  const relays = ['wss://relay.example/weft', 'ws://127.0.0.1:4400'];
  const random = createSeededRandomness('pin');
  const pins = [3, 0].map((seq) => ({ session: random(8), seq, hash: random(16) }));
  const view = capabilityOf(sodium, fixture, 'viewer', []);
  const edit = { ...capabilityOf(sodium, fixture, 'editor', relays), pins };
  const comment = capabilityOf(sodium, fixture, 'commenter', relays.slice(0, 1));
  const admin = { ...edit, adminSeed: fixture.room.adminSeed };
  const passphrase = 'Füße ﬁnden – nur hier'; // NFKC changes it
  const cost = { opslimit: 2, memlimit: 1024 * 1024 };
  // As the first links were: one hash over all heads, which a reader passes over.
  const plain = capabilityToLink(sodium, view, origin);
  const start = plainLinkBytes(plain).slice(0, -5);
  const body = concat(start, Uint8Array.of(1), random(32));
  const old = concat(body, sodium.hash(concat(textToBytes('weft/link/v1'), body)).subarray(0, 4));
  const wrapped = await capabilityToWrappedLink(sodium, createSeededRandomness('wrap'), view, origin, passphrase, cost);
  return {
    'KEY-7': [view, comment, edit, admin].map((capability) => ({
      role: capability.role,
      secret: toHex(capability.secret),
      adminSeed: capability.adminSeed === undefined ? null : toHex(capability.adminSeed),
      relays: capability.relays.join(' '),
      pins: (capability.pins ?? [])
        .map(({ session, seq, hash }) => `${toHex(session)}/${seq}/${toHex(hash)}`)
        .join(' '),
      link: capabilityToLink(sodium, capability, origin),
    })),
    'KEY-7 old pin': { within: plain, link: `${origin}/#${toBase64Url(old)}` },
    'KEY-7 wrapped': { passphrase, ...cost, within: plain, link: wrapped },
  };
}

const KINDS_BY_ROLE: readonly (readonly [Role, readonly Kind[]])[] = [
  ['viewer', ['presence', 'sync', 'receipt']],
  ['commenter', ['comment', 'presence']],
  ['editor', ['content', 'comment', 'snapshot', 'chunk', 'presence', 'receipt']],
  ['admin', ['control', 'content']],
  ['viewer', ['errand']],
  ['commenter', ['parcel']],
];
const STORED: ReadonlySet<Kind> = new Set(['content', 'comment', 'snapshot', 'chunk', 'control', 'parcel']);
// On both sides of what fits into 256 and into 272 bytes, and a length that PADMÉ rounds coarsely.
const PAYLOAD_BYTES = [50, 0, 220, 221, 236, 237, 5000];

function buildEnvelopes(sodium: Sodium, { keys, sessions }: Fixture) {
  const payloads = createSeededRandomness('payload');
  const nonces = createSeededRandomness('nonce');
  let sealed = 0;
  return KINDS_BY_ROLE.flatMap(([role, kinds]) => {
    let stored = 0;
    let passing = 0;
    let prev: Hash | undefined;
    return kinds.map((kind) => {
      const payload = payloads(PAYLOAD_BYTES[sealed++ % PAYLOAD_BYTES.length] ?? 0);
      const isChained = STORED.has(kind);
      const seq = isChained ? stored++ : passing++;
      const linked = isChained && prev !== undefined ? { prev } : {};
      const content: EnvelopeContent = { kind, seq, payload, ...linked };
      const envelope = sealEnvelope(sodium, nonces, sessions[role], keys, content);
      const before = isChained ? prev : undefined;
      if (isChained) prev = hashEnvelope(sodium, envelope);
      return {
        kind,
        role,
        seq,
        prev: before === undefined ? '00'.repeat(32) : toHex(before),
        payload: toHex(payload),
        hash: toHex(hashEnvelope(sodium, envelope)),
        bytes: toHex(envelope),
      };
    });
  });
}

function buildProofs(sodium: Sodium, { room, sessions }: Fixture) {
  const nonce = createSeededRandomness('challenge')(32);
  const session = sessions.editor.pair.publicKey;
  const hosts = ['example.org:4400', 'münchen.example'];
  const secret = 'admission sécret';
  const admissionKey = secretToAdmissionKey(sodium, secret);
  return {
    nonce: toHex(nonce),
    sessionPk: toHex(session),
    hello: hosts.map((host) => ({
      host,
      proof: toHex(signHello(sodium, sessions.editor, { host, roomId: room.roomId, nonce })),
    })),
    admission: { secret, proof: toHex(admissionProof(sodium, admissionKey, { nonce, session })) },
  };
}

/**
 * Every vector, by the name of the file it is kept in.
 * @returns file name → text of the file
 */
export async function buildVectors(sodium: Sodium): Promise<ReadonlyMap<string, string>> {
  const fixture = createFixture(sodium);
  const files: readonly (readonly [string, unknown])[] = [
    ['keys.json', buildKeys(sodium, fixture)],
    ['links.json', await buildLinks(sodium, fixture)],
    ['envelopes.json', buildEnvelopes(sodium, fixture)],
    ['proofs.json', buildProofs(sodium, fixture)],
    ['devices.json', buildDevices(sodium, fixture)],
    ['rekey.json', buildRekey(sodium, fixture)],
    ['errands.json', buildErrands(sodium, fixture)],
    ['attachments.json', buildAttachments(sodium, fixture)],
  ];
  return new Map(files.map(([name, value]) => [name, `${JSON.stringify(value, null, 2)}\n`]));
}
