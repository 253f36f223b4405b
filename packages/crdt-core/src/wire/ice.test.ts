import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRelayFrame, encodeFrame, isIceUrl, MAX_ICE_BYTES } from './index.ts';

/** An ICE frame with this JSON. */
function frame(json: unknown): Uint8Array {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return Uint8Array.from([0x57, 0x4c, 0, 1, 0x51, 0x80, ...new TextEncoder().encode(text)]);
}

const decode = (json: unknown): ReturnType<typeof decodeRelayFrame> => decodeRelayFrame(frame(json));
const turn = { urls: ['turn:a.test?transport=udp'], username: '18:ab', credential: 'c2VjcmV0' };

describe('ICE frame', () => {
  test('RLY-2 known bytes: ttl, then JSON, in whatever form it is written', () => {
    expect(decode([{ urls: ['stun:a.test'] }, turn])).toEqual({
      ok: true,
      value: { type: 'ice', ttl: 86_400, servers: [{ urls: ['stun:a.test'] }, turn] },
    });
    expect(decode(' [ { "more": 1, "urls" : ["stun:a.test"] } ] ')).toMatchObject({
      value: { servers: [{ urls: ['stun:a.test'] }] },
    });
    expect(encodeFrame({ type: 'ice', ttl: 86_400, servers: [turn] })).toEqual(frame([turn]));
  });

  test.each([
    ['not JSON', '['],
    ['no list', turn],
    ['an empty list', []],
    ['no object', ['stun:a.test']],
    ['null', [null]],
    ['urls as one text', [{ urls: 'stun:a.test' }]],
    ['no url', [{ urls: [] }]],
    ['a url that is no text', [{ urls: [7] }]],
    ['a foreign scheme', [{ urls: ['https://a.test'] }]],
    ['too many urls', [{ urls: new Array(9).fill('stun:a.test') }]],
    ['too many servers', new Array(17).fill({ urls: ['stun:a.test'] })],
    ['TURN without a name', [{ urls: ['turn:a.test'], credential: 'x' }]],
    ['TURN without a password', [{ urls: ['stun:a.test', 'turn:a.test'] }]],
    ['a name that is no text', [{ ...turn, username: 7 }]],
    ['a name too long', [{ ...turn, username: 'x'.repeat(513) }]],
    ['more than it may have', `${JSON.stringify([turn])}${' '.repeat(MAX_ICE_BYTES)}`],
  ])('%s is refused as a value', (_what, json) => {
    expect(decode(json)).toMatchObject({ ok: false, failure: { code: 'frame-field' } });
  });

  test('addresses are those a browser takes, and no others', () => {
    const fine = [
      'stun:a',
      'stuns:a.b-c.test:1',
      'TURN:1.2.3.4:3478',
      'turns:[::1]:443?transport=tcp',
      'turn:a?transport=udp',
    ];
    const wrong = [
      '',
      'stun:',
      'stun://a',
      'stun:a:',
      'stun:a:123456',
      'stun:a?transport=udp',
      'turn:a?transport=sctp',
      'turn:a b',
    ];
    expect(fine.filter((url) => !isIceUrl(url))).toEqual([]);
    expect([...wrong, 'javascript:stun:a', 'turn:u@a', 'turn:a#b', '\nstun:a'].filter((url) => isIceUrl(url))).toEqual(
      [],
    );
  });

  test('RLY-2 cut short, or of any bytes, it is a reason and not a throw', () => {
    expect(decodeRelayFrame(Uint8Array.of(0x57, 0x4c, 0, 0, 0))).toMatchObject({ failure: { code: 'frame-length' } });
    fc.assert(
      fc.property(fc.json(), fc.nat(60), (json, cut) => {
        const bytes = frame(json);
        expect(decodeRelayFrame(bytes.subarray(0, Math.max(2, bytes.length - cut))).ok).toBe(false);
      }),
    );
  });

  test('what no frame holds is not written', () => {
    expect(() => encodeFrame({ type: 'ice', ttl: 0, servers: [{ urls: ['a.test'] }] })).toThrow(RangeError);
    expect(() => encodeFrame({ type: 'ice', ttl: 0, servers: new Array(17).fill(turn) })).toThrow(RangeError);
  });
});
