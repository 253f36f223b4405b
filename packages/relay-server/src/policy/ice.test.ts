import { describe, expect, test } from 'vitest';
import { createIce } from './ice.ts';

const ports = {
  clock: { now: () => 1_800_000_000_999 },
  random: (length: number) => Uint8Array.from({ length }, (_, i) => i + 1),
};

describe('servers for direct connections', () => {
  test('STUN alone: the same for everyone, without end', () => {
    const ice = createIce({ stunUrls: ['stun:a.test'] }, ports);
    expect(ice?.frame()).toEqual({ type: 'ice', ttl: 0, servers: [{ urls: ['stun:a.test'] }] });
    expect(ice?.everyMs).toBe(0);
  });

  test('TURN: a name with its end, and the password that coturn computes for it', () => {
    const turn = { urls: ['turn:t.test'], secret: 'north wind', ttlS: 3600 };
    const ice = createIce({ stunUrls: ['stun:a.test'], turn }, ports);
    // printf 1800003600:0102030405060708 | openssl dgst -sha1 -hmac 'north wind' -binary | base64
    expect(ice?.frame()).toEqual({
      type: 'ice',
      ttl: 3600,
      servers: [
        { urls: ['stun:a.test'] },
        { urls: ['turn:t.test'], username: '1800003600:0102030405060708', credential: 'dBY3QGJYK87IxSU1HWoN7oSD+PQ=' },
      ],
    });
    expect(ice?.everyMs).toBe(1_800_000);
  });

  test('none named: nothing is told', () => {
    expect(createIce({ stunUrls: [] }, ports)).toBeUndefined();
    expect(createIce({ stunUrls: [], turn: { urls: [], secret: 'x', ttlS: 60 } }, ports)).toBeUndefined();
  });
});
