import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64Url } from '../bytes/base64url.ts';
import { concat, equal, isZero, textToBytes } from '../bytes/bytes.ts';
import type { Result } from '../errors.ts';
import { deriveKeys, isKeysOf } from '../keys/epoch-keys.ts';
import { LINK_LABEL } from '../keys/labels.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { type Capability, narrowCapability, wipeCapability } from './capability.ts';
import { bytesToLink, capabilityToLink, linkToBytes, linkToCapability } from './link.ts';
import { capabilityToBytes, isRelayHint } from './link-bytes.ts';
import { capabilityToWrappedLink, wrappedLinkToCapability } from './wrapped-link.ts';

const ORIGIN = 'https://weft.example';
const CHEAP = { opslimit: 1, memlimit: 8192 };

let f: Fixture;
let full: Capability;
beforeAll(async () => {
  f = await createFixture();
  full = {
    ...f.edit,
    relays: ['wss://a.example/x?y=1', 'ws://[::1]:4400'],
    pins: [
      { session: f.random(8), seq: 0, hash: f.random(16) },
      { session: f.random(8), seq: 2 ** 32 - 1, hash: f.random(16) },
    ],
  };
});

function codeOf(result: Result<unknown, { readonly code: string }>): string {
  return result.ok ? 'ok' : result.failure.code;
}

/** Link bytes whose checksum holds, as someone who builds links would make them. */
function withChecksum(body: Uint8Array): Uint8Array {
  return concat(body, f.sodium.hash(concat(LINK_LABEL, body)).subarray(0, 4));
}

function readBytes(bytes: Uint8Array): string {
  return codeOf(linkToCapability(f.sodium, bytesToLink(ORIGIN, bytes)));
}

describe('KEY-7 link', () => {
  test('holds the capability, whole', () => {
    for (const capability of [f.edit, full]) {
      const link = capabilityToLink(f.sodium, capability, ORIGIN);
      expect(link).toMatch(/^https:\/\/weft\.example\/#[\w-]+$/u);
      expect(linkToCapability(f.sodium, link)).toEqual({ ok: true, value: capability });
    }
  });

  test('is read as a URL, as a fragment, and with white space around or within', () => {
    const link = capabilityToLink(f.sodium, full, `${ORIGIN}/app/`);
    expect(link.startsWith(`${ORIGIN}/app/#`)).toBe(true);
    const fragment = link.slice(link.indexOf('#'));
    const texts = [link, fragment, fragment.slice(1), ` \n${link}\t `, `${link.slice(0, 80)}\r\n ${link.slice(80)}`];
    for (const text of texts) expect(linkToCapability(f.sodium, text)).toEqual({ ok: true, value: full });
  });

  test.each(['', '   ', '#', 'https://weft.example/', 'https://weft.example/#'])('%j holds no link', (text) => {
    expect(codeOf(linkToCapability(f.sodium, text))).toBe('link-absent');
  });

  test.each(['hello', '#hello world', `${ORIGIN}/#AQMB`, `#${'A'.repeat(20_000)}`, '#%20', '#AQ=='])(
    '%j is a broken link',
    (text) => {
      expect(codeOf(linkToCapability(f.sodium, text))).toMatch(/^link-(?:broken|version)$/u);
    },
  );

  test('a link for another version is told from a broken one', () => {
    const body = capabilityToBytes(f.sodium, full).slice(0, -4);
    body[0] = 2;
    expect(readBytes(withChecksum(body))).toBe('link-version');
    body[0] = 1;
    expect(readBytes(concat(body, new Uint8Array(4)))).toBe('link-broken');
  });

  test('parts of different documents are told from a broken copy', async () => {
    const other = await createFixture(f.random);
    const own = capabilityToBytes(f.sodium, f.edit).slice(0, -4);
    const swappedSecret = own.slice();
    swappedSecret.set(other.epoch.editSecret, 239);
    const swappedCertificate = own.slice();
    swappedCertificate.set(other.epoch.certificate.bytes, 2);
    const raisedRole = capabilityToBytes(f.sodium, narrow('viewer')).slice(0, -4);
    raisedRole[1] = 3;
    const unsigned = own.slice();
    unsigned[170] = 1;
    for (const body of [swappedSecret, swappedCertificate, raisedRole, unsigned]) {
      expect(readBytes(withChecksum(body))).toBe('link-forged');
    }
  });

  test('a shape no link has is broken, even where its checksum holds', () => {
    const body = capabilityToBytes(f.sodium, f.edit).slice(0, -4);
    const head = body.slice(0, 271);
    const relay = (text: string): Uint8Array => concat(Uint8Array.of(0, text.length), textToBytes(text));
    const tails = [
      concat(Uint8Array.of(5), ...Array.from({ length: 5 }, () => relay('ws://a.example')), Uint8Array.of(0)),
      concat(Uint8Array.of(1), relay('http://a.example'), Uint8Array.of(0)),
      concat(Uint8Array.of(1), relay('javascript:alert(1)'), Uint8Array.of(0)),
      Uint8Array.of(1, 0, 2, 0xc3, 0x28, 0),
      Uint8Array.of(1, 255, 255, 0),
      Uint8Array.of(0, 2),
      Uint8Array.of(0, 1, 7),
      Uint8Array.of(0, 0, 0),
      Uint8Array.of(),
    ];
    for (const tail of tails) expect(readBytes(withChecksum(concat(head, tail)))).toBe('link-broken');
    for (const role of [0, 4, 5, 200]) {
      const altered = body.slice();
      altered[1] = role;
      expect(readBytes(withChecksum(altered))).toBe('link-broken');
    }
  });

  test('what could not be read back is not written', () => {
    expect(() => capabilityToLink(f.sodium, { ...f.edit, relays: ['https://a.example'] }, ORIGIN)).toThrow(RangeError);
    const five = Array.from({ length: 5 }, () => 'ws://a.example');
    expect(() => capabilityToLink(f.sodium, { ...f.edit, relays: five }, ORIGIN)).toThrow(RangeError);
  });

  test('relay hints', () => {
    for (const hint of ['ws://a', 'wss://a.example:1/p?q', 'ws://[::1]:80/', 'wss://ä.example']) {
      expect(isRelayHint(hint), hint).toBe(true);
    }
    const bad = [
      '',
      'a',
      'ws:/a',
      'ws://',
      'wss://a b',
      'wss://u:p@a',
      'wss://a#f',
      'wss://a:99999',
      'WS://a',
      `ws://${'a'.repeat(600)}`,
    ];
    for (const hint of bad) expect(isRelayHint(hint), hint).toBe(false);
  });
});

function narrow(role: 'viewer' | 'commenter' | 'editor'): Capability {
  const narrowed = narrowCapability(f.sodium, f.edit, role);
  if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
  return narrowed.value;
}

describe('KEY-7 admin link', () => {
  const admin = (): Capability => ({ ...full, adminSeed: f.room.adminSeed });

  test('holds the seed of the root beside the edit secret, and both are checked', async () => {
    const other = await createFixture(f.random);
    const link = capabilityToLink(f.sodium, admin(), ORIGIN);
    expect(linkToCapability(f.sodium, link)).toEqual({ ok: true, value: admin() });
    const wrapped = await capabilityToWrappedLink(f.sodium, f.random, admin(), ORIGIN, 'x', CHEAP);
    expect(await wrappedLinkToCapability(f.sodium, wrapped, 'x')).toEqual({ ok: true, value: admin() });
    const body = capabilityToBytes(f.sodium, admin()).slice(0, -4);
    expect(body[1]).toBe(4);
    for (const [at, bytes] of [
      [239, other.room.adminSeed],
      [271, other.epoch.editSecret],
      [2, other.epoch.certificate.bytes],
    ] as const) {
      const forged = body.slice();
      forged.set(bytes, at);
      expect(readBytes(withChecksum(forged)), `byte ${at}`).toBe('link-forged');
    }
    expect(readBytes(withChecksum(body.slice(0, 280)))).toBe('link-broken');
  });

  test('a pin of the first kind, one hash over all heads, is passed over', () => {
    const plain = capabilityToBytes(f.sodium, f.edit).slice(0, -4);
    expect(plain.at(-1)).toBe(0);
    const old = concat(plain.subarray(0, -1), Uint8Array.of(1), f.random(32));
    const read = linkToCapability(f.sodium, bytesToLink(ORIGIN, withChecksum(old)));
    expect(read.ok && Object.keys(read.value)).not.toContain('pins');
    expect(readBytes(withChecksum(old))).toBe('ok');
    expect(readBytes(withChecksum(old.slice(0, -1)))).toBe('link-broken');
    expect(readBytes(withChecksum(concat(old, Uint8Array.of(0))))).toBe('link-broken');
  });

  test('pins are one to three, and whole', () => {
    const plain = capabilityToBytes(f.sodium, f.edit).slice(0, -5);
    const pinned = (count: number, pins: number): string =>
      readBytes(withChecksum(concat(plain, Uint8Array.of(2, count), f.random(28 * pins))));
    expect([1, 2, 3].map((count) => pinned(count, count))).toEqual(['ok', 'ok', 'ok']);
    for (const [count, pins] of [
      [0, 0],
      [4, 4],
      [2, 1],
      [1, 2],
    ] as const)
      expect(pinned(count, pins)).toBe('link-broken');
    expect(readBytes(withChecksum(concat(plain, Uint8Array.of(3))))).toBe('link-broken');
    const pin = { session: f.random(8), seq: 1, hash: f.random(16) };
    for (const wrong of [
      { ...pin, seq: 2 ** 32 },
      { ...pin, session: f.random(9) },
      { ...pin, hash: f.random(15) },
    ]) {
      expect(() => capabilityToBytes(f.sodium, { ...f.edit, pins: [wrong] })).toThrow(RangeError);
    }
    expect(() => capabilityToBytes(f.sodium, { ...f.edit, pins: [pin, pin, pin, pin] })).toThrow(RangeError);
  });

  test('ENV-6 every flipped byte and truncation is refused, also where the checksum was made to hold', () => {
    const bytes = capabilityToBytes(f.sodium, admin());
    expect(readBytes(bytes)).toBe('ok');
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(readBytes(altered), `byte ${at}`).toMatch(/^link-(?:broken|version)$/u);
      expect(readBytes(bytes.slice(0, at)), `first ${at} bytes`).toMatch(/^link-(?:broken|absent)$/u);
      if (at >= 303) continue; // what follows is relays and pins, which contradict nothing
      expect(readBytes(withChecksum(altered.slice(0, -4))), `byte ${at}`).toMatch(/^link-(?:broken|version|forged)$/u);
    }
  });

  test('narrowing never passes the seed on, and wiping wipes it', () => {
    for (const role of ['viewer', 'commenter', 'editor'] as const) {
      const narrowed = narrowCapability(f.sodium, admin(), role);
      expect(narrowed.ok && Object.keys(narrowed.value)).not.toContain('adminSeed');
      expect(narrowed.ok && capabilityToBytes(f.sodium, narrowed.value)[1]).not.toBe(4);
    }
    const own = { ...admin(), secret: f.edit.secret.slice() as typeof f.edit.secret };
    const adminSeed = f.room.adminSeed.slice() as typeof f.room.adminSeed;
    wipeCapability(f.sodium, { ...own, adminSeed });
    expect(isZero(own.secret) && isZero(adminSeed)).toBe(true);
  });

  test('a seed without the edit secret is not written', () => {
    const view = { ...narrow('viewer'), adminSeed: f.room.adminSeed };
    expect(() => capabilityToBytes(f.sodium, view)).toThrow(RangeError);
  });
});

describe('KEY-2 narrowing', () => {
  test('gives what a lower role needs and nothing above it', () => {
    for (const role of ['viewer', 'commenter', 'editor'] as const) {
      const narrowed = narrow(role);
      const keys = deriveKeys(f.sodium, role, narrowed.secret);
      expect(narrowed.role).toBe(role);
      expect(isKeysOf(f.sodium, keys, f.epoch.certificate)).toBe(true);
      expect(equal(narrowed.secret, f.edit.secret)).toBe(role === 'editor');
    }
  });

  test('a capability is not widened', () => {
    expect(codeOf(narrowCapability(f.sodium, narrow('viewer'), 'commenter'))).toBe('role-above');
    expect(codeOf(narrowCapability(f.sodium, narrow('commenter'), 'editor'))).toBe('role-above');
  });
});

describe('KEY-7 passphrase', () => {
  const wrap = (passphrase: string): Promise<string> =>
    capabilityToWrappedLink(f.sodium, f.random, full, ORIGIN, passphrase, CHEAP);

  test('opens with its passphrase, in any normal form, and with no other', async () => {
    const link = await wrap('caf\u00e9');
    expect(await wrappedLinkToCapability(f.sodium, link, 'caf\u00e9')).toEqual({ ok: true, value: full });
    expect(await wrappedLinkToCapability(f.sodium, link, 'cafe\u0301')).toEqual({ ok: true, value: full });
    expect(codeOf(await wrappedLinkToCapability(f.sodium, link, 'cafe'))).toBe('link-passphrase-wrong');
    expect(codeOf(await wrappedLinkToCapability(f.sodium, link, ''))).toBe('link-passphrase-wrong');
  });

  test('without a passphrase it is known to need one, and a plain link needs none', async () => {
    const link = await wrap('x');
    expect(codeOf(linkToCapability(f.sodium, link))).toBe('link-passphrase');
    const plain = capabilityToLink(f.sodium, full, ORIGIN);
    expect(await wrappedLinkToCapability(f.sodium, plain, 'x')).toEqual({ ok: true, value: full });
    expect(codeOf(await wrappedLinkToCapability(f.sodium, 'https://weft.example', 'x'))).toBe('link-absent');
  });

  test('two wrappings of one link share nothing', async () => {
    expect(await wrap('x')).not.toBe(await wrap('x'));
  });

  test('the whole cost is the default: a page waits, and a guesser pays', async () => {
    const link = await capabilityToWrappedLink(f.sodium, f.random, full, ORIGIN, 'x');
    expect(await wrappedLinkToCapability(f.sodium, link, 'x')).toEqual({ ok: true, value: full });
  });

  test('every flipped byte and every truncation is refused, and no link can ask for unbounded work', async () => {
    const bytes = linkToBytes(await wrap('x'));
    if (!bytes.ok) throw new Error('a link just made can be read');
    const read = async (altered: Uint8Array): Promise<string> =>
      codeOf(await wrappedLinkToCapability(f.sodium, `#${toBase64Url(altered)}`, 'x'));
    for (let at = 0; at < bytes.value.length; at++) {
      const altered = bytes.value.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(await read(altered), `byte ${at}`).toMatch(/^link-(?:broken|version|passphrase-wrong)$/u);
    }
    for (let length = 0; length < bytes.value.length; length += 7) {
      expect(await read(bytes.value.slice(0, length)), `length ${length}`).toMatch(/^link-/u);
    }
    const greedy = bytes.value.slice();
    greedy.set([0xff, 0xff, 0xff, 0xff], 17);
    expect(await read(greedy)).toBe('link-broken');
    const large = bytes.value.slice();
    large.set([0x80, 0, 0, 0], 21);
    expect(await read(large)).toBe('link-broken');
    await expect(
      capabilityToWrappedLink(f.sodium, f.random, full, ORIGIN, 'x', { opslimit: 99, memlimit: 8192 }),
    ).rejects.toThrow(RangeError);
  });
});
