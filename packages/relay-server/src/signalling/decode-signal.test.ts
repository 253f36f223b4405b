import { CloseCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { decodeSignal } from './decode-signal.ts';

const LIMITS = { maxSignalBytes: 2000, maxTopicBytes: 16 };
const decode = (message: unknown): ReturnType<typeof decodeSignal> =>
  decodeSignal(Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)), LIMITS);

describe('signalling messages', () => {
  test('what y-webrtc 10.3.0 sends is read', () => {
    expect(decode({ type: 'subscribe', topics: ['a', 'b'] })).toMatchObject({
      ok: true,
      value: { topics: ['a', 'b'] },
    });
    expect(decode({ type: 'subscribe', topics: [] })).toMatchObject({ ok: true });
    expect(decode({ type: 'unsubscribe', topics: ['a'] })).toMatchObject({ ok: true, value: { type: 'unsubscribe' } });
    expect(decode({ type: 'publish', topic: 'a', data: 'c2VhbGVk' })).toEqual({
      ok: true,
      value: { type: 'publish', topic: 'a', data: 'c2VhbGVk' },
    });
    expect(decode({ type: 'ping' })).toEqual({ ok: true, value: { type: 'ping' } });
    expect(decode({ type: 'of a later version', topics: 7 })).toEqual({ ok: true, value: { type: 'other' } });
  });

  test.each([
    ['', 4400],
    ['{', 4400],
    ['null', 4400],
    ['[]', 4400],
    ['"ping"', 4400],
    ['7', 4400],
    ['['.repeat(1999), 4400],
    ['{}', 4400],
    ['{"type":7}', 4400],
    ['{"type":"subscribe"}', 4400],
    ['{"type":"subscribe","topics":"a"}', 4400],
    ['{"type":"subscribe","topics":[7]}', 4400],
    ['{"type":"subscribe","topics":[""]}', 4400],
    ['{"type":"subscribe","topics":{"length":1e9}}', 4400],
    [`{"type":"subscribe","topics":["${'ä'.repeat(9)}"]}`, 4400],
    ['{"type":"unsubscribe","topics":[null]}', 4400],
    ['{"type":"publish","data":"x"}', 4400],
    ['{"type":"publish","topic":["a"],"data":"x"}', 4400],
    ['{"type":"publish","topic":"a"}', 4400],
    ['{"type":"publish","topic":"a","data":{"from":"me"}}', 4403],
    [' '.repeat(2001), 4413],
  ])('RLY-6 %s ends the connection with %i and a sentence', (text, code) => {
    const decoded = decode(text);
    expect(decoded.ok ? undefined : decoded.failure.code).toBe(code);
    if (!decoded.ok) expect(decoded.failure.sentence.length).toBeGreaterThan(20);
  });

  test('bytes that are no text are no throw', () => {
    for (let seed = 1; seed < 300; seed++) {
      const bytes = Uint8Array.from({ length: seed }, (_, i) => (seed * 131 + i * i * 7) % 256);
      expect(decodeSignal(bytes, LIMITS)).toMatchObject({ ok: false, failure: { code: CloseCode.malformed } });
    }
  });
});
