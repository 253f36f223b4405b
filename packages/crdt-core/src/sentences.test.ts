import { describe, expect, test } from 'vitest';
import { REPLICA_SENTENCES, toDamage } from './errors.ts';
import { PEER_SENTENCES } from './peer/peer-failures.ts';
import { PIN_SENTENCES } from './sync/pin-watch.ts';
import { closeCodeToFailure, LINK_SENTENCES } from './sync/link-failures.ts';

// The unions are closed and each record holds all of its union, which the compiler checks; here, that the sentences say something.
describe.each([
  ['replica', REPLICA_SENTENCES],
  ['relay', LINK_SENTENCES],
  ['peer', PEER_SENTENCES],
  ['link', PIN_SENTENCES],
])('what a person is told by the %s', (_, sentences) => {
  test.each(Object.entries(sentences))(
    '%s: in whole, plain sentences, what happened and what was done',
    (_code, said) => {
      expect(said).toMatch(/^[A-Z][^\n]{30,200}\.$/u);
      // Words of the protocol say nothing to whoever writes a document.
      expect(said).not.toMatch(/\b(epoch|envelope|struct|session|snapshot|payload|hash|ledger|seq|certificate)s?\b/i);
      // More than a name for it: a second clause says what became of it.
      expect(said).toMatch(/[.;,:] ?\S|\b(was|were|is|are)\b/u);
    },
  );

  test('no two codes say the same', () => {
    const said = Object.values(sentences);
    expect(new Set(said).size).toBe(said.length);
  });
});

test('LED-5 a damaged entry is told in one sentence, whatever is wrong with it; one of another document by its own', () => {
  for (const code of ['envelope-malformed', 'envelope-signature', 'envelope-sealed']) {
    expect(toDamage({ code, sentence: 'Reconnect.' }).code).toBe('ledger-damaged');
  }
  expect(toDamage({ code: 'envelope-room', sentence: 'Of another document.' }).sentence).toBe('Of another document.');
});

test('RLY-6 a relay that does not admit someone is told apart: there is something to enter', () => {
  expect(closeCodeToFailure(4403).code).toBe('relay-not-admitted');
  expect(closeCodeToFailure(4401).code).toBe('relay-refused');
});
