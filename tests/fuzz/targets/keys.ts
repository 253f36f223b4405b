/** What is read before anything is trusted: envelopes, certificates, links. */
import {
  capabilityToLink,
  capabilityToWrappedLink,
  concat,
  createCertificateCache,
  decodeHeader,
  equal,
  fromBase64Url,
  type Hash,
  hashEnvelope,
  isStored,
  type Kind,
  KINDS,
  linkToCapability,
  openEnvelope,
  ROLES,
  sealEnvelope,
  textToBytes,
  toBase64Url,
  verifyEnvelope,
  verifyEnvelopeCertificate,
  verifyEpochCertificate,
  verifySessionCertificate,
  wipeCapability,
  wrappedLinkToCapability,
} from '@weft/crypto';
import { demand, type Target, text, toText } from '../engine/target.ts';
import { type Fixture, sampleUpdates } from './fixture.ts';

const ENVELOPE_FILES = [
  /^packages\/crypto\/src\/envelope\/(?!seal)/,
  /^packages\/crypto\/src\/bytes\/(integers|reader|base64url|hex)/,
];
const LINK_FILES = [/^packages\/crypto\/src\/capability\/(link|link-bytes|wrapped-link)\.ts/];
const CERTIFICATE_FILES = [/^packages\/crypto\/src\/keys\/(\w+-certificate|certificate-cache|roles)\.ts/];
const MAGIC = [Uint8Array.of(0x57, 0x65, 1, 1), Uint8Array.of(1), Uint8Array.of(0x81)];

function checkReason(read: { readonly ok: boolean; readonly failure?: { readonly sentence: string } }): void {
  if (!read.ok) demand((read.failure?.sentence.length ?? 0) > 20, 'refused without a reason');
}

export function keyTargets(f: Fixture): Target[] {
  const { sodium, keys, capability, sessions } = f;
  const { certificate } = capability;
  const context = { certificate, cache: createCertificateCache() };
  const steps = { base: 20_000, perByte: 40 };

  const sealed = (kind: Kind, seq = 0): Uint8Array => {
    const payload = sampleUpdates(sessions.admin.clientId)[0]!;
    const prev = sodium.hash(textToBytes('before')) as Hash;
    const content = { kind, seq, payload, ...(isStored(kind) && seq > 0 ? { prev } : {}) };
    return sealEnvelope(sodium, f.room.random.bytes, sessions.admin, keys, content);
  };
  const envelopes = KINDS.flatMap((kind) => [sealed(kind), sealed(kind, 300)]);

  function readEnvelope(bytes: Uint8Array): void {
    const header = decodeHeader(bytes);
    const known = verifyEnvelopeCertificate(sodium, bytes, context);
    const verified = verifyEnvelope(sodium, bytes, context);
    const opened = openEnvelope(sodium, keys, bytes);
    for (const read of [header, known, verified, opened]) checkReason(read);
    demand(header.ok || !(known.ok || opened.ok), 'read without a header');
    demand(known.ok || !verified.ok, 'verified without a certificate');
    demand(hashEnvelope(sodium, bytes).length === 32, 'no hash');
    if (opened.ok) demand(opened.value.payload.length <= bytes.length, 'a payload larger than its envelope');
  }

  const base64 = envelopes.map((bytes) => text(toBase64Url(bytes)));
  const link = capabilityToLink(
    sodium,
    {
      ...capability,
      relays: ['wss://relay.example/a', 'ws://b:1'],
      pins: [{ session: new Uint8Array(8), seq: 9, hash: new Uint8Array(16) }],
    },
    'https://weft.example',
  );
  const plain = capabilityToLink(sodium, capability, 'https://weft.example');
  const bytesOf = (whole: string): Uint8Array => {
    const read = fromBase64Url(whole.slice(whole.indexOf('#') + 1));
    demand(read.ok, 'a link of our own cannot be read');
    return read.value;
  };
  const withSum = (body: Uint8Array): Uint8Array =>
    concat(body, sodium.hash(concat(textToBytes('weft/link/v1'), body)).subarray(0, 4));

  return [
    {
      name: 'envelope',
      seeds: () => envelopes,
      files: ENVELOPE_FILES,
      dictionary: MAGIC,
      steps,
      run: readEnvelope,
    },
    {
      // A hostile member: whatever the bytes say, they are signed by a session with a true certificate.
      name: 'envelope-signed',
      seeds: () => envelopes.map((bytes, i) => concat(Uint8Array.of(i), bytes.subarray(0, -174))),
      files: ENVELOPE_FILES,
      dictionary: MAGIC,
      steps,
      run(input) {
        const session = sessions[ROLES[(input[0] ?? 0) % ROLES.length]!];
        const whole = f.sign(concat(input.subarray(1), session.certificate), session);
        readEnvelope(whole);
        const header = decodeHeader(whole);
        const isOwn = header.ok && equal(header.value.session, session.pair.publicKey);
        demand(isOwn || !verifyEnvelope(sodium, whole, context).ok, 'signed in another’s name');
      },
    },
    {
      // A hostile member: any plaintext, truly sealed.
      name: 'plaintext',
      share: 20,
      seeds: () => {
        const prev = sodium.hash(textToBytes('before'));
        const payload = concat(Uint8Array.of(0, 0, 0, 5), text('hello'));
        return [concat(Uint8Array.of(0, 0), new Uint8Array(32), payload), concat(Uint8Array.of(1, 7), prev, payload)];
      },
      files: ENVELOPE_FILES,
      steps,
      run(input) {
        const plaintext = new Uint8Array(Math.max(256, input.length - 2));
        plaintext.set(input.subarray(2));
        const kind = KINDS[(input[0] ?? 0) % KINDS.length]!;
        const seq = input[1] ?? 0;
        const model = sealed(kind, isStored(kind) ? seq : 0).slice(0, 137);
        const key = isStored(kind) ? keys.contentKey : keys.presenceKey;
        const box = sodium.seal(key, model.subarray(81, 105), model.subarray(0, 81), plaintext);
        const whole = f.sign(concat(model, box, sessions.admin.certificate), sessions.admin);
        demand(verifyEnvelope(sodium, whole, context).ok, 'a true signature was refused');
        const opened = openEnvelope(sodium, keys, whole);
        checkReason(opened);
        if (!opened.ok) return;
        // ENV-4: one plaintext per payload.
        const { prev, payload } = opened.value;
        const again = sealEnvelope(sodium, f.room.random.bytes, sessions.admin, keys, {
          kind,
          seq: isStored(kind) ? seq : 0,
          payload,
          ...(isStored(kind) && seq > 0 ? { prev } : {}),
        });
        demand(again.length === whole.length, 'two plaintexts for one payload');
      },
    },
    {
      name: 'certificates',
      seeds: () => [certificate.bytes, ...ROLES.map((role) => sessions[role].certificate)],
      files: CERTIFICATE_FILES,
      dictionary: MAGIC,
      steps,
      run(input) {
        const epoch = verifyEpochCertificate(sodium, input);
        checkReason(epoch);
        checkReason(verifyEpochCertificate(sodium, input, certificate.roomId));
        const session = verifySessionCertificate(sodium, input, certificate, { now: certificate.notAfter });
        checkReason(session);
        const cached = verifySessionCertificate(sodium, input, certificate, { cache: context.cache });
        demand(cached.ok || !session.ok, 'a cache made a difference');
      },
    },
    {
      name: 'link-text',
      isText: true,
      maxBytes: 20_000,
      seeds: () => [text(link), text(plain), text(plain.slice(plain.indexOf('#'))), text(`  ${plain}\n`)],
      files: LINK_FILES,
      dictionary: [text('#'), text('https://'), text(' ')],
      steps,
      run: (input) => checkReason(linkToCapability(sodium, toText(input))),
    },
    {
      // The checksum is no secret: a hostile link has a true one.
      name: 'link-bytes',
      seeds: () => [bytesOf(link).slice(0, -4), bytesOf(plain).slice(0, -4)],
      files: LINK_FILES,
      dictionary: [...MAGIC, text('wss://'), text('ws://a'), Uint8Array.of(0, 7)],
      steps,
      run(input) {
        const whole = withSum(input);
        const read = linkToCapability(sodium, `#${toBase64Url(whole)}`);
        checkReason(read);
        if (!read.ok) return;
        const again = capabilityToLink(sodium, read.value, 'https://weft.example');
        // A pin of the first kind is read and not written: 32 bytes fewer.
        const isShorter = bytesOf(again).length === whole.length - 32 && whole.at(-37) === 1;
        demand(isShorter || equal(bytesOf(again), whole), 'a link that says the same in other bytes');
        wipeCapability(sodium, read.value);
      },
    },
    {
      name: 'wrapped-link',
      share: 4,
      seeds: () => [bytesOf(plain)],
      files: LINK_FILES,
      dictionary: MAGIC,
      steps,
      async run(input) {
        const bytes = input.slice();
        // Costs within the bounds are made the least: a test does not have half a second for each.
        const view = new DataView(bytes.buffer);
        if (bytes.length >= 25 && bytes[0] === 0x81) {
          const isBounded = view.getUint32(17) <= 16 && view.getUint32(21) <= 2 ** 28;
          if (isBounded && view.getUint32(17) > 0 && view.getUint32(21) >= 8192) {
            view.setUint32(17, 1);
            view.setUint32(21, 8192);
          }
        }
        checkReason(await wrappedLinkToCapability(sodium, `#${toBase64Url(bytes)}`, 'words'));
        // Whatever is inside a wrapping that opens is read as any link is.
        if ((input[0] ?? 0) % 2 === 0) return;
        const cost = { opslimit: 1, memlimit: 8192 };
        const wrapped = await capabilityToWrappedLink(sodium, f.room.random.bytes, capability, 'x', 'words', cost);
        const opened = await wrappedLinkToCapability(sodium, wrapped, 'words');
        demand(opened.ok, 'a wrapped link of our own cannot be opened');
        wipeCapability(sodium, opened.value);
        const damaged = bytesOf(wrapped);
        const at = (input[1] ?? 0) * 256 + (input[2] ?? 0);
        // Not the costs: those decide how long this takes.
        if (at < damaged.length && (at < 17 || at >= 25) && (input[3] ?? 0) > 0) {
          damaged[at] = damaged[at]! ^ input[3]!;
          demand(!(await wrappedLinkToCapability(sodium, toBase64Url(damaged), 'words')).ok, 'opened though altered');
        }
      },
    },
    {
      name: 'base64url',
      isText: true,
      seeds: () => [...base64.slice(0, 2), text(''), text('AA'), text('AAA'), text('AAAA'), text('-_-_')],
      files: [/^packages\/crypto\/src\/bytes\/base64url/],
      steps,
      run(input) {
        const words = toText(input);
        const read = fromBase64Url(words);
        checkReason(read);
        if (read.ok) demand(toBase64Url(read.value) === words, 'two texts for the same bytes');
        const back = fromBase64Url(toBase64Url(input));
        demand(back.ok && equal(back.value, input), 'bytes that do not come back');
      },
    },
  ];
}
