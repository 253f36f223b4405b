import { expect, test } from 'vitest';
import { cryptoFailure, SENTENCES } from './errors.ts';

test('every failure says in a sentence or two what happened and what to do', () => {
  for (const [code, sentence] of Object.entries(SENTENCES)) {
    expect(sentence, code).toMatch(/^[A-Z][^\n]{30,180}\.$/u);
    // What to do begins a sentence of its own.
    expect(sentence, code).toMatch(/(?:Ask|Check|Copy|Reload|Reconnect|Open|Enter)\b[^.]*\.$/u);
  }
});

test('a failure carries its code and sentence', () => {
  expect(cryptoFailure('link-broken')).toEqual({
    ok: false,
    failure: { code: 'link-broken', sentence: SENTENCES['link-broken'] },
  });
});
