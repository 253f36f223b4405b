import { expect, test } from 'vitest';
import { ANNOUNCE_EVERY, type AnnouncerState, announcerStep, quietAnnouncer } from './announcer.ts';

const say = (state: AnnouncerState, topic: string, words: string, now: number) =>
  announcerStep(state, { type: 'say', topic, words }, now);

test('speaks at once when it has been quiet', () => {
  const [, effects] = say(quietAnnouncer, 'status', 'Sent', 0);
  expect(effects).toEqual([{ type: 'speak', words: 'Sent' }]);
});

test('speaks at most once per interval, and then the newest of each topic', () => {
  const [first] = say(quietAnnouncer, 'status', 'Saving', 0);
  const [second, wake] = say(first, 'status', 'Saved', 1000);
  expect(wake).toEqual([{ type: 'wake', ms: ANNOUNCE_EVERY - 1000 }]);
  const [third, none] = say(second, 'people', 'Ada joined', 2000);
  expect(none).toEqual([]);
  const [fourth] = say(third, 'status', 'Sent', 3000);
  const [, effects] = announcerStep(fourth, { type: 'due' }, ANNOUNCE_EVERY);
  expect(effects).toEqual([{ type: 'speak', words: 'Sent. Ada joined' }]);
});

test('does not repeat what it said last', () => {
  const [first] = say(quietAnnouncer, 'status', 'Sent', 0);
  const [second] = say(first, 'status', 'Sending', 100);
  const [third] = say(second, 'status', 'Sent', 200);
  const [, effects] = announcerStep(third, { type: 'due' }, ANNOUNCE_EVERY);
  expect(effects).toEqual([]);
});

test('is woken again when a timer comes a moment early', () => {
  const [first] = say(quietAnnouncer, 'status', 'Saving', 0);
  const [second] = say(first, 'status', 'Saved', 1000);
  const [third, effects] = announcerStep(second, { type: 'due' }, ANNOUNCE_EVERY - 1);
  expect(effects).toEqual([{ type: 'wake', ms: 1 }]);
  const [, spoken] = announcerStep(third, { type: 'due' }, ANNOUNCE_EVERY);
  expect(spoken).toEqual([{ type: 'speak', words: 'Saved' }]);
});
