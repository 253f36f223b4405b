import { beforeAll, describe, expect, test } from 'vitest';
import type { DeviceSeed } from '../bytes/brands.ts';
import { concat, textToBytes } from '../bytes/bytes.ts';
import { type Device, seedToDevice, wipeDevice } from '../keys/device.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { ERRAND_OVERHEAD, type ErrandEnds, openErrand, sealErrand } from './errand.ts';

const MESSAGE = textToBytes('the summary of what nobody else may read');

let f: Fixture;
let device: Device;
let ends: ErrandEnds;
let sealed: Uint8Array;
beforeAll(async () => {
  f = await createFixture();
  device = createDevice();
  ends = { roomId: f.roomId, from: f.sessions.editor.pair.publicKey, to: f.sessions.viewer.pair.publicKey };
  sealed = sealErrand(f.sodium, f.random, ends, device.kem.publicKey, MESSAGE);
});

function createDevice(): Device {
  return seedToDevice(f.sodium, f.random(32) as Uint8Array as DeviceSeed);
}

describe('ERR-1 an errand', () => {
  test('comes out as it went in, and is longer by what is said', () => {
    expect(sealed).toHaveLength(MESSAGE.length + ERRAND_OVERHEAD);
    expect(openErrand(f.sodium, device, ends, sealed)).toEqual(MESSAGE);
    const nothing = sealErrand(f.sodium, f.random, ends, device.kem.publicKey, new Uint8Array());
    expect(openErrand(f.sodium, device, ends, nothing)).toHaveLength(0);
  });

  test('shows nothing of what it says, and no two are alike', () => {
    expect(Buffer.from(sealed).includes(Buffer.from(MESSAGE))).toBe(false);
    const again = sealErrand(f.sodium, f.random, ends, device.kem.publicKey, MESSAGE);
    expect(Buffer.from(again).equals(Buffer.from(sealed))).toBe(false);
  });

  test('is for one session of one device, by one session, in one room', async () => {
    const elsewhere = await createFixture(f.random);
    const others: readonly (readonly [string, Device, ErrandEnds])[] = [
      ['another device', createDevice(), ends],
      ['another session of the device', device, { ...ends, to: f.sessions.commenter.pair.publicKey }],
      ['in another’s name', device, { ...ends, from: f.sessions.commenter.pair.publicKey }],
      ['sent back', device, { ...ends, from: ends.to, to: ends.from }],
      ['in another room', device, { ...ends, roomId: elsewhere.roomId }],
    ];
    for (const [who, reader, as] of others) expect(openErrand(f.sodium, reader, as, sealed), who).toBeUndefined();
  });

  test('with any byte altered, cut or added is nothing', () => {
    // Each byte of what is short, each fifth of the KEM's.
    for (let at = 0; at < sealed.length; at += at < 1120 ? 5 : 1) {
      const altered = sealed.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(openErrand(f.sodium, device, ends, altered), `byte ${at}`).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length += 17)
      expect(openErrand(f.sodium, device, ends, sealed.subarray(0, length)), `${length} bytes`).toBeUndefined();
    expect(openErrand(f.sodium, device, ends, concat(sealed, Uint8Array.of(0)))).toBeUndefined();
  });

  test('KEY-9 is not opened by a device that was wiped', () => {
    const gone = createDevice();
    const own = sealErrand(f.sodium, f.random, ends, gone.kem.publicKey, MESSAGE);
    wipeDevice(f.sodium, gone);
    expect(() => openErrand(f.sodium, gone, ends, own)).toThrow(/wiped/u);
  });
});
