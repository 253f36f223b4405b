import { equal } from '@weft/crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeChange, encodeChange } from './change-payload.ts';

it('KEY-6 a change comes back with its author’s introduction, and without one it is the update itself', () => {
  const update = fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(1, ...bytes));
  fc.assert(
    fc.property(
      update,
      fc.option(fc.uint8Array({ minLength: 64, maxLength: 2000 }), { nil: undefined }),
      (bytes, introduction) => {
        const encoded = encodeChange(introduction === undefined ? { update: bytes } : { update: bytes, introduction });
        if (introduction === undefined) expect(encoded).toBe(bytes);
        const decoded = decodeChange(encoded);
        expect(decoded !== undefined && equal(decoded.update, bytes)).toBe(true);
        expect(decoded?.introduction).toEqual(introduction);
      },
    ),
  );
});

it('ENV-6 an introduction that is cut short is no change', () => {
  const whole = encodeChange({ update: new Uint8Array(), introduction: new Uint8Array(70) });
  expect(decodeChange(whole)).toBeDefined();
  for (let length = 1; length < whole.length; length++) {
    expect(decodeChange(whole.subarray(0, length)), String(length)).toBeUndefined();
  }
});
