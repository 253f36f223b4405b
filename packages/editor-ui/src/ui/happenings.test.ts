import { expect, test } from 'vitest';
import { alarmsToList, isGrave } from './happenings.ts';

const alarm = (code: string, at: number) => ({ code, sentence: `It was ${code}.`, at });

test('the newest first; what was dismissed or has a face of its own is left out', () => {
  const alarms = [alarm('equivocation', 1), alarm('removed', 2), alarm('relay-entry', 3), alarm('peer-self', 4)];
  const codes = alarmsToList(alarms, new Set(['peer-self'])).map(({ code }) => code);
  expect(codes).toEqual(['relay-entry', 'equivocation']);
});

test('KEY-8: who was removed is not told once more that new keys are in use', () => {
  const alarms = [alarm('envelope-epoch', 1)];
  expect(alarmsToList(alarms, new Set(), true)).toEqual([]);
  expect(alarmsToList(alarms, new Set(), false)).toEqual(alarms);
});

test('SYN-6: a relay that hides or lost changes, and a double author, stand above the text; a peer that is full does not', () => {
  for (const code of ['equivocation', 'snapshot-disagrees', 'relay-hides', 'relay-rolled-back', 'ledger-damaged']) {
    expect(isGrave(alarm(code, 0)), code).toBe(true);
  }
  for (const code of ['peer-full', 'relay-entry', 'waiting-full']) expect(isGrave(alarm(code, 0)), code).toBe(false);
});
