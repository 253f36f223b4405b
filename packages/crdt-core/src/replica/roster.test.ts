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

test('KEY-6 what a snapshot says of many is told once', async () => {
  const room = await createTestRoom();
  const [listener, author] = [room.replica(), room.replica()];
  const many = Array.from({ length: 5 }, () => room.replica({ device: room.device() }));
  for (const one of many) {
    const word = one.people.introduction();
    if (word !== undefined) author.people.introduce(one.sessionHex, { role: 'editor', epoch: 0 }, word);
  }
  author.doc.getText('t').insert(0, 'a');
  author.flush();
  const snapshot = author.compact();
  if (snapshot === undefined) throw new Error('nothing was compacted');
  let news = 0;
  listener.on('people', () => news++);
  listener.receive(snapshot, 'peer');
  expect([news, listener.people.devices().length]).toEqual([1, 5]);
});
