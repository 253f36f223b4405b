import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeviceId, DeviceSeed, KemPublicKey } from '../bytes/brands.ts';
import { concat, equal, isZero, textToBytes } from '../bytes/bytes.ts';
import { type CryptoFailure, type Result } from '../errors.ts';
import { type Device, idToFingerprint, seedToDevice, wipeDevice } from '../keys/device.ts';
import { CARD_LABEL } from '../keys/labels.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { attestSession, cardToPayload, isAttested, verifyCardPayload } from './attestation.ts';
import { createCard, verifyCard } from './card.ts';
import { isDeviceName, textToDeviceName } from './device-name.ts';

const WHO = { name: 'Zoë 🧵', color: '#0fA2c3' };

let f: Fixture;
let other: Fixture;
let device: Device;
let card: Uint8Array;
beforeAll(async () => {
  f = await createFixture();
  other = await createFixture(f.random);
  device = createDevice();
  card = createCard(f.sodium, device, f.roomId, WHO);
});

function createDevice(): Device {
  return seedToDevice(f.sodium, f.random(32) as Uint8Array as DeviceSeed);
}

function codeOf(result: Result<unknown, CryptoFailure>): string {
  return result.ok ? 'ok' : result.failure.code;
}

/** A card as a hostile device could sign it: any body. */
function signed(body: Uint8Array): Uint8Array {
  return concat(body, f.sodium.sign(concat(CARD_LABEL, f.roomId, body), device.signing.secretKey));
}

function* damages(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let at = 0; at < bytes.length; at++) {
    const altered = bytes.slice();
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    yield [altered, `byte ${at} flipped`];
    yield [bytes.slice(0, at), `first ${at} bytes`];
  }
  yield [concat(bytes, Uint8Array.of(0)), 'one byte appended'];
}

describe('KEY-6 device', () => {
  test('the same seed gives the same device, and its id is the hash of its key', () => {
    const seed = f.random(32) as Uint8Array as DeviceSeed;
    const one = seedToDevice(f.sodium, seed);
    expect(seedToDevice(f.sodium, seed)).toEqual(one);
    expect(one.id).toEqual(f.sodium.hash(concat(textToBytes('weft/device/v1'), one.signing.publicKey)));
    expect(equal(one.id, device.id)).toBe(false);
  });

  test('KEY-9 wiping leaves zeros, and nothing can be signed afterwards', () => {
    const own = createDevice();
    wipeDevice(f.sodium, own);
    expect(isZero(own.signing.secretKey) && isZero(own.kem.secretKey)).toBe(true);
    expect(() => createCard(f.sodium, own, f.roomId, WHO)).toThrow(/wiped/u);
    expect(() => attestSession(f.sodium, own, f.roomId, f.sessions.editor.pair.publicKey)).toThrow(/wiped/u);
  });

  test('a fingerprint is six groups of five digits, each of five bytes of the id', () => {
    const id = Uint8Array.from({ length: 32 }, (_, i) => (i < 5 ? 0 : i < 10 ? 255 : i)) as Uint8Array as DeviceId;
    const groups = idToFingerprint(id).split(' ');
    expect(groups).toHaveLength(6);
    expect(groups[0]).toBe('00000');
    expect(groups[1]).toBe(String((2 ** 40 - 1) % 100_000).padStart(5, '0'));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const fingerprint = idToFingerprint(bytes as Uint8Array as DeviceId);
        expect(fingerprint).toMatch(/^\d{5}(?: \d{5}){5}$/u);
        const last = BigInt(`0x${Buffer.from(bytes.subarray(25, 30)).toString('hex')}`) % 100_000n;
        expect(fingerprint.slice(-5)).toBe(String(last).padStart(5, '0'));
      }),
    );
  });
});

describe('KEY-6 device card', () => {
  test('comes back whole', () => {
    expect(card.length).toBe(1317 + textToBytes(WHO.name).length);
    expect(verifyCard(f.sodium, card, f.roomId)).toEqual({
      ok: true,
      value: {
        bytes: card,
        id: device.id,
        publicKey: device.signing.publicKey,
        kemPublicKey: device.kem.publicKey,
        name: WHO.name,
        color: '#0fa2c3',
      },
    });
  });

  test('any name and colour typed makes a card that can be read', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.string({ unit: 'grapheme', maxLength: 120 }),
    );
    fc.assert(
      fc.property(name, fc.nat(0xffffff), (typed, rgb) => {
        const color = `#${rgb.toString(16).padStart(6, '0')}`;
        const read = verifyCard(f.sodium, createCard(f.sodium, device, f.roomId, { name: typed, color }), f.roomId);
        expect(read).toMatchObject({ ok: true, value: { name: textToDeviceName(typed), color } });
      }),
      { numRuns: 60 },
    );
  });

  test('a colour that is none is a programmer error', () => {
    for (const color of ['', 'red', '#fff', '#12345g', '#1234567']) {
      expect(() => createCard(f.sodium, device, f.roomId, { name: 'a', color }), color).toThrow(RangeError);
    }
  });

  test('ENV-6 every flipped byte and every truncation is refused as a value', () => {
    const payload = cardToPayload(card, attestSession(f.sodium, device, f.roomId, f.sessions.editor.pair.publicKey));
    const session = f.sessions.editor.pair.publicKey;
    expect(codeOf(verifyCardPayload(f.sodium, payload, f.roomId, session))).toBe('ok');
    for (const [altered, what] of damages(card)) {
      expect(codeOf(verifyCard(f.sodium, altered, f.roomId)), what).toMatch(/^card-/u);
    }
    for (const [altered, what] of damages(payload)) {
      expect(codeOf(verifyCardPayload(f.sodium, altered, f.roomId, session)), what).toMatch(/^card-/u);
    }
  });

  test('each reason is told from the others', () => {
    const read = (bytes: Uint8Array): string => codeOf(verifyCard(f.sodium, bytes, f.roomId));
    const body = card.slice(0, -64);
    const altered = (change: (copy: Uint8Array) => void): Uint8Array => {
      const copy = body.slice();
      change(copy);
      return signed(copy);
    };
    expect(read(altered(() => undefined))).toBe('ok');
    expect(read(altered((copy) => copy.set([2])))).toBe('card-version');
    expect(read(signed(body.slice(0, -1)))).toBe('card-malformed');
    expect(read(signed(concat(body, Uint8Array.of(0))))).toBe('card-malformed');
    expect(read(altered((copy) => copy.set([0xff], 1250)))).toBe('card-malformed'); // not UTF-8
    expect(read(altered((copy) => copy.set([0x0a], 1250)))).toBe('card-malformed'); // breaks the line
    expect(read(altered((copy) => copy.fill(0xff, 33, 36)))).toBe('card-key');
    expect(codeOf(verifyCard(f.sodium, card, other.roomId))).toBe('card-signature');
    expect(read(new Uint8Array())).toBe('card-malformed');
  });

  test('a key nothing can be sealed to stands in no card that is taken', () => {
    const low = {
      ...device,
      kem: { ...device.kem, publicKey: new Uint8Array(1216).fill(255) as Uint8Array as KemPublicKey },
    };
    expect(codeOf(verifyCard(f.sodium, createCard(f.sodium, low, f.roomId, WHO), f.roomId))).toBe('card-key');
  });
});

describe('KEY-6 attestation', () => {
  test('holds for one device, one document and one session', () => {
    const [one, two] = [f.sessions.editor.pair.publicKey, f.sessions.viewer.pair.publicKey];
    const signature = attestSession(f.sodium, device, f.roomId, one);
    const holds = (...[pk, room, session]: [typeof one, typeof f.roomId, typeof one]): boolean =>
      isAttested(f.sodium, pk, room, session, signature);
    expect(holds(device.signing.publicKey, f.roomId, one)).toBe(true);
    expect(holds(device.signing.publicKey, f.roomId, two)).toBe(false);
    expect(holds(device.signing.publicKey, other.roomId, one)).toBe(false);
    expect(holds(createDevice().signing.publicKey, f.roomId, one)).toBe(false);
    expect(isAttested(f.sodium, device.signing.publicKey, f.roomId, one, signature.subarray(1))).toBe(false);
  });

  test('a card someone else sends with a session of theirs is refused', () => {
    const session = f.sessions.editor.pair.publicKey;
    const own = attestSession(f.sodium, createDevice(), f.roomId, session);
    const stolen = attestSession(f.sodium, device, f.roomId, f.sessions.viewer.pair.publicKey);
    for (const signature of [own, stolen]) {
      expect(codeOf(verifyCardPayload(f.sodium, cardToPayload(card, signature), f.roomId, session))).toBe(
        'card-attestation',
      );
    }
  });
});

describe('KEY-6 name', () => {
  test.each([
    ['', ''],
    ['  Ada ', 'Ada'],
    ['Ada\nLovelace', 'Ada Lovelace'],
    ['Ada\u202egnp.exe', 'Ada gnp.exe'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['\ud800', ''],
    ['a'.repeat(80), 'a'.repeat(64)],
    ['🧵'.repeat(80), '🧵'.repeat(48)],
    [`${' '.repeat(100)}a`, 'a'],
  ])('%j becomes %j', (typed, name) => {
    expect(textToDeviceName(typed)).toBe(name);
    expect(isDeviceName(typed)).toBe(typed === name);
  });

  test('what it gives is a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => isDeviceName(textToDeviceName(text))),
    );
  });
});
