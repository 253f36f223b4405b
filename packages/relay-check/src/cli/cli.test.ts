import { describe, expect, test } from 'vitest';
import { parseTarget } from '../target.ts';
import { readOptions } from './options.ts';
import { resultsToSummary, resultToLine } from './report.ts';

const sentence = (...args: readonly string[]): string => {
  const read = readOptions(args, {});
  return read.ok ? 'no failure' : read.failure.sentence;
};

describe('command line', () => {
  test('an address, and what is to be asked', () => {
    expect(readOptions(['relay.test', '--only', 'RLY-3', '--quick', '--json', '--deadline-s', '3'], {})).toEqual({
      ok: true,
      value: {
        target: { socketUrl: 'wss://relay.test', httpUrl: 'https://relay.test', host: 'relay.test' },
        json: true,
        slow: false,
        only: ['RLY-3'],
        deadlineMs: 3000,
        admissionSecret: undefined,
      },
    });
    expect(readOptions(['a.test'], { WEFT_ADMISSION_SECRET: 'north' })).toMatchObject({
      value: { admissionSecret: 'north', slow: true },
    });
    expect(readOptions(['--help'], {})).toEqual({ ok: true, value: 'help' });
  });

  test('addresses in the forms people have them', () => {
    const socketUrl = (text: string): string | undefined => {
      const target = parseTarget(text);
      return target.ok ? target.value.socketUrl : undefined;
    };
    expect(socketUrl('localhost:4400')).toBe('ws://localhost:4400');
    expect(socketUrl('[::1]:4400')).toBe('ws://[::1]:4400');
    expect(socketUrl('https://relay.test/')).toBe('wss://relay.test');
    expect(socketUrl('ws://relay.test:81/weft/')).toBe('ws://relay.test:81/weft');
    for (const text of ['', 'ftp://a.test', 'wss://u:p@a.test', 'wss://', 'a b'])
      expect(socketUrl(text)).toBeUndefined();
  });

  test('what cannot be understood is one sentence', () => {
    for (const args of [[], ['a', 'b'], ['a', '--nothing'], ['a', '--deadline-s', '0'], ['ftp://a.test']]) {
      expect(sentence(...args)).toMatch(/^[A-Z-].+\.$/);
    }
  });

  test('a report says what was broken, and how', () => {
    const result = {
      id: 'pull',
      rule: 'RLY-2',
      title: 'PULL works',
      outcome: 'broken',
      sentence: 'It did not.',
      ms: 7,
    } as const;
    expect(resultToLine(result)).toBe('broken  RLY-2  PULL works [pull, 7 ms]\n        It did not.');
    expect(resultsToSummary([result, { ...result, outcome: 'kept' }])).toBe(
      '1 kept, 1 broken (RLY-2), 0 not found out',
    );
  });
});
