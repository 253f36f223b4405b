import { expect, test } from 'vitest';
import { createTestRoom } from '../testing/test-room.ts';

test('KEY-6 a word that was heard before is no news; one that says more, or names another card, is', async () => {
  const room = await createTestRoom();
  const [listener, speaker] = [room.replica(), room.replica({ device: room.device() })];
  let news = 0;
  listener.on('people', () => news++);
  const say = (role: 'commenter' | 'editor', epoch: number): void => {
    const word = speaker.people.introduction();
    if (word !== undefined) listener.people.introduce(speaker.sessionHex, { role, epoch }, word);
  };
  say('commenter', 0);
  say('commenter', 0);
  expect([news, listener.people.devices().length]).toEqual([1, 1]);
  say('editor', 0);
  say('commenter', 0);
  say('editor', 1);
  say('editor', 0);
  expect([news, listener.people.devices()[0]?.role, listener.people.devices()[0]?.epoch]).toEqual([3, 'editor', 1]);
  speaker.people.setPerson({ name: 'Ada', color: '#336699' });
  say('editor', 1);
  expect([news, listener.people.devices()[0]?.card.name]).toEqual([4, 'Ada']);
});
