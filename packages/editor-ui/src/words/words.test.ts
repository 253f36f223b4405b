import { createLanguageModelEngine, createSummarizerEngine } from '@weft/local-ai/models';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { shortcutLabel } from '../commands/shortcut.ts';
import { commandWords } from './commands.ts';
import { german } from './de/index.ts';
import { toSentence } from './failures.ts';
import { ago, bytesToWords, list, number, percent, plural, withRegion } from './format.ts';
import { agoToWords } from './times.ts';
import { currentLanguage, defineWords, type Locale, setLocale } from './words.ts';

beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en-US', 'de-DE'] }));
afterEach(() => {
  setLocale(undefined);
  vi.unstubAllGlobals();
});

const now = Date.UTC(2026, 5, 15, 12);
const MINUTE = 60_000;

describe('in English', () => {
  test('times are told as people tell them', () => {
    expect(agoToWords(now - 5_000, now)).toBe('just now');
    expect(agoToWords(now + MINUTE, now)).toBe('just now');
    expect(agoToWords(now - 3 * MINUTE, now)).toBe('3 minutes ago');
    expect(agoToWords(now - 26 * 60 * MINUTE, now)).toBe('yesterday');
    // Days are told apart by midnight, and not by 24 hours: this was the day before yesterday.
    expect(agoToWords(new Date(2026, 5, 13, 9).getTime(), new Date(2026, 5, 15, 8).getTime())).toBe('2 days ago');
    expect(agoToWords(Date.UTC(2026, 1, 3, 12), now)).toBe('February 3');
    expect(agoToWords(Date.UTC(2024, 1, 3, 12), now)).toBe('February 3, 2024');
  });

  test('sizes are told to two digits, and never as a thousand of a unit', () => {
    expect([1, 999, 1_000, 1_240, 9_960, 999_499, 999_500, 34_600_000].map(bytesToWords)).toEqual([
      '1 byte',
      '999 bytes',
      '1 kB',
      '1.2 kB',
      '10 kB',
      '999 kB',
      '1 MB',
      '35 MB',
    ]);
  });

  test('a failure says what its package gave it', () => {
    expect(toSentence({ code: 'removed', sentence: 'As given.' })).toBe('As given.');
  });
});

describe('in German', () => {
  test('numbers, lists, plurals and times are German', () => {
    setLocale(german);
    expect(number(1_234.5, 1)).toBe('1.234,5');
    expect(percent(0.66)).toBe('66\u00a0%');
    expect(list(['a', 'b', 'c'])).toBe('a, b und c');
    expect(plural(1, { one: '# Wort', other: '# Wörter' })).toBe('1 Wort');
    expect(plural(1_000, { one: '# Wort', other: '# Wörter' })).toBe('1.000 Wörter');
    expect(ago(now - 24 * 60 * MINUTE, now)).toBe('gestern');
    expect(agoToWords(now, now)).toBe('gerade eben');
    expect(bytesToWords(1_240)).toBe('1,2 kB');
    expect(shortcutLabel('Mod-Shift-7', false)).toBe('Strg+Umschalt+7');
    expect(shortcutLabel('Mod-Shift-7', true)).toBe('⌘⇧7');
  });

  test('a failure is told by its code, by the relay’s own code, and with its byte', () => {
    setLocale(german);
    expect(toSentence({ code: 'relay-offline', sentence: '' })).toMatch(/^Dieses Gerät ist offline\./);
    expect(toSentence({ code: 'relay-refused', sentence: '', wire: 4409 })).toMatch(/verschiedene Versionen/);
    expect(toSentence({ code: 'relay-envelope', sentence: '', wire: 2 })).toMatch(/diese Art Änderung/);
    expect(toSentence({ code: 'file-cut', sentence: '', at: 12 })).toMatch(/Byte 12/);
    // An alarm's `at` is a time.
    expect(toSentence({ code: 'removed', sentence: '', at: 12 })).not.toMatch(/12/);
    expect(toSentence({ code: 'constructor', sentence: 'Unknown here.' })).toBe('Unknown here.');
  });

  test('what the browser writes with is called so in German, by the name its package gave it', () => {
    for (const { profile } of [createLanguageModelEngine(undefined), createSummarizerEngine(undefined)]) {
      expect(german.parts.rewriting.origins.device(profile.name)).toMatch(/^D(as|er) \p{L}+ des Browsers, /u);
    }
    expect(german.parts.rewriting.origins.device('gemma3:4b')).toMatch(/^gemma3:4b, /);
  });

  test('the language can be asked for, and taken back', () => {
    setLocale(german);
    expect(currentLanguage()).toEqual({ tag: 'de', dir: 'ltr' });
    expect(commandWords().labels.bold).toBe('Fett');
    setLocale(undefined);
    expect(currentLanguage()).toEqual({ tag: 'en', dir: 'ltr' });
    expect(commandWords().labels.bold).toBe('Bold');
  });
});

test('a language with more forms than English uses them; what it lacks is said in English', () => {
  const arabic: Locale = { tag: 'ar', dir: 'rtl', parts: {} };
  const words = defineWords('of a test', { hello: 'Hello' });
  setLocale(arabic);
  expect(plural(2, { two: 'كلمتان', few: '# كلمات', other: '# كلمة' })).toBe('كلمتان');
  expect(words().hello).toBe('Hello');
  setLocale({ ...arabic, parts: { 'of a test': { hello: 'مرحبا' } } });
  expect(words().hello).toBe('مرحبا');
});

test('numbers and dates are written as where the person is, if that is where the language is spoken', () => {
  expect(withRegion('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(withRegion('de', ['en-GB'])).toBe('de');
  expect(withRegion('de', ['den-CA', 'de-AT'])).toBe('de-AT');
});
