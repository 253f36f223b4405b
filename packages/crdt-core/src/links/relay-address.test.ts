import { expect, test } from 'vitest';
import { parseRelayAddress } from './relay-address.ts';

test.each([
  ['ws://localhost:4400', 'ws://localhost:4400', 'localhost:4400'],
  [' wss://relay.example.org/ ', 'wss://relay.example.org', 'relay.example.org'],
  ['wss://relay.example.org:443/weft/', 'wss://relay.example.org/weft', 'relay.example.org'],
  ['wss://Relay.Example.ORG:8443', 'wss://relay.example.org:8443', 'relay.example.org:8443'],
  ['ws://[::1]:4400', 'ws://[::1]:4400', '[::1]:4400'],
])('%s is dialled at %s and proves itself to %s', (text, base, host) => {
  expect(parseRelayAddress(text)).toEqual({ ok: true, value: { base, host } });
});

test.each([
  '',
  'relay.example.org',
  'https://relay.example.org',
  'ws://',
  'wss://ada:secret@relay.example.org',
  'wss://relay.example.org/?key=secret',
  'wss://relay.example.org/#secret',
  'javascript:alert(1)',
])('“%s” is not the address of a relay, and the sentence says what one looks like', (text) => {
  const parsed = parseRelayAddress(text);
  expect(parsed).toMatchObject({ ok: false, failure: { code: 'relay-address' } });
  if (!parsed.ok) expect(parsed.failure.sentence).toContain('wss://');
});

test('an address of many slashes is read in time that grows with its length, no faster', () => {
  const cost = (slashes: number): number => {
    const start = process.cpuUsage().user;
    parseRelayAddress(`wss://a/${'/'.repeat(slashes)}x`);
    return process.cpuUsage().user - start;
  };
  cost(10); // warm
  // The square of it would be some ten seconds.
  expect(cost(40_000)).toBeLessThan(2_000_000);
  expect(parseRelayAddress('wss://a/b////')).toEqual({ ok: true, value: { base: 'wss://a/b', host: 'a' } });
});
