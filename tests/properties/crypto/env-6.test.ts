import {
  type Capability,
  type CertificateCache,
  capabilityToLink,
  createCertificateCache,
  createEpoch,
  createRandomness,
  createRoom,
  createSession,
  decodeHeader,
  decodeNotice,
  deriveKeys,
  type DeviceSeed,
  equal,
  fromBase64Url,
  hashEnvelope,
  type Kind,
  linkToCapability,
  loadSodium,
  openEnvelope,
  openGrant,
  type Role,
  type Session,
  sealEnvelope,
  seedToDevice,
  toBase64Url,
  verifyCardPayload,
  verifyEnvelope,
  verifyEnvelopeCertificate,
  verifyEpochCertificate,
  verifySessionCertificate,
  withRoot,
} from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beheadings, bitFlips, everyAlteration, truncations } from '../../altered.ts';

const NOT_AFTER = 1_900_000_000_000;
const sodium = await loadSodium();
const random = createRandomness();

function createParty() {
  const room = createRoom(sodium, random);
  const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: NOT_AFTER });
  const keys = withRoot(deriveKeys(sodium, 'editor', editSecret), room);
  const session = (role: Role): Session =>
    createSession(sodium, random, keys, certificate, { role, notAfter: NOT_AFTER });
  return { room, certificate, editSecret, keys, session };
}

const party = createParty();
const editor = party.session('editor');
const context = { certificate: party.certificate, cache: createCertificateCache() };

function seal(kind: Kind, payload: Uint8Array, session: Session = editor): Uint8Array {
  return sealEnvelope(sodium, random, session, party.keys, { kind, seq: 0, payload });
}

/** A cache that knows the session already, as after its first envelope, and that must learn nothing from refusals. */
function createWatchedCache() {
  const cache = createCertificateCache();
  let added = 0;
  const watched: CertificateCache = {
    has: (...known) => cache.has(...known),
    add(...known) {
      added++;
      cache.add(...known);
    },
  };
  return { watched, countAdded: () => added };
}

/** Every alteration must be refused as a value. Plain throws inside: an `expect` each would take longer than the work. */
function expectAllRefused(
  alterations: Iterable<readonly [Uint8Array, string]>,
  read: (altered: Uint8Array) => { readonly ok: boolean },
): void {
  let count = 0;
  for (const [altered, what] of alterations) {
    if (read(altered).ok) expect.fail(`accepted: ${what}`);
    count++;
  }
  expect(count).toBeGreaterThan(0);
}

// What openEnvelope reads: everything before the certificate. What follows is verifyEnvelope's to refuse.
const TRAILER_BYTES = 174;

describe('ENV-6 envelope', () => {
  test.each(['content', 'presence'] as const)('every alteration of a %s envelope is refused as a value', (kind) => {
    const bytes = seal(kind, random(50));
    const untouched = bytes.slice();
    const { watched, countAdded } = createWatchedCache();
    const judged = { certificate: party.certificate, cache: watched };
    expect(verifyEnvelope(sodium, bytes, judged).ok).toBe(true);
    let count = 0;
    for (const [altered, what] of everyAlteration(bytes)) {
      const before = altered.slice();
      const verified = verifyEnvelope(sodium, altered, judged);
      if (verified.ok) expect.fail(`verified: ${what}`);
      if (verified.failure.sentence === '') expect.fail(`no reason: ${what}`);
      if (!equal(altered, before)) expect.fail(`a refusal changed the bytes: ${what}`);
      count++;
    }
    expect(count).toBeGreaterThan(bytes.length * 10);
    expect(bytes).toEqual(untouched);
    expect(countAdded()).toBe(1);
    expect(verifyEnvelope(sodium, bytes, judged).ok).toBe(true);
  });

  test('opening alone refuses every flip of what it reads, and gives the same content where it reads nothing', () => {
    const payload = random(50);
    const bytes = seal('content', payload);
    for (const [altered, what] of bitFlips(bytes)) {
      const opened = openEnvelope(sodium, party.keys, altered);
      const isRead = !equal(altered.subarray(0, -TRAILER_BYTES), bytes.subarray(0, -TRAILER_BYTES));
      if (isRead && opened.ok) expect.fail(`opened: ${what}`);
      if (opened.ok && !equal(opened.value.payload, payload)) expect.fail(`other content: ${what}`);
    }
    expectAllRefused(truncations(bytes), (altered) => openEnvelope(sodium, party.keys, altered));
    expectAllRefused(beheadings(bytes), (altered) => openEnvelope(sodium, party.keys, altered));
  });

  test('parts of two envelopes do not make a third', () => {
    const edges = [0, 5, 37, 41, 73, 81, 105, 137, 409, 519, 583];
    const pairs = [
      [seal('content', random(50)), seal('content', random(50))],
      [seal('content', random(50)), seal('comment', random(50), party.session('commenter'))],
      [seal('presence', random(50)), seal('content', random(50), party.session('admin'))],
    ] as const;
    const judged: string[] = [];
    for (const [a, b] of pairs) {
      for (const [i, from] of edges.entries()) {
        for (const to of edges.slice(i + 1)) {
          const spliced = a.slice();
          spliced.set(b.subarray(from, to), from);
          const isWhole = equal(spliced, a) || equal(spliced, b);
          const verified = verifyEnvelope(sodium, spliced, context).ok;
          if (verified !== isWhole) judged.push(`bytes ${from} to ${to}: ${verified ? 'accepted' : 'refused'}`);
        }
      }
    }
    expect(judged).toEqual([]);
  });

  test('a large envelope: alterations anywhere are refused', () => {
    const bytes = seal('snapshot', random(100_000));
    expect(verifyEnvelope(sodium, bytes, context).ok).toBe(true);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const altered = bytes.slice();
        altered[at] = altered[at]! ^ mask;
        expect(verifyEnvelope(sodium, altered, context).ok).toBe(false);
        const opened = openEnvelope(sodium, party.keys, altered);
        expect(opened.ok).toBe(at >= bytes.length - TRAILER_BYTES && decodeHeader(altered).ok);
      }),
    );
  });

  test('one name, two contents: both verify, and their hashes tell them apart (LED-2 raises the alarm)', () => {
    const [a, b] = [seal('content', random(50)), seal('content', random(50))];
    expect(verifyEnvelope(sodium, a, context).ok && verifyEnvelope(sodium, b, context).ok).toBe(true);
    expect(equal(hashEnvelope(sodium, a), hashEnvelope(sodium, b))).toBe(false);
  });
});

describe('ENV-6 certificates and links', () => {
  test('every alteration of an epoch certificate is refused', () => {
    const { bytes } = party.certificate;
    expectAllRefused(everyAlteration(bytes), (altered) => verifyEpochCertificate(sodium, altered, party.room.roomId));
    // Without a room to belong to, the signature alone refuses all but another room’s whole certificate.
    expectAllRefused(bitFlips(bytes), (altered) => verifyEpochCertificate(sodium, altered));
  });

  test('every alteration of a session certificate is refused', () => {
    const cache = createCertificateCache();
    expect(verifySessionCertificate(sodium, editor.certificate, party.certificate, { cache }).ok).toBe(true);
    expectAllRefused(everyAlteration(editor.certificate), (altered) =>
      verifySessionCertificate(sodium, altered, party.certificate, { cache }),
    );
  });

  const capability: Capability = {
    role: 'editor',
    certificate: party.certificate,
    secret: party.editSecret,
    relays: ['wss://relay.example'],
    pins: [{ session: random(8), seq: 7, hash: random(16) }],
  };
  const link = capabilityToLink(sodium, capability, 'https://weft.example');
  const fragment = link.slice(link.indexOf('#') + 1);
  const linkBytes = ((): Uint8Array => {
    const read = fromBase64Url(fragment);
    if (!read.ok) throw new Error(read.failure.sentence);
    return read.value;
  })();

  test('every alteration of a link’s bytes is refused', () => {
    expect(linkToCapability(sodium, `#${toBase64Url(linkBytes)}`).ok).toBe(true);
    expectAllRefused(everyAlteration(linkBytes), (altered) => linkToCapability(sodium, `#${toBase64Url(altered)}`));
  });

  test('every truncation and every changed character of a link’s text is refused', () => {
    const texts: string[] = [];
    for (let at = 0; at < fragment.length; at++) {
      texts.push(fragment.slice(0, at));
      for (const character of ['A', 'z', '_', '.', '%', 'é']) {
        if (fragment[at] !== character) texts.push(fragment.slice(0, at) + character + fragment.slice(at + 1));
      }
    }
    expect(texts.filter((text) => linkToCapability(sodium, `#${text}`).ok)).toEqual([]);
  });

  test('every flip of a link’s certificate, role or secret is refused even where its checksum was made to hold', () => {
    const label = new TextEncoder().encode('weft/link/v1');
    expectAllRefused(bitFlips(linkBytes.slice(0, 271)), (altered) => {
      const body = linkBytes.slice(0, -4);
      body.set(altered);
      const whole = new Uint8Array(linkBytes.length);
      whole.set(body);
      whole.set(sodium.hashLabelled(label, body).subarray(0, 4), body.length);
      return linkToCapability(sodium, `#${toBase64Url(whole)}`);
    });
  });
});

describe('ENV-6 hostile bytes', () => {
  const device = seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed);
  const head = seal('content', random(50));
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 1200 }),
    // Envelopes in shape: a true header and certificate around anything.
    fc
      .tuple(fc.nat(583), fc.uint8Array({ maxLength: 400 }), fc.nat(583))
      .map(([keep, middle, tail]) => Uint8Array.from([...head.slice(0, keep), ...middle, ...head.slice(tail)])),
  );

  test('no decoder throws, whatever it is given', () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        if (equal(bytes, head)) return;
        decodeHeader(bytes);
        expect(verifyEnvelope(sodium, bytes, context).ok).toBe(false);
        verifyEnvelopeCertificate(sodium, bytes, context);
        openEnvelope(sodium, party.keys, bytes);
        expect(verifyEpochCertificate(sodium, bytes).ok).toBe(false);
        expect(verifySessionCertificate(sodium, bytes, party.certificate, { now: 0 }).ok).toBe(false);
        expect(linkToCapability(sodium, toBase64Url(bytes)).ok).toBe(false);
        expect(verifyCardPayload(sodium, bytes, party.room.roomId, editor.pair.publicKey).ok).toBe(false);
        expect(openGrant(sodium, device, party.certificate, bytes).ok).toBe(false);
        decodeNotice(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test('no text given for a link throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true })), (text) => {
        expect(linkToCapability(sodium, text).ok).toBe(false);
      }),
    );
  });

  test('time is bounded by size: a megabyte costs no more than a few hashes of it', () => {
    const large = new Uint8Array(1 << 20);
    large.set(head);
    large.set(head.subarray(-TRAILER_BYTES), large.length - TRAILER_BYTES);
    const cost = (work: () => void): number => {
      const start = process.cpuUsage();
      for (let i = 0; i < 10; i++) work();
      const used = process.cpuUsage(start);
      return used.user + used.system;
    };
    const oneHash = cost(() => sodium.hash(large));
    const refused = cost(() => {
      if (verifyEnvelope(sodium, large, context).ok) expect.fail('garbage verified');
      if (openEnvelope(sodium, party.keys, large).ok) expect.fail('garbage opened');
    });
    // Two passes and a signature, with room for a busy machine.
    expect(refused).toBeLessThan(20 * oneHash + 500_000);
  });
});
