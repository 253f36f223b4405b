import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeviceId, RoleSecret } from '../bytes/brands.ts';
import { concat, equal, textToBytes } from '../bytes/bytes.ts';
import type { CryptoFailure, Result } from '../errors.ts';
import { createNextEpoch, type Epoch } from '../keys/epoch.ts';
import { certificateToHash } from '../keys/epoch-certificate.ts';
import { deriveRoleSecret } from '../keys/epoch-keys.ts';
import type { LinkRole } from '../keys/roles.ts';
import { createFixture, type Fixture, NOT_AFTER } from '../testing/fixture.ts';
import { GRANT_BYTES } from './grant.ts';
import { createHistory, type HeldEpoch, openHistory } from './history.ts';
import { decodeNotice, encodeNotice, type HistoryNotice, type RekeyNotice } from './notices.ts';

let f: Fixture;
let next: Epoch;
beforeAll(async () => {
  f = await createFixture();
  next = createNextEpoch(f.sodium, f.random, f.room, f.epoch.certificate, { notAfter: NOT_AFTER });
});

function codeOf(result: Result<unknown, CryptoFailure>): string {
  return result.ok ? 'ok' : result.failure.code;
}

const deviceId = (...bytes: number[]): DeviceId => {
  const id = new Uint8Array(32);
  id.set(bytes);
  return id as Uint8Array as DeviceId;
};

function rekey(other: Partial<RekeyNotice> = {}): RekeyNotice {
  return {
    type: 'rekey',
    certificate: next.certificate.bytes,
    cut: Uint8Array.of(1, 2, 3),
    removed: [deviceId(1), deviceId(3)],
    grants: [deviceId(2), deviceId(4)].map((device) => ({ device, sealed: f.random(GRANT_BYTES) })),
    ...other,
  };
}

const held = (epoch: Epoch, role: LinkRole): HeldEpoch => ({
  certificate: epoch.certificate,
  role,
  secret: deriveRoleSecret(f.sodium, 'editor', role, epoch.editSecret),
});

const history = (previous: LinkRole = 'editor'): HistoryNotice =>
  createHistory(f.sodium, f.random, held(f.epoch, previous), held(next, 'editor'));

describe('KEY-8 notices', () => {
  test('come back whole, whatever they hold', () => {
    const id = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { maxLength: 9, selector: String }),
        fc.nat(9),
        fc.uint8Array(),
        (ids, at, cut) => {
          const sorted = (some: Uint8Array[]): DeviceId[] =>
            some.map((bytes) => bytes as Uint8Array as DeviceId).sort((a, b) => Buffer.compare(a, b));
          const sealed = f.random(GRANT_BYTES);
          const removed = sorted(ids.slice(0, at));
          const grants = sorted(ids.slice(at)).map((device) => ({ device, sealed }));
          const notice = rekey({ cut, removed, grants });
          const shuffled = { ...notice, removed: [...removed].reverse(), grants: [...grants].reverse() };
          expect(decodeNotice(encodeNotice(shuffled))).toEqual({ ok: true, value: notice });
        },
      ),
    );
    for (const notice of [history(), history('viewer')]) {
      expect(decodeNotice(encodeNotice(notice))).toEqual({ ok: true, value: notice });
    }
  });

  test('ENV-6 every flipped byte and every truncation is a value, and one notice has one form', () => {
    for (const bytes of [encodeNotice(rekey()), encodeNotice(history()), encodeNotice(history('viewer'))]) {
      for (let at = 0; at < bytes.length; at++) {
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
        const read = decodeNotice(altered);
        if (read.ok) expect(equal(encodeNotice(read.value), altered), `byte ${at}`).toBe(true);
        expect(codeOf(decodeNotice(bytes.slice(0, at))), `first ${at} bytes`).toBe('notice-malformed');
      }
      expect(codeOf(decodeNotice(concat(bytes, Uint8Array.of(0))))).toBe('notice-malformed');
    }
  });

  test('any bytes are a value, and a later version’s notice is told from a damaged one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(3), (bytes, type) => {
        const read = decodeNotice(concat(Uint8Array.of(type), bytes));
        if (read.ok) expect(encodeNotice(read.value)).toEqual(concat(Uint8Array.of(type), bytes));
      }),
    );
    expect(codeOf(decodeNotice(Uint8Array.of(3, 1, 2)))).toBe('notice-unknown');
    expect(codeOf(decodeNotice(new Uint8Array()))).toBe('notice-malformed');
  });

  test('an order, a device that stands twice, and a count no notice has are refused', () => {
    const bytes = encodeNotice(rekey({ cut: new Uint8Array(), grants: [] }));
    const head = bytes.slice(0, 242);
    const read = (...tail: Uint8Array[]): string => codeOf(decodeNotice(concat(head, ...tail)));
    const [one, two, none, some] = [deviceId(1), deviceId(2), Uint8Array.of(0, 0), Uint8Array.of(0, 2)];
    const given = (device: DeviceId): Uint8Array => concat(device, new Uint8Array(GRANT_BYTES));
    expect(read(some, one, two, none)).toBe('ok');
    expect(read(some, two, one, none)).toBe('notice-malformed');
    expect(read(some, one, one, none)).toBe('notice-malformed');
    expect(read(none, some, given(one), given(two))).toBe('ok');
    expect(read(none, some, given(two), given(one))).toBe('notice-malformed');
    expect(read(some, one, two, Uint8Array.of(0, 1), given(two))).toBe('notice-malformed');
    expect(read(Uint8Array.of(0x10, 0x01), new Uint8Array(4097 * 32), none)).toBe('notice-malformed');
    expect(read(Uint8Array.of(0xff, 0xff))).toBe('notice-malformed');
    const all = Array.from({ length: 4096 }, (_, i) => deviceId(i >> 8, i & 255));
    expect(read(Uint8Array.of(0x10, 0x00), ...all, none)).toBe('ok');
    const long = bytes.slice();
    long.fill(0xff, 238, 242);
    expect(codeOf(decodeNotice(long))).toBe('notice-malformed');
  });

  test('what could not be read back is not written', () => {
    const grant = { device: deviceId(9), sealed: f.random(GRANT_BYTES) };
    for (const notice of [
      rekey({ certificate: new Uint8Array(236) }),
      rekey({ removed: [deviceId(1), deviceId(1)] }),
      rekey({ removed: [new Uint8Array(31) as Uint8Array as DeviceId] }),
      rekey({ removed: [deviceId(9)], grants: [grant] }),
      rekey({ grants: [grant, grant] }),
      rekey({ grants: [{ ...grant, sealed: f.random(GRANT_BYTES - 1) }] }),
      rekey({ removed: Array.from({ length: 4097 }, (_, i) => deviceId(i >> 8, i & 255)) }),
      { ...history(), commentSecret: new Uint8Array(71) },
    ]) {
      expect(() => encodeNotice(notice)).toThrow(RangeError);
    }
  });
});

describe('KEY-8 history', () => {
  test('gives a viewer the view secret, and who may comment the comment secret, and no more', () => {
    for (const role of ['viewer', 'commenter', 'editor'] as const) {
      const reached = role === 'viewer' ? 'viewer' : 'commenter';
      expect(openHistory(f.sodium, history(), held(next, role))).toEqual({ ok: true, value: held(f.epoch, reached) });
      expect(openHistory(f.sodium, history('viewer'), held(next, role))).toEqual({
        ok: true,
        value: held(f.epoch, 'viewer'),
      });
    }
    expect(
      createHistory(f.sodium, f.random, held(f.epoch, 'editor'), held(next, 'viewer')).commentSecret,
    ).toBeUndefined();
  });

  test('nothing of it is the caller’s: wiping the notice leaves what was opened', () => {
    const notice = history('viewer');
    const opened = openHistory(f.sodium, notice, held(next, 'viewer'));
    f.sodium.wipe(notice.viewSecret);
    expect(opened).toEqual({ ok: true, value: held(f.epoch, 'viewer') });
  });

  test('ENV-6 every flipped byte of it is refused as a value', () => {
    const bytes = encodeNotice(history());
    const codes = new Set<string>();
    for (let at = 1; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      const notice = decodeNotice(altered);
      if (!notice.ok || notice.value.type !== 'history') continue;
      const opened = openHistory(f.sodium, notice.value, held(next, 'editor'));
      expect(opened.ok, `byte ${at}`).toBe(false);
      codes.add(codeOf(opened));
    }
    expect([...codes]).toEqual(expect.arrayContaining(['certificate-invalid', 'history-forged', 'history-sealed']));
  });

  test('of an epoch that does not come before, or with another epoch’s secrets, it is refused', () => {
    const third = createNextEpoch(f.sodium, f.random, f.room, next.certificate, { notAfter: NOT_AFTER });
    const [first, second] = [history(), createHistory(f.sodium, f.random, held(next, 'editor'), held(third, 'editor'))];
    const open = (notice: HistoryNotice, by: Epoch): string =>
      codeOf(openHistory(f.sodium, notice, held(by, 'editor')));
    expect(open(second, third)).toBe('ok');
    expect(open(first, third)).toBe('history-forged');
    expect(open(second, next)).toBe('history-forged');
    expect(open({ ...first, viewSecret: second.viewSecret }, next)).toBe('history-forged');
    expect(open({ ...first, commentSecret: second.commentSecret }, next)).toBe('history-sealed');
    expect(open({ ...first, viewSecret: f.random(32) as Uint8Array as RoleSecret }, next)).toBe('history-forged');
    expect(() => createHistory(f.sodium, f.random, held(f.epoch, 'editor'), held(third, 'editor'))).toThrow(RangeError);
  });

  test('a comment secret that was sealed as it should be, and is not that epoch’s, is refused', () => {
    const key = f.sodium.derive(held(next, 'commenter').secret, 'weftprev');
    const context = concat(textToBytes('weft/history/v1'), certificateToHash(f.sodium, f.epoch.certificate));
    const nonce = f.random(24);
    const sealed = (secret: Uint8Array): HistoryNotice => ({
      ...history(),
      commentSecret: concat(nonce, f.sodium.seal(key, nonce, context, secret)),
    });
    const open = (notice: HistoryNotice): string => codeOf(openHistory(f.sodium, notice, held(next, 'commenter')));
    expect(open(sealed(held(f.epoch, 'commenter').secret))).toBe('ok');
    expect(open(sealed(held(next, 'commenter').secret))).toBe('history-forged');
    expect(open(sealed(new Uint8Array(31)))).toBe('history-sealed');
  });
});
