import type { DocumentStatus } from '@weft/crdt-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnlyBetter, statusToLine } from './status-words.ts';

const calm: DocumentStatus = {
  saved: { unsaved: 0 },
  relay: { state: 'connected' },
  unsent: 0,
  unsentFiles: 0,
  peers: 0,
  seenBy: 2,
  people: 3,
  leads: true,
  gaps: 0,
  pending: false,
  alarms: [],
};

const words = (status: Partial<DocumentStatus>, canWrite = true): string =>
  statusToLine({ ...calm, ...status }, canWrite)
    .parts.map((part) => part.words)
    .join(' · ');

test('SYN-5 three states when all is well', () => {
  expect(words({})).toBe('Saved on this device · Sent · Seen by 2');
  expect(statusToLine(calm, true).tone).toBe('calm');
});

test('SYN-5 the exact number of unsent changes is named while offline', () => {
  expect(words({ relay: { state: 'waiting' }, unsent: 3 })).toBe(
    'Saved on this device · Offline · 3 changes not sent yet',
  );
  expect(words({ relay: { state: 'waiting' }, unsent: 1 })).toContain('1 change not sent yet');
});

test('SYN-5 seen is never claimed of a change that was not sent', () => {
  expect(words({ unsent: 1 })).toBe('Saved on this device · Sending…');
  expect(words({ unsent: 40 })).toBe('Saved on this device · Sending 40 changes…');
  // A file on its way says nothing of the words, which others have.
  expect(words({ unsent: 1, unsentFiles: 1 })).toBe('Saved on this device · Sending 1 file… · Seen by 2');
  expect(words({ relay: { state: 'waiting' }, unsent: 5, unsentFiles: 2 })).toContain(
    '3 changes and 2 files not sent yet',
  );
});

test('a full disk and a refusing relay are named, their own sentences are the details', () => {
  const saved = { unsaved: 4, failure: { code: 'storage-full', sentence: 'This device is full. Free some space.' } };
  expect(words({ saved })).toBe('4 changes not saved on this device · Sent · Seen by 2');
  const relay = {
    state: 'refused',
    failure: { code: '4403', sentence: 'The relay does not take this page.' },
  } as const;
  expect(words({ relay, unsent: 2 })).toBe('Saved on this device · The relay refuses · 2 changes not sent yet');
  const line = statusToLine({ ...calm, relay, saved }, true);
  expect(line.tone).toBe('trouble');
  expect(line.parts.map((part) => part.detail)).toEqual(
    expect.arrayContaining([saved.failure.sentence, relay.failure.sentence]),
  );
});

test('SYN-5 a relay that is connected and takes nothing is named, with its sentence', () => {
  const relay = { state: 'connected', failure: { code: 'relay-room-full', sentence: 'The room is full.' } } as const;
  const line = statusToLine({ ...calm, relay, unsent: 2 }, true);
  expect(line.parts.map((part) => part.words)).toContain('The relay did not take 2 changes');
  expect(line.tone).toBe('trouble');
  expect(line.parts.map((part) => part.detail)).toContain('The room is full.');
});

test('SYN-5 a file that the relay does not take is not called sent on: it waits, and for what', () => {
  const full = { code: 'attachment-room-full', sentence: 'No room is left for this file.' };
  const refused = { code: 'attachment-refused', sentence: 'The relay did not take this file.' };
  const stuck = { unsent: 1, unsentFiles: 1, stuckFiles: { count: 1, failure: full } };
  expect(words(stuck)).toBe('Saved on this device · 1 file waits for room at the relay · Seen by 2');
  const line = statusToLine({ ...calm, ...stuck }, true);
  expect([line.tone, line.parts.map(({ detail }) => detail).join(' ')]).toEqual([
    'trouble',
    expect.stringContaining(full.sentence),
  ]);
  expect(words({ unsent: 2, unsentFiles: 2, stuckFiles: { count: 2, failure: refused } })).toContain(
    '· The relay did not take 2 files',
  );
  expect(words({ unsent: 5, unsentFiles: 3, stuckFiles: { count: 2, failure: full } })).toContain(
    '· Sending 2 changes and 1 file… · 2 files wait for room at the relay',
  );
  expect(words({ ...stuck, relay: { state: 'waiting' } })).toContain('Offline · 1 file not sent yet');
});

test('a view link claims neither sent nor seen', () => {
  expect(words({}, false)).toBe('Saved on this device · Up to date');
});

test('KEY-8 who was removed is told nothing about links: neither sent nor seen, nor that something is missing', () => {
  const line = statusToLine({ ...calm, gaps: 1, pending: true }, true, true);
  expect(line.parts.map((part) => part.words)).toEqual(['Saved on this device', 'No longer shared with you']);
  const refused = { relay: { state: 'refused' }, unsent: 2 } as const;
  expect(statusToLine({ ...calm, ...refused }, true, true).parts.map((part) => part.words)).toEqual([
    'Saved on this device',
    'No longer shared with you',
  ]);
});

test('what has not arrived is said', () => {
  expect(words({ gaps: 1 })).toContain('Some changes have not arrived yet');
  expect(words({ pending: true })).toContain('Some changes have not arrived yet');
});

test('SYN-5 never says saved, sent or seen unless it is so', () => {
  const states = fc.constantFrom('off', 'connecting', 'syncing', 'connected', 'waiting', 'refused' as const);
  fc.assert(
    fc.property(fc.nat(9), fc.nat(9), fc.nat(9), states, fc.boolean(), (unsaved, unsent, seenBy, state, failed) => {
      const failure = { code: 'storage-full', sentence: 'No room.' };
      const saved = failed ? { unsaved, failure } : { unsaved };
      const line = words({ saved, unsent, seenBy, relay: { state: state as DocumentStatus['relay']['state'] } });
      if (unsaved > 0 || failed) expect(line).not.toContain('Saved');
      if (unsent > 0 || state !== 'connected') expect(line).not.toMatch(/(^|· )Sent/);
      if (unsent > 0) expect(line).not.toContain('Seen');
    }),
  );
});

test('SYN-5 only good news may wait', () => {
  const line = (status: Partial<DocumentStatus>) => statusToLine({ ...calm, ...status }, true);
  const sending = line({ saved: { unsaved: 1 }, unsent: 1, seenBy: 0 });
  expect(isOnlyBetter(sending, line({}))).toBe(true);
  expect(isOnlyBetter(line({}), sending)).toBe(false);
  expect(isOnlyBetter(sending, line({ relay: { state: 'waiting' }, unsent: 1 }))).toBe(false);
  expect(isOnlyBetter(line({}), line({ seenBy: 0 }))).toBe(false);
  expect(isOnlyBetter(line({ gaps: 1 }), line({}))).toBe(true);
});

test('SYN-5 without a relay, but with others connected directly, the line says so and claims no relay', () => {
  const relay = { state: 'waiting' } as const;
  expect(words({ relay, peers: 2 })).toBe('Saved on this device · Connected directly to 2 devices · Seen by 2');
  expect(words({ relay, peers: 1 })).toContain('Connected directly to 1 device');
  expect(words({ relay: { state: 'off' }, peers: 1, unsent: 2 })).toBe('Saved on this device · Sending directly…');
  expect(words({ relay, peers: 1, unsent: 40 })).toContain('Sending 40 changes directly…');
  const line = statusToLine({ ...calm, relay: { state: 'off' }, peers: 1 }, true);
  expect(line.tone).toBe('calm');
  expect(line.parts.map(({ detail }) => detail).join(' ')).toContain('No relay is set.');
});

test('SYN-5 with a relay and others connected directly, either may be what has confirmed a change', () => {
  expect(words({ peers: 2 })).toBe('Saved on this device · Sent · Seen by 2');
  const details = (status: Partial<DocumentStatus>): string =>
    statusToLine({ ...calm, ...status }, true)
      .parts.map(({ detail }) => detail)
      .join(' ');
  expect(details({ peers: 2 })).toContain('The relay or a device connected directly (2)');
  expect(details({ peers: 2, unsent: 1 })).toContain('the relay or another device');
  expect(details({})).toContain('The relay has confirmed every change');
});

test('a relay that refuses is named even where others are connected directly', () => {
  expect(words({ relay: { state: 'refused' }, peers: 1 })).toContain('The relay refuses');
});
