import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/limits.ts';
import { type CliOptions, helpText, optionToVariable, readOptions } from './options.ts';

const read = (args: readonly string[], environment: Record<string, string> = {}): CliOptions => {
  const result = readOptions(args, environment);
  if (!result.ok || result.value === 'help') throw new Error('expected options');
  return result.value;
};
const sentence = (args: readonly string[], environment: Record<string, string> = {}): string => {
  const result = readOptions(args, environment);
  return result.ok ? 'no failure' : result.failure.sentence;
};

describe('command line', () => {
  test('nothing said: the standards', () => {
    expect(read([])).toMatchObject({
      port: 4400,
      host: '127.0.0.1',
      log: false,
      publicHosts: [],
      limits: DEFAULT_LIMITS,
    });
  });

  test('every option in the help is read from its environment variable too', () => {
    const names = [...helpText().matchAll(/^ {2}--([a-z-]+) (N|TEXT|URL)?/gm)].filter(([, name]) => name !== 'help');
    expect(names.length).toBeGreaterThan(20);
    for (const [, name = '', value] of names) {
      const url = name === 'connect-src' ? 'https://models.test' : `${name.slice(0, 4)}:relay.test`;
      const given = value === 'N' ? '65000' : value === 'TEXT' ? 'some' : value === 'URL' ? url : '1';
      const secret = { WEFT_TURN_SECRET: 'some' };
      const variables = { ...secret, [optionToVariable(name)]: given };
      expect(read([], variables)).toEqual(read(value ? [`--${name}`, given] : [`--${name}`], secret));
    }
  });

  test('the command line wins, and lists are repeated there or separated by commas in the environment', () => {
    expect(read(['--port', '1'], { WEFT_PORT: '2' }).port).toBe(1);
    expect(read(['--public-host', 'a', '--public-host', 'b']).publicHosts).toEqual(['a', 'b']);
    expect(read([], { WEFT_PUBLIC_HOST: 'a, b' }).publicHosts).toEqual(['a', 'b']);
    expect(read(['--max-room-bytes=5000']).limits.maxRoomBytes).toBe(5000);
  });

  test('a bad value is answered by one sentence that says what is wanted', () => {
    expect(sentence(['--port', '70000'])).toBe('--port takes a whole number from 0 to 65535, not “70000”.');
    expect(sentence([], { WEFT_MAX_ROOMS: '-1' })).toBe('WEFT_MAX_ROOMS takes a whole number of at least 1, not “-1”.');
    expect(sentence(['--max-rooms', '1e3'])).toContain('whole number');
    expect(sentence([], { WEFT_LOG: 'yes' })).toBe('WEFT_LOG takes 1 or 0.');
    expect(sentence(['--host', ''])).toBe('--host takes some text.');
  });

  test('an unknown option, a missing value and a stray word are answered by one sentence', () => {
    for (const args of [['--prot', '1'], ['--port'], ['serve'], ['--log=3']]) {
      const said = sentence(args);
      expect(said).toMatch(/; see weft-relay --help\.$/);
      expect(said).not.toContain('\n');
    }
  });

  test('servers for direct connections are addresses that browsers take, and TURN needs its secret', () => {
    const args = ['--stun-url', 'stun:a.test', '--turn-url', 'turn:a.test?transport=udp', '--turn-url', 'turns:b.test'];
    expect(read(args, { WEFT_TURN_SECRET: 'north wind', WEFT_TURN_TTL_S: '600' }).ice).toEqual({
      stunUrls: ['stun:a.test'],
      turn: { urls: ['turn:a.test?transport=udp', 'turns:b.test'], secret: 'north wind', ttlS: 600 },
    });
    expect(sentence(args)).toContain('--turn-secret');
    expect(sentence(['--stun-url', 'turn:a.test'])).toBe('--stun-url takes a stun: or stuns: address.');
    expect(sentence(['--connect-src', 'https://a.test; script-src *'])).toContain('--connect-src takes an address');
    expect(sentence(['--turn-url', 'a.test'])).toBe('--turn-url takes a turn: or turns: address.');
  });

  test('a secret is never repeated in a failure', () => {
    expect(sentence(['--admission-secret', 'hunter2', '--port', 'x'])).not.toContain('hunter2');
    expect(sentence(['--turn-secret', 'hunter2', '--port', 'x'])).not.toContain('hunter2');
  });

  test('--help is help, whatever else is said', () => {
    expect(readOptions(['--help', '--port', 'x'], {})).toEqual({ ok: true, value: 'help' });
    expect(readOptions(['-h'], {})).toEqual({ ok: true, value: 'help' });
  });
});
