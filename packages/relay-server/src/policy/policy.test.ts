import { describe, expect, test } from 'vitest';
import { addressToKey, clientAddress, createAddressCounter } from '../socket/addresses.ts';
import { createBucket, takeToken } from './bucket.ts';
import { createHostPolicy, isOriginAllowed } from './hosts.ts';

describe('token bucket', () => {
  test('RLY-6 a burst at once, then the rate, never more than the burst', () => {
    const bucket = createBucket(3, 0);
    const take = (now: number): boolean => takeToken(bucket, 2, 3, now);
    expect([take(0), take(0), take(0), take(0)]).toEqual([true, true, true, false]);
    expect([take(499), take(500), take(500)]).toEqual([false, true, false]);
    expect([take(60_000), take(60_000), take(60_000), take(60_000)]).toEqual([true, true, true, false]);
  });

  test('a clock that goes back adds nothing and takes nothing away', () => {
    const bucket = createBucket(1, 1000);
    expect(takeToken(bucket, 1, 1, 0)).toBe(true);
    expect(takeToken(bucket, 1, 1, 0)).toBe(false);
    expect(takeToken(bucket, 1, 1, 1000)).toBe(true);
  });
});

describe('hosts', () => {
  test('RLY-3 without public hosts a relay answers to its own names, under any port', () => {
    const isOwn = createHostPolicy({ publicHosts: [], ownNames: ['Desk', '192.168.1.5', 'fe80::1'] });
    const own = ['localhost:4400', 'LOCALHOST', '127.0.0.1:9', '[::1]:4400', 'desk:1', '192.168.1.5', '[fe80::1]:4'];
    for (const host of own) expect([host, isOwn(host)]).toEqual([host, true]);
    for (const host of ['evil.test', '', 'localhost.evil.test', '10.0.0.1:4400']) expect(isOwn(host)).toBe(false);
  });

  test('RLY-3 with public hosts it answers to those alone', () => {
    const isOwn = createHostPolicy({ publicHosts: ['Relay.example', 'relay.example:8443'], ownNames: ['desk'] });
    expect(['relay.example', 'relay.example:8443', 'relay.example:1', 'localhost', 'desk'].map(isOwn)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('RLY-6 origins: any unless some are named; programs without one pass', () => {
    expect(isOriginAllowed([], 'https://anywhere.test')).toBe(true);
    expect(isOriginAllowed(['https://a.test'], 'https://A.test')).toBe(true);
    expect(isOriginAllowed(['https://a.test'], 'https://b.test')).toBe(false);
    expect(isOriginAllowed(['https://a.test'], undefined)).toBe(true);
  });
});

describe('addresses', () => {
  test('RLY-6 connections are counted per address and given back', () => {
    const counter = createAddressCounter(2);
    expect([counter.enter('1.2.3.4'), counter.enter('::ffff:1.2.3.4'), counter.enter('1.2.3.4')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(counter.enter('1.2.3.5')).toBe(true);
    counter.leave('1.2.3.4');
    expect(counter.enter('1.2.3.4')).toBe(true);
  });

  test('RLY-6 a /64 of IPv6 is one address', () => {
    expect(addressToKey('2001:db8:0:1:aaaa::1')).toBe(addressToKey('2001:db8:0:1::2'));
    expect(addressToKey('2001:db8::1')).toBe(addressToKey('2001:db8:0:0:5::'));
    expect(addressToKey('2001:db8:0:1::1')).not.toBe(addressToKey('2001:db8:0:2::1'));
    expect(addressToKey('::1')).toBe('0:0:0:0');
  });

  test('X-Forwarded-For is believed only where a proxy of one’s own writes it, and then its last word', () => {
    expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', false)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2', true)).toBe('2.2.2.2');
    expect(clientAddress('10.0.0.1', undefined, true)).toBe('10.0.0.1');
    expect(clientAddress(undefined, undefined, false)).toBe('unknown');
  });
});
