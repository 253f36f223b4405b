/**
 * Weft protocol, version 1, decoded from docs/protocol.md alone, in the order of that document. It shares no code with
 * packages/crypto, throws where something does not hold, and does not care how long it takes.
 */
import { argon2id, blake2b, ed25519PublicKey, ed25519Verify, kdf, openXChaCha } from './plain-primitives.ts';

type Bytes = Uint8Array;

export const ascii = (text: string): Bytes => Buffer.from(text, 'ascii');
export const join = (...parts: Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
export const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');
export const H = (bytes: Bytes): Bytes => blake2b(bytes, { length: 32 });

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Integers are unsigned, big-endian and of fixed width; a u64 never exceeds 2^53 − 1. */
export function integer(bytes: Bytes, offset: number, width: number): number {
  let value = 0n;
  for (const byte of bytes.slice(offset, offset + width)) value = value * 256n + BigInt(byte);
  demand(value <= 2n ** 53n - 1n, 'integer too large');
  return Number(value);
}

// --- Keys ---

/** KEY-1. */
export function plainRoomId(rootPk: Bytes): Bytes {
  return H(join(ascii('weft/room/v1'), rootPk));
}

/** KEY-5. */
export function plainClientId(sessionPk: Bytes): number {
  const first7 = H(join(ascii('weft/client/v1'), sessionPk)).slice(0, 7);
  return Number(BigInt(`0x${hex(first7)}`) >> 3n);
}

export const ROLE_NAMES: readonly string[] = ['', 'viewer', 'commenter', 'editor', 'admin'];

export interface PlainKeys {
  commentSecret: Bytes | undefined;
  viewSecret: Bytes;
  editorPk: Bytes | undefined;
  commenterPk: Bytes | undefined;
  viewerPk: Bytes;
  contentKey: Bytes;
  commitKey: Bytes;
  presenceKey: Bytes;
  commentKey: Bytes | undefined;
  commentCommitKey: Bytes | undefined;
  signallingPassword: Bytes;
}

/** KEY-2: from a role's secret to everything below it. */
export function plainKeys(role: string, secret: Bytes): PlainKeys {
  const editSecret = role === 'editor' ? secret : undefined;
  const commentSecret = editSecret ? kdf(editSecret, 'weftcmnt') : role === 'commenter' ? secret : undefined;
  const viewSecret = commentSecret ? kdf(commentSecret, 'weftview') : secret;
  return {
    commentSecret,
    viewSecret,
    editorPk: editSecret && ed25519PublicKey(kdf(editSecret, 'weftsigW')),
    commenterPk: commentSecret && ed25519PublicKey(kdf(commentSecret, 'weftsigC')),
    viewerPk: ed25519PublicKey(kdf(viewSecret, 'weftsigV')),
    contentKey: kdf(viewSecret, 'weftcont'),
    commitKey: kdf(viewSecret, 'weftcmit'),
    presenceKey: kdf(viewSecret, 'weftpres'),
    commentKey: commentSecret && kdf(commentSecret, 'weftcmke'),
    commentCommitKey: commentSecret && kdf(commentSecret, 'weftcmco'),
    signallingPassword: kdf(viewSecret, 'weftsgnl'),
  };
}

export interface PlainEpoch {
  rootPk: Bytes;
  roomId: Bytes;
  epoch: number;
  previous: Bytes;
  editorPk: Bytes;
  commenterPk: Bytes;
  viewerPk: Bytes;
  notAfter: number;
}

/** KEY-3. */
export function plainEpochCertificate(bytes: Bytes): PlainEpoch {
  demand(bytes.length === 237, 'an epoch certificate has 237 bytes');
  demand(bytes[0] === 1, 'version');
  const rootPk = bytes.slice(1, 33);
  const certificate = {
    rootPk,
    roomId: plainRoomId(rootPk),
    epoch: integer(bytes, 33, 4),
    previous: bytes.slice(37, 69),
    editorPk: bytes.slice(69, 101),
    commenterPk: bytes.slice(101, 133),
    viewerPk: bytes.slice(133, 165),
    notAfter: integer(bytes, 165, 8),
  };
  const signed = join(ascii('weft/epoch/v1'), bytes.slice(0, 173));
  demand(ed25519Verify(rootPk, signed, bytes.slice(173)), 'root signature');
  demand(certificate.epoch > 0 || hex(certificate.previous) === '00'.repeat(32), 'epoch 0 follows none');
  return certificate;
}

export interface PlainSession {
  role: string;
  sessionPk: Bytes;
  notAfter: number;
}

/** KEY-4. */
export function plainSessionCertificate(bytes: Bytes, epoch: PlainEpoch): PlainSession {
  demand(bytes.length === 110, 'a session certificate has 110 bytes');
  demand(bytes[0] === 1, 'version');
  const role = bytes[1]!;
  const signer = [undefined, epoch.viewerPk, epoch.commenterPk, epoch.editorPk, epoch.rootPk][role];
  demand(signer !== undefined, 'role');
  const signed = join(ascii('weft/session/v1'), epoch.roomId, bytes.slice(0, 46));
  demand(ed25519Verify(signer, signed, bytes.slice(46)), 'signature of the role');
  demand(integer(bytes, 2, 4) === epoch.epoch, 'epoch');
  return { role: ROLE_NAMES[role]!, sessionPk: bytes.slice(6, 38), notAfter: integer(bytes, 38, 8) };
}

// --- Link ---

/** KEY-7: `<origin>/#<base64url>`. */
export function plainLinkBytes(link: string): Bytes {
  const fragment = link.slice(link.indexOf('#') + 1);
  const bytes = Buffer.from(fragment, 'base64url');
  demand(bytes.toString('base64url') === fragment, 'base64url');
  return new Uint8Array(bytes);
}

export interface PlainLink {
  role: string;
  certificate: PlainEpoch;
  adminSeed: Bytes | undefined;
  secret: Bytes;
  relays: string[];
  pins: { session: Bytes; seq: number; hash: Bytes }[];
}

export function plainLink(bytes: Bytes): PlainLink {
  demand(bytes[0] === 1, 'version');
  const body = bytes.slice(0, -4);
  demand(hex(bytes.slice(-4)) === hex(H(join(ascii('weft/link/v1'), body)).slice(0, 4)), 'checksum');
  const isAdmin = bytes[1] === 4;
  const role = isAdmin ? 'editor' : ROLE_NAMES[bytes[1]!]!;
  demand(['viewer', 'commenter', 'editor'].includes(role), 'role');
  const certificate = plainEpochCertificate(bytes.slice(2, 239));
  const adminSeed = isAdmin ? bytes.slice(239, 271) : undefined;
  demand(!adminSeed || hex(ed25519PublicKey(adminSeed)) === hex(certificate.rootPk), 'admin seed');
  const secretAt = isAdmin ? 271 : 239;
  const secret = bytes.slice(secretAt, secretAt + 32);
  const count = bytes[secretAt + 32]!;
  demand(count <= 4, 'relay hints');
  let offset = secretAt + 33;
  const relays: string[] = [];
  for (let i = 0; i < count; i++) {
    const length = integer(bytes, offset, 2);
    relays.push(Buffer.from(bytes.slice(offset + 2, offset + 2 + length)).toString('utf8'));
    offset += 2 + length;
  }
  const kind = bytes[offset++]!;
  demand(kind <= 2, 'heads pin');
  if (kind === 1) offset += 32;
  const pinCount = kind === 2 ? bytes[offset++]! : 0;
  demand(kind !== 2 || (pinCount >= 1 && pinCount <= 3), 'number of pins');
  const pins = Array.from({ length: pinCount }, () => {
    const at = offset;
    offset += 28;
    return { session: bytes.slice(at, at + 8), seq: integer(bytes, at + 8, 4), hash: bytes.slice(at + 12, at + 28) };
  });
  demand(bytes.length === offset + 4, 'length');
  const keys = plainKeys(role, secret);
  for (const name of ['editorPk', 'commenterPk', 'viewerPk'] as const) {
    const derived = keys[name];
    demand(derived === undefined || hex(derived) === hex(certificate[name]), `${name} of the certificate`);
  }
  return { role, certificate, adminSeed, secret, relays, pins };
}

/** A link wrapped with a passphrase: the link bytes within. */
export function plainUnwrap(bytes: Bytes, passphrase: string): Bytes {
  demand(bytes[0] === 0x81, 'version');
  const salt = bytes.slice(1, 17);
  const nonce = bytes.slice(25, 49);
  const text = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  const key = argon2id(text, salt, integer(bytes, 17, 4), integer(bytes, 21, 4));
  const commitment = blake2b(bytes.slice(1, 49), { length: 32, key: kdf(key, 'weftpwcm') });
  demand(hex(commitment) === hex(bytes.slice(49, 81)), 'commitment');
  return openXChaCha(kdf(key, 'weftpwen'), nonce, new Uint8Array(), bytes.slice(81));
}

// --- Envelope ---

const ROLE_NUMBER: Record<string, number> = { viewer: 1, commenter: 2, editor: 3, admin: 4 };

// kind: [name, least role, stored]
export const KIND_TABLE: Record<number, [string, string, boolean]> = {
  1: ['content', 'editor', true],
  2: ['comment', 'commenter', true],
  3: ['snapshot', 'editor', true],
  4: ['chunk', 'editor', true],
  5: ['presence', 'viewer', false],
  6: ['sync', 'viewer', false],
  7: ['receipt', 'viewer', false],
  8: ['control', 'admin', true],
  9: ['errand', 'viewer', false],
  10: ['parcel', 'commenter', true],
};

/** PADMÉ, as the paper's algorithm 1 writes it with shifts, to at least 256 bytes. */
function plainPadme(length: number): number {
  if (length <= 256) return 256;
  const e = 31 - Math.clz32(length);
  const s = 32 - Math.clz32(e);
  const lastBits = e - s;
  const bitMask = 2 ** lastBits - 1;
  return Number((BigInt(length) + BigInt(bitMask)) & ~BigInt(bitMask));
}

export interface PlainEnvelope {
  kind: string;
  role: string;
  sessionPk: Bytes;
  seq: number;
  prev: Bytes;
  payload: Bytes;
  hash: Bytes;
}

export function plainEnvelope(bytes: Bytes, epoch: PlainEpoch, keys: PlainKeys): PlainEnvelope {
  const header = bytes.slice(0, 81);
  demand(hex(header.slice(0, 4)) === '57650101', 'magic, version, suite');
  const row = KIND_TABLE[header[4]!];
  demand(row !== undefined, 'kind');
  const [kind, least, isStored] = row;
  demand(hex(header.slice(5, 37)) === hex(epoch.roomId), 'room');
  demand(integer(header, 37, 4) === epoch.epoch, 'epoch');
  const sessionPk = header.slice(41, 73);
  const seq = integer(header, 73, 8);
  const nonce = bytes.slice(81, 105);
  const commitment = bytes.slice(105, 137);
  const sealed = bytes.slice(137, -174);
  const certificate = plainSessionCertificate(bytes.slice(-174, -64), epoch);
  demand(hex(certificate.sessionPk) === hex(sessionPk), 'session of the certificate');
  demand(ROLE_NUMBER[certificate.role]! >= ROLE_NUMBER[least]!, 'ENV-5 role');
  const signed = join(ascii('weft/envelope/v1'), H(bytes.slice(0, -64)));
  demand(ed25519Verify(sessionPk, signed, bytes.slice(-64)), 'ENV-3 signature');

  const [sealing, commits] =
    kind === 'comment'
      ? [keys.commentKey, keys.commentCommitKey]
      : [isStored ? keys.contentKey : keys.presenceKey, keys.commitKey];
  demand(sealing !== undefined && commits !== undefined, 'a viewer has no key for comments');
  const committed = blake2b(join(header, nonce), { length: 32, key: commits });
  demand(hex(committed) === hex(commitment), 'ENV-2 commitment');
  const plaintext = openXChaCha(sealing, nonce, header, sealed);
  const prev = plaintext.slice(0, 32);
  const length = integer(plaintext, 32, 4);
  const payload = plaintext.slice(36, 36 + length);
  demand(payload.length === length, 'ENV-4 payload length');
  demand(plaintext.length === plainPadme(36 + length), 'ENV-4 padded length');
  demand(
    plaintext.slice(36 + length).every((byte) => byte === 0),
    'ENV-4 zeros',
  );
  demand((hex(prev) === '00'.repeat(32)) === (seq === 0 || !isStored), 'ENV-4 prev');
  return { kind, role: certificate.role, sessionPk, seq, prev, payload, hash: plainEnvelopeHash(bytes) };
}

/** ENV-4: the hash of an envelope. */
function plainEnvelopeHash(bytes: Bytes): Bytes {
  return H(join(ascii('weft/prev/v1'), bytes));
}

// --- Relay ---

/** The bytes a session signs in answer to a challenge. */
export function plainHelloMessage(host: string, roomId: Bytes, nonce: Bytes): Bytes {
  const hostBytes = Buffer.from(host, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(hostBytes.length);
  return join(ascii('weft/hello/v1'), length, hostBytes, roomId, nonce);
}

export function plainAdmission(secret: string, nonce: Bytes, sessionPk: Bytes): Bytes {
  const key = H(Buffer.from(secret, 'utf8'));
  return blake2b(join(ascii('weft/admission/v1'), nonce, sessionPk), { length: 32, key });
}
