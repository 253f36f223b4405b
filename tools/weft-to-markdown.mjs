#!/usr/bin/env node
/**
 * The long-now promise (LED-6): turns a `.weft` file and a link into Markdown, without Weft and without a network.
 *
 *     npm install yjs@13.6.33        (once, in this file's folder)
 *     node weft-to-markdown.mjs copy.weft 'https://…/#…' > copy.md
 *     node weft-to-markdown.mjs copy.weft 'https://…/#…' --out copy.md --files pictures
 *
 * Written from docs/protocol.md alone: it shares no code with the app. It needs Node 20 or newer, and Yjs, which the document
 * itself is written in. Everything is checked as the protocol asks: certificates, signatures, roles, commitments, padding, who may
 * write in whose name. What does not hold is left out and said.
 */
import * as crypto from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join as joinPath, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';

// --- Bytes ---

const ascii = (text) => Buffer.from(text, 'ascii');
const join = (...parts) => Buffer.concat(parts);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const isSame = (a, b) => Buffer.compare(a, b) === 0;
const ZEROS = Buffer.alloc(32);

/** A reason that a person is told, rather than a fault of this program. */
class Refusal extends Error {}

function demand(holds, sentence) {
  if (!holds) throw new Refusal(sentence);
}

function u64(bytes, at) {
  const value = bytes.readBigUInt64BE(at);
  demand(value <= 9007199254740991n, 'a number is too large');
  return Number(value);
}

// --- BLAKE2b (RFC 7693), on pairs of 32-bit words ---

const IV = new Uint32Array([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const LANES = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];
const v = new Uint32Array(32);
const m = new Uint32Array(32);

function add(a, low, high) {
  const sum = v[a] + low;
  v[a] = sum;
  v[a + 1] = v[a + 1] + high + (sum > 0xffffffff ? 1 : 0);
}

/** v[a] = rotate right (v[a] xor v[b], by): the four rotations of BLAKE2b. */
function xorRotate(a, b, by) {
  const low = (v[a] ^ v[b]) >>> 0;
  const high = (v[a + 1] ^ v[b + 1]) >>> 0;
  if (by === 32) {
    v[a] = high;
    v[a + 1] = low;
  } else if (by === 63) {
    v[a] = (low << 1) | (high >>> 31);
    v[a + 1] = (high << 1) | (low >>> 31);
  } else {
    v[a] = (low >>> by) | (high << (32 - by));
    v[a + 1] = (high >>> by) | (low << (32 - by));
  }
}

function mix(a, b, c, d, x, y) {
  add(a, v[b], v[b + 1]);
  add(a, m[x], m[x + 1]);
  xorRotate(d, a, 32);
  add(c, v[d], v[d + 1]);
  xorRotate(b, c, 24);
  add(a, v[b], v[b + 1]);
  add(a, m[y], m[y + 1]);
  xorRotate(d, a, 16);
  add(c, v[d], v[d + 1]);
  xorRotate(b, c, 63);
}

/** BLAKE2b-256, with key, salt and personalization where they are given. */
function blake2b(message, { key = Buffer.alloc(0), salt = Buffer.alloc(16), personal = Buffer.alloc(16) } = {}) {
  const parameters = join(Buffer.from([32, key.length, 1, 1]), Buffer.alloc(28), salt, personal);
  const h = IV.map((word, i) => word ^ parameters.readUInt32LE(4 * i));
  const keyBlock = key.length === 0 ? key : join(key, Buffer.alloc(128 - key.length));
  const data = join(keyBlock, message);
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  const last = Buffer.alloc(128);
  data.copy(last, 0, 128 * (blocks - 1));
  for (let block = 0; block < blocks; block++) {
    const isLast = block === blocks - 1;
    const [from, at] = isLast ? [last, 0] : [data, 128 * block];
    for (let i = 0; i < 32; i++) m[i] = from.readUInt32LE(at + 4 * i);
    v.set(h);
    v.set(IV, 16);
    const counted = isLast ? data.length : 128 * (block + 1);
    v[24] ^= counted;
    v[25] ^= Math.floor(counted / 2 ** 32);
    if (isLast) {
      v[28] = ~v[28];
      v[29] = ~v[29];
    }
    for (let round = 0; round < 12; round++) {
      const order = SIGMA[round % 10];
      LANES.forEach(([a, b, c, d], lane) =>
        mix(2 * a, 2 * b, 2 * c, 2 * d, 2 * order[2 * lane], 2 * order[2 * lane + 1]),
      );
    }
    for (let i = 0; i < 16; i++) h[i] ^= v[i] ^ v[i + 16];
  }
  const out = Buffer.alloc(32);
  for (let i = 0; i < 8; i++) out.writeUInt32LE(h[i], 4 * i);
  return out;
}

const H = (...parts) => blake2b(join(...parts));

/** `crypto_kdf_derive_from_key(32, 1, context, key)`. */
function kdf(key, context) {
  const salt = Buffer.alloc(16);
  salt[0] = 1;
  return blake2b(Buffer.alloc(0), { key, salt, personal: join(ascii(context), Buffer.alloc(8)) });
}

// --- XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) and Ed25519 ---

function hChaCha20(key, input) {
  const x = new Uint32Array(16);
  x.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  for (let i = 0; i < 8; i++) x[4 + i] = key.readUInt32LE(4 * i);
  for (let i = 0; i < 4; i++) x[12 + i] = input.readUInt32LE(4 * i);
  const turn = (to, by, rotation) => {
    const word = x[to] ^ x[by];
    x[to] = (word << rotation) | (word >>> (32 - rotation));
  };
  const quarter = (a, b, c, d) => {
    x[a] += x[b];
    turn(d, a, 16);
    x[c] += x[d];
    turn(b, c, 12);
    x[a] += x[b];
    turn(d, a, 8);
    x[c] += x[d];
    turn(b, c, 7);
  };
  for (let round = 0; round < 10; round++) LANES.forEach((lane) => quarter(...lane));
  const out = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((from, i) => out.writeUInt32LE(x[from], 4 * i));
  return out;
}

function openXChaCha(key, nonce, aad, sealed) {
  const short = join(Buffer.alloc(4), nonce.subarray(16));
  const subkey = hChaCha20(key, nonce.subarray(0, 16));
  const decipher = crypto.createDecipheriv('chacha20-poly1305', subkey, short, { authTagLength: 16 });
  decipher.setAAD(aad, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return join(decipher.update(sealed.subarray(0, -16)), decipher.final());
  } catch {
    throw new Refusal('it was altered, or is sealed with other keys');
  }
}

function isSigned(publicKey, message, signature) {
  try {
    const der = join(Buffer.from('302a300506032b6570032100', 'hex'), publicKey);
    return crypto.verify(null, message, crypto.createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}

function seedToPublicKey(seed) {
  const der = join(Buffer.from('302e020100300506032b657004220420', 'hex'), seed);
  const key = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

// --- Keys and links (KEY-1 … KEY-7) ---

function readEpochCertificate(bytes) {
  demand(bytes.length === 237 && bytes[0] === 1, 'a certificate cannot be read');
  const rootPk = bytes.subarray(1, 33);
  demand(
    isSigned(rootPk, join(ascii('weft/epoch/v1'), bytes.subarray(0, 173)), bytes.subarray(173)),
    'a certificate was not signed by its document',
  );
  return {
    roomId: H(ascii('weft/room/v1'), rootPk),
    rootPk,
    epoch: bytes.readUInt32BE(33),
    editorPk: bytes.subarray(69, 101),
    commenterPk: bytes.subarray(101, 133),
    viewerPk: bytes.subarray(133, 165),
  };
}

function unwrapLink(bytes, passphrase) {
  demand(passphrase !== undefined, 'This link is locked with a passphrase: add --passphrase and the passphrase.');
  demand(crypto.argon2Sync !== undefined, 'A link locked with a passphrase needs Node 24.7 or newer.');
  demand(bytes.length > 97, 'This link is damaged: copy the whole link again.');
  const [passes, memory] = [bytes.readUInt32BE(17), bytes.readUInt32BE(21)];
  demand(passes <= 16 && memory <= 2 ** 28, 'This link asks for more work than any honest one.');
  const message = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  const options = {
    message,
    nonce: bytes.subarray(1, 17),
    parallelism: 1,
    tagLength: 32,
    memory: Math.floor(memory / 1024),
    passes,
  };
  const key = crypto.argon2Sync('argon2id', options);
  const commitment = blake2b(bytes.subarray(1, 49), { key: kdf(key, 'weftpwcm') });
  demand(isSame(commitment, bytes.subarray(49, 81)), 'This passphrase does not open this link.');
  return openXChaCha(kdf(key, 'weftpwen'), bytes.subarray(25, 49), Buffer.alloc(0), bytes.subarray(81));
}

function readLink(text, passphrase) {
  const fragment = text.trim().replace(/^.*#/s, '');
  let bytes = Buffer.from(fragment, 'base64url');
  demand(
    fragment !== '' && bytes.toString('base64url') === fragment,
    'This is no Weft link, or a part of it was lost in copying.',
  );
  if (bytes[0] === 0x81) bytes = unwrapLink(bytes, passphrase);
  demand(bytes[0] === 1, 'This link was made for another version of Weft.');
  const sum = H(ascii('weft/link/v1'), bytes.subarray(0, -4)).subarray(0, 4);
  demand(bytes.length > 276 && isSame(sum, bytes.subarray(-4)), 'This link is damaged: copy the whole link again.');
  const certificate = readEpochCertificate(bytes.subarray(2, 239));
  // An admin link (4) holds the seed of the root before the edit secret.
  const [role, at] = bytes[1] === 4 ? [3, 271] : [bytes[1], 239];
  const secret = bytes.subarray(at, at + 32);
  demand(role >= 1 && role <= 3, 'This link gives a permission that this program does not know.');
  const commentSecret = role === 3 ? kdf(secret, 'weftcmnt') : secret;
  const viewSecret = role >= 2 ? kdf(commentSecret, 'weftview') : secret;
  const viewerPk = seedToPublicKey(kdf(viewSecret, 'weftsigV'));
  demand(isSame(viewerPk, certificate.viewerPk), 'This link contradicts itself: ask for a new one.');
  const comments =
    role >= 2 ? { sealing: kdf(commentSecret, 'weftcmke'), commitment: kdf(commentSecret, 'weftcmco') } : undefined;
  const content = { sealing: kdf(viewSecret, 'weftcont'), commitment: kdf(viewSecret, 'weftcmit') };
  return { certificate, content, comments };
}

// --- The file (LED-6) ---

const MAGIC = Buffer.from([0x89, 0x57, 0x45, 0x46, 0x54, 0x0d, 0x0a, 0x1a]);

function readFile(bytes, roomId, note) {
  demand(bytes.length > 8 && isSame(bytes.subarray(0, 8), MAGIC), 'This is not a Weft file.');
  demand(bytes[8] === 1, 'This file was written by another version of Weft.');
  demand(bytes.length > 41, 'This file ends before it begins.');
  const endAt = bytes.length - 45;
  const hasEnd = endAt >= 42 && bytes[endAt] === 0 && isSame(bytes.subarray(endAt + 1, endAt + 9), ascii('weft-end'));
  const limit = hasEnd ? endAt : bytes.length;
  if (!hasEnd) note('The file ends too early, or its end is damaged: what is there was read.');
  else if (!isSame(H(bytes.subarray(0, endAt + 13)), bytes.subarray(endAt + 13)))
    note('The file was damaged after it was written: what is whole was read.');

  const lengthAt = (at) =>
    bytes[at] === 1 && at + 5 <= limit && bytes.readUInt32BE(at + 1) <= limit - at - 5 ? bytes.readUInt32BE(at + 1) : 0;
  const isEntry = (at) =>
    lengthAt(at) > 41 &&
    bytes[at + 5] === 0x57 &&
    bytes[at + 6] === 0x65 &&
    isSame(bytes.subarray(at + 10, at + 42), roomId);
  let found = -1;
  const next = (from) => {
    if (found >= from) return found;
    for (found = from; found < limit && !isEntry(found); ) found++;
    return found;
  };

  const isHere = isSame(bytes.subarray(9, 41), roomId);
  const envelopes = [];
  for (let at = next(42); at < limit; at = next(at)) {
    let end = at + 5 + lengthAt(at);
    if (end < limit && !isEntry(end)) end = Math.min(end, next(at + 1));
    envelopes.push({ at, bytes: bytes.subarray(at + 5, end) });
    at = end;
  }
  demand(isHere || envelopes.length > 0, 'This file is a copy of another document than the link’s.');
  return envelopes;
}

// --- Envelopes (ENV-1 … ENV-5) ---

/** The stored kinds, and the least role that may write each. */
const KINDS = { 1: 3, 2: 2, 3: 3, 4: 3, 8: 4 };

function padme(length) {
  if (length <= 256) return 256;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(length / step) * step;
}

function openEnvelope(bytes, { certificate, content, comments }) {
  demand(
    bytes.length >= 137 + 16 + 174 && isSame(bytes.subarray(0, 4), Buffer.from([0x57, 0x65, 1, 1])),
    'it cannot be read',
  );
  const header = bytes.subarray(0, 81);
  const kind = header[4];
  const least = KINDS[kind];
  demand(least !== undefined, 'it is of a kind that is never stored');
  demand(isSame(header.subarray(5, 37), certificate.roomId), 'it belongs to another document');
  demand(header.readUInt32BE(37) === certificate.epoch, 'it was sealed under other keys of this document');
  const session = header.subarray(41, 73);

  const granted = bytes.subarray(-174, -64);
  const role = granted[1];
  const signer = [undefined, certificate.viewerPk, certificate.commenterPk, certificate.editorPk, certificate.rootPk][
    role
  ];
  const isGranted =
    granted[0] === 1 &&
    signer !== undefined &&
    granted.readUInt32BE(2) === certificate.epoch &&
    isSame(granted.subarray(6, 38), session) &&
    isSigned(signer, join(ascii('weft/session/v1'), certificate.roomId, granted.subarray(0, 46)), granted.subarray(46));
  demand(isGranted, 'its certificate does not hold');
  demand(role >= least, 'its author was not permitted to write it');
  const signed = join(ascii('weft/envelope/v1'), H(bytes.subarray(0, -64)));
  demand(isSigned(session, signed, bytes.subarray(-64)), 'its signature does not hold');

  const nonce = bytes.subarray(81, 105);
  const name = { kind, session: hex(session), seq: u64(header, 73), hash: H(ascii('weft/prev/v1'), bytes) };
  const keys = kind === 2 ? comments : content;
  // A comment, and a view link: it stays sealed, and keeps its place in the chain.
  if (keys === undefined) return name;
  const commitment = blake2b(join(header, nonce), { key: keys.commitment });
  demand(isSame(commitment, bytes.subarray(105, 137)), 'it was sealed with another key');
  const plain = openXChaCha(keys.sealing, nonce, header, bytes.subarray(137, -174));
  demand(plain.length >= 256, 'its padding is wrong');
  const length = plain.readUInt32BE(32);
  demand(36 + length <= plain.length && plain.length === padme(36 + length), 'its padding is wrong');
  demand(
    plain.subarray(36 + length).every((byte) => byte === 0),
    'its padding is wrong',
  );
  const prev = plain.subarray(0, 32);
  demand(isSame(prev, ZEROS) === (name.seq === 0), 'it does not say what it follows');
  return { ...name, prev, payload: plain.subarray(36, 36 + length) };
}

/** KEY-5. */
function sessionToClient(session) {
  return Number(BigInt(`0x${hex(H(ascii('weft/client/v1'), Buffer.from(session, 'hex')).subarray(0, 7))}`) >> 3n);
}

/** KEY-6: the update of a change, whose author may introduce their device before it. */
function skipIntroduction(payload) {
  if (payload[0] !== 2) return payload;
  demand(payload.length >= 3, 'it cannot be read');
  const end = 3 + payload.readUInt16BE(1) + 64;
  demand(end <= payload.length, 'it cannot be read');
  return payload.subarray(end);
}

/** LED-4: what a snapshot covers, and its state. The sections that follow (comments, people) are left out. */
function readSnapshot(payload) {
  const count = payload.readUInt32BE(0);
  const end = 4 + 72 * count;
  demand(end + 9 <= payload.length && payload[end] === 1, 'a summary cannot be read');
  const stateEnd = end + 5 + payload.readUInt32BE(end + 1);
  demand(stateEnd <= payload.length && stateEnd >= end + 9, 'a summary cannot be read');
  const covers = new Map();
  for (let at = 4; at < end; at += 72) {
    covers.set(hex(payload.subarray(at, at + 32)), {
      seq: u64(payload, at + 32),
      hash: payload.subarray(at + 40, at + 72),
    });
  }
  const length = payload.readUInt32BE(end + 5);
  demand(length <= 2 ** 28, 'a summary is too large');
  const state = inflateRawSync(payload.subarray(end + 9, stateEnd), { maxOutputLength: Math.max(1, length) });
  demand(state.length === length, 'a summary cannot be read');
  return { covers, state };
}

// --- The ledger (LED-2, LED-4) ---

/** Everything that verifies, by `session/seq`. */
function openAll(envelopes, keys, note) {
  const entries = new Map();
  for (const { at, bytes } of envelopes) {
    try {
      const opened = openEnvelope(bytes, keys);
      const name = `${opened.session}/${opened.seq}`;
      const known = entries.get(name);
      if (known !== undefined && !isSame(known.hash, opened.hash))
        note(`Two different changes have one name (byte ${at}): the first was kept.`);
      entries.set(name, known ?? opened);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note(`A change (byte ${at}) was left out: ${error.message}.`);
    }
  }

  return entries;
}

/** Builds the document of all that holds. */
function buildDocument(Y, entries, note) {
  const doc = new Y.Doc();
  const covered = new Map();
  const apply = (what, run) => {
    try {
      run();
      return true;
    } catch (error) {
      note(`${what} was left out: ${error instanceof Refusal ? error.message : 'it cannot be read'}.`);
      return false;
    }
  };
  for (const { kind, payload } of entries.values()) {
    if (kind !== 3) continue;
    apply('A summary', () => {
      const { covers, state } = readSnapshot(payload);
      Y.applyUpdateV2(doc, state);
      for (const [session, head] of covers)
        if (head.seq >= (covered.get(session)?.seq ?? 0)) covered.set(session, head);
    });
  }
  for (const { kind, session, seq, prev, payload } of entries.values()) {
    const before = entries.get(`${session}/${seq - 1}`);
    const head = covered.get(session);
    if (seq > (head?.seq ?? -1)) {
      const expected = seq === 0 ? ZEROS : (before?.hash ?? (head?.seq === seq - 1 ? head.hash : undefined));
      if (expected === undefined) note('A change follows one that is not in the file.');
      else if (prev !== undefined && !isSame(expected, prev)) {
        note('A change does not follow from the one before it, and was left out.');
        continue;
      }
    }
    if (kind !== 1) {
      // Comments are left out, summaries were applied above; notices hold no text, and files are for `--files`.
      if (![2, 3, 4, 8, 9].includes(kind)) note('Part of the file is of a kind that this program does not read.');
      continue;
    }
    apply('A change', () => {
      const own = sessionToClient(session);
      const update = skipIntroduction(payload);
      const isOwn = [...Y.parseUpdateMeta(update).from.keys()].every((client) => client === own);
      demand(isOwn, 'it was written in someone else’s name');
      Y.applyUpdate(doc, update);
    });
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    note('Some changes build on others that are not in the file.');
  return doc;
}

// --- Markdown ---

const SIGNS = {
  bold: ['**', '**'],
  italic: ['*', '*'],
  strike: ['~~', '~~'],
  underline: ['<u>', '</u>'],
  superscript: ['<sup>', '</sup>'],
  subscript: ['<sub>', '</sub>'],
};
const ORDER = ['link', 'bold', 'italic', 'underline', 'strike', 'superscript', 'subscript'];

function toHref(mark) {
  try {
    const url = new URL(mark.href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol)
      ? url.href.replaceAll('(', '%28').replaceAll(')', '%29')
      : undefined;
  } catch {
    return undefined;
  }
}

/** Words that are only suggested are no part of the text yet; words that are suggested to go still are. */
function isSuggested(attributes) {
  return Object.entries(attributes).some(([name, value]) => name.startsWith('insertion--') && value !== null);
}

/** A text's letters, each with its marks by name: `true`, or the address of a link. */
function toLetters(text) {
  const letters = [];
  for (const { insert, attributes = {} } of text.toDelta()) {
    if (typeof insert !== 'string' || isSuggested(attributes)) continue;
    const marks = {};
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || (!(name in SIGNS) && !['link', 'code', 'math'].includes(name))) continue;
      const mark = name === 'link' ? toHref(value) : true;
      if (mark !== undefined) marks[name] = mark;
    }
    for (const letter of insert) letters.push({ letter, marks: { ...marks } });
  }
  return letters;
}

/** Markdown's signs must touch a word: spaces at the ends of a mark lose it. */
function trimMarks(letters) {
  for (const name of ORDER) {
    for (const direction of [1, -1]) {
      let isIn = false;
      for (let i = direction === 1 ? 0 : letters.length - 1; letters[i] !== undefined; i += direction) {
        const { letter, marks } = letters[i];
        if (marks[name] === undefined) isIn = false;
        else if (!isIn && marks.code === undefined && marks.math === undefined && /\s/u.test(letter))
          delete marks[name];
        else isIn = true;
      }
    }
  }
}

function codeSpan(text) {
  const fence = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length)));
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function lettersToMarkdown(letters) {
  trimMarks(letters);
  let out = '';
  const open = [];
  let code = '';
  let math = '';
  const flush = () => {
    if (code !== '') out += codeSpan(code);
    if (math !== '') out += `$${math.replaceAll('\n', ' ').trim()}$`;
    [code, math] = ['', ''];
  };
  const close = (keep) => {
    while (open.length > keep) {
      const [name, value] = open.pop();
      out += name === 'link' ? `](${value})` : SIGNS[name][1];
    }
  };
  for (const { letter, marks } of letters) {
    const wanted = ORDER.filter((name) => marks[name] !== undefined).map((name) => [name, marks[name]]);
    let shared = 0;
    while (
      shared < open.length &&
      wanted.some(([name, value]) => open[shared][0] === name && open[shared][1] === value)
    )
      shared++;
    const missing = wanted.filter(([name]) => !open.slice(0, shared).some(([held]) => held === name));
    const isSpan =
      (math !== '' && marks.math !== undefined) ||
      (code !== '' && marks.math === undefined && marks.code !== undefined);
    if (shared < open.length || missing.length > 0 || !isSpan) flush();
    close(shared);
    for (const mark of missing) {
      open.push(mark);
      out += mark[0] === 'link' ? '[' : SIGNS[mark[0]][0];
    }
    if (marks.math !== undefined) math += letter;
    else if (marks.code !== undefined) code += letter;
    else out += /[\\`*_~[\]<&]/.test(letter) ? `\\${letter}` : letter;
  }
  flush();
  close(0);
  return out;
}

/** What would be read as structure at the start of a line is escaped. */
function escapeStarts(text) {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|---|=)/, '$1\\$2')
        .replace(/^(\s*\d+)([.)](?=\s|$))/, '$1\\$2'),
    )
    .join('\n');
}

/** The texts inside an element, however deep: what a newer version nests is not lost. */
function textsOf(Y, element, depth = 0) {
  if (element instanceof Y.XmlText) return [element];
  return depth > 32 || typeof element.toArray !== 'function'
    ? []
    : element.toArray().flatMap((child) => textsOf(Y, child, depth + 1));
}

function blockToMarkdown(Y, element, counters) {
  const attributes = element instanceof Y.XmlElement ? element.getAttributes() : {};
  const whole = (value, low, high) => (Number.isFinite(value) ? Math.min(high, Math.max(low, Math.trunc(value))) : low);
  const indent = whole(attributes.indent, 0, 8);
  const letters = textsOf(Y, element).flatMap(toLetters);
  const { kind } = attributes;
  const isItem = kind === 'bullet' || kind === 'ordered' || kind === 'task';
  counters.length = isItem ? Math.min(counters.length, indent + (kind === 'ordered' ? 1 : 0)) : 0;
  const item = (sign) => {
    const hang = '    '.repeat(indent);
    const inner = escapeStarts(lettersToMarkdown(letters)).replaceAll('\n', `\\\n${hang}${' '.repeat(sign.length)}`);
    return { isItem, text: `${hang}${sign}${inner}` };
  };
  switch (kind) {
    case 'heading':
      return {
        isItem,
        text: `${'#'.repeat(1 + whole(attributes.level, 1, 5))} ${lettersToMarkdown(letters).replaceAll('\n', ' ')}`,
      };
    case 'bullet':
      return item('- ');
    case 'task':
      return item(`- [${attributes.checked === true ? 'x' : ' '}] `);
    case 'ordered':
      counters[indent] = (counters[indent] ?? 0) + 1;
      return item(`${counters[indent]}. `);
    case 'code': {
      const text = letters.map(({ letter }) => letter).join('');
      const fence = '`'.repeat(1 + Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length)));
      const { language } = attributes;
      const named = typeof language === 'string' && /^[a-z]{1,12}$/.test(language) ? language : '';
      return { isItem, text: `${fence}${named}\n${text}\n${fence}` };
    }
    case 'math':
      return { isItem, text: `$$\n${letters.map(({ letter }) => letter).join('')}\n$$` };
    case 'quote':
    case 'callout': {
      const inner = escapeStarts(lettersToMarkdown(letters)).replaceAll('\n', '\\\n> ');
      return { isItem, text: kind === 'callout' ? `> [!NOTE]\n> ${inner}` : `> ${inner}` };
    }
    default:
      return { isItem, text: escapeStarts(lettersToMarkdown(letters)).replaceAll('\n', '\\\n') };
  }
}

/** What an image or file node says of its attachment; undefined if that is none. */
function readAttachment(element) {
  try {
    const { session, hash, bytes, chunks, name } = JSON.parse(element.getAttribute('file'));
    if (![session, hash].every((value) => /^[0-9a-f]{64}$/.test(value))) return undefined;
    if (!Number.isInteger(bytes) || bytes < 0 || !Number.isInteger(chunks) || typeof name !== 'string')
      return undefined;
    return { session, hash, bytes, chunks, name: toFileName(name) };
  } catch {
    return undefined;
  }
}

/** A name that says nothing to a terminal, and no place to a file system. */
function toFileName(name) {
  const clean = name.replace(/[\p{C}\u2028\u2029/\\:*?"<>|]/gu, ' ').replace(/\s+/g, ' ');
  return clean.replace(/^[\s.]+|[\s.]+$/g, '').slice(0, 150) || 'file';
}

// --- Files (ATT-1, ATT-2) ---

/** A file put together from its chunks; undefined where one is missing, or it is not the one that the document names. */
function joinChunks({ session, hash, bytes, chunks }, entries) {
  const parts = [];
  for (let seq = 0; seq < chunks; seq++) {
    const entry = entries.get(`${session}/${seq}`);
    if (entry?.kind !== 4) return undefined;
    parts.push(entry.payload);
  }
  const file = join(...parts);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes));
  const hashes = parts.map((part) => H(ascii('weft/part/v1'), part));
  const isRight = file.length === bytes && hex(H(ascii('weft/file/v1'), length, ...hashes)) === hash;
  return isRight ? file : undefined;
}

/** Writes each file once, under a name that nothing has; answers with the names, by session. */
function writeFiles(Y, doc, entries, folder, note) {
  const names = new Map();
  mkdirSync(folder, { recursive: true });
  for (const element of doc.getXmlFragment('content').toArray()) {
    const attachment = element instanceof Y.XmlElement ? readAttachment(element) : undefined;
    if (attachment === undefined || names.has(attachment.session)) continue;
    const file = joinChunks(attachment, entries);
    if (file === undefined) {
      note('A file that the document shows is not in this copy, or not all of it.');
      continue;
    }
    const dot = attachment.name.lastIndexOf('.');
    const [stem, end] = dot > 0 ? [attachment.name.slice(0, dot), attachment.name.slice(dot)] : [attachment.name, ''];
    for (let copy = 1; !names.has(attachment.session); copy++) {
      const name = copy === 1 ? attachment.name : `${stem} (${copy})${end}`;
      try {
        // Nothing that is there is written over, whatever name a document asks for.
        writeFileSync(joinPath(folder, name), file, { flag: 'wx' });
        names.set(attachment.session, name);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
  }
  return names;
}

/** A file is named where it stands; `--files` puts it under that name. */
function attachmentToMarkdown(element, places) {
  const attachment = readAttachment(element);
  const words = (value) =>
    typeof value === 'string' ? value.replace(/[\p{C}\u2028\u2029]+/gu, ' ').slice(0, 1000) : '';
  const escaped = (text) => text.replace(/[\\`*_~[\]<&]/g, '\\$&');
  const name = attachment?.name ?? 'file';
  const isImage = element.nodeName === 'image';
  const place = places.get(attachment?.session) ?? name;
  const address = place.split('/').map(encodeURIComponent).join('/').replaceAll('(', '%28').replaceAll(')', '%29');
  const link = `[${escaped(isImage ? words(element.getAttribute('alt')) : name)}](${address})`;
  const caption = isImage ? escapeStarts(escaped(words(element.getAttribute('caption')))) : '';
  return { isItem: false, text: `${isImage ? '!' : ''}${link}${caption === '' ? '' : `\n\n${caption}`}` };
}

/** A table's columns or rows, in the order of their keys and then their ids; of two with one id the first counts. */
function partsOf(Y, table, name) {
  const parts = table.toArray().filter((part) => part instanceof Y.XmlElement && part.nodeName === name);
  const keyed = parts.map((element) => {
    const { id, order } = element.getAttributes();
    const isKey = typeof order === 'string' && order.length <= 200 && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(order);
    return { element, id: typeof id === 'string' ? id : '', order: isKey ? order : '' };
  });
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = keyed.toSorted((a, b) => compare(a.order, b.order) || compare(a.id, b.id));
  return name === 'row' ? sorted : sorted.filter(({ id }, at) => sorted.findIndex((other) => other.id === id) === at);
}

/** Cells lie in their row in any order and name their column; what nobody has made is empty. */
function tableToMarkdown(Y, table) {
  const columns = partsOf(Y, table, 'column');
  const rows = partsOf(Y, table, 'row').map(({ element }) =>
    columns.map(({ id }) => {
      const cells = element
        .toArray()
        .filter((cell) => cell instanceof Y.XmlElement && cell.getAttribute('column') === id);
      const letters = cells.flatMap((cell) => textsOf(Y, cell)).flatMap(toLetters);
      return lettersToMarkdown(letters).replaceAll('|', '\\|').replaceAll('\n', '<br>');
    }),
  );
  if (columns.length === 0 || rows.length === 0) return { isItem: false, text: '' };
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const sides = columns.map(({ element }) => {
    const align = element.getAttribute('align');
    return align === 'center' ? ':---:' : align === 'end' ? '---:' : '---';
  });
  const hasHeader = table.getAttribute('headerRow') === true;
  const [first, ...rest] = hasHeader ? rows : [columns.map(() => ''), ...rows];
  return { isItem: false, text: [line(first), line(sides), ...rest.map(line)].join('\n') };
}

/** `places`: where files lie, seen from the Markdown, by session. */
function documentToMarkdown(Y, doc, places = new Map()) {
  const counters = [];
  const title = doc.getText('title').toString().replace(/\s+/g, ' ').trim();
  const blocks = title === '' ? [] : [{ isItem: false, text: `# ${title.replace(/[\\`*_~[\]<&]/g, '\\$&')}` }];
  for (const element of doc.getXmlFragment('content').toArray()) {
    const isDivider = element instanceof Y.XmlElement && element.nodeName === 'divider';
    const isAttachment = element instanceof Y.XmlElement && ['image', 'file'].includes(element.nodeName);
    const isComing = element instanceof Y.XmlElement && typeof element.getAttribute('comes') === 'string';
    if (isComing && textsOf(Y, element).every((text) => toLetters(text).length === 0)) continue;
    const isTable = element instanceof Y.XmlElement && element.nodeName === 'table';
    if (isDivider || isAttachment || isTable) counters.length = 0;
    if (isAttachment) blocks.push(attachmentToMarkdown(element, places));
    else if (isTable) blocks.push(tableToMarkdown(Y, element));
    else blocks.push(isDivider ? { isItem: false, text: '---' } : blockToMarkdown(Y, element, counters));
  }
  const kept = blocks.filter(({ text }) => text !== '');
  return `${kept.map(({ text, isItem }, i) => `${i === 0 ? '' : isItem && kept[i - 1].isItem ? '\n' : '\n\n'}${text}`).join('')}\n`;
}

// --- The program ---

const USAGE = `weft-to-markdown FILE.weft LINK [--passphrase WORDS] [--out FILE.md] [--files FOLDER]
  LINK may be '-': it is then read from standard input, and stays out of the shell's history.
  --files writes the images and files of the document into FOLDER; nothing that is there is written over.
  Ends with 0: the whole file was read; 3: part of it was; 1: none of it; 2: called wrongly.
`;

async function main(args) {
  const options = {};
  const plain = [];
  for (let i = 0; i < args.length; i++) {
    if (['--passphrase', '--out', '--files'].includes(args[i])) options[args[i].slice(2)] = args[++i];
    else plain.push(args[i]);
  }
  const [path, link] = plain;
  if (plain.length !== 2 || path === undefined || link === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const notes = new Map();
  const note = (sentence) => notes.set(sentence, (notes.get(sentence) ?? 0) + 1);
  try {
    const Y = await import('yjs').catch(() => {
      throw new Refusal('Yjs is missing: run “npm install yjs@13.6.33” in the folder of this program.');
    });
    const keys = readLink(link === '-' ? readFileSync(0, 'utf8') : link, options.passphrase);
    const envelopes = readFile(readFileSync(path), keys.certificate.roomId, note);
    const entries = openAll(envelopes, keys, note);
    const doc = buildDocument(Y, entries, note);
    const { files: folder } = options;
    const names = folder === undefined ? [] : writeFiles(Y, doc, entries, folder, note);
    const at = folder === undefined ? '' : relative(options.out === undefined ? '.' : dirname(options.out), folder);
    const places = new Map([...names].map(([session, name]) => [session, joinPath(at, name).replaceAll('\\', '/')]));
    const markdown = documentToMarkdown(Y, doc, places);
    if (options.out === undefined) process.stdout.write(markdown);
    else writeFileSync(options.out, markdown);
  } catch (error) {
    if (!(error instanceof Refusal) && typeof error.code !== 'string') throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  for (const [sentence, times] of notes) process.stderr.write(`${sentence}${times > 1 ? ` (${times} times)` : ''}\n`);
  return notes.size > 0 ? 3 : 0;
}

process.exitCode = await main(process.argv.slice(2));
