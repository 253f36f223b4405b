import { expect, test } from 'vitest';
import { waitForTopic } from './topics.ts';

test('one searches at a time, in the order in which they came', async () => {
  const order: string[] = [];
  const turns = ['one', 'two', 'three'].map((name) => {
    const turn = waitForTopic('t');
    void turn.free.then(() => order.push(name));
    return turn;
  });
  const other = waitForTopic('u');
  await other.free;
  expect(order).toEqual(['one']);
  turns[1]?.giveUp();
  await turns[1]?.free;
  expect(order).toEqual(['one', 'two']); // told, so that it can end; it does not search
  turns[0]?.giveUp();
  turns[0]?.release();
  turns[0]?.release();
  await turns[2]?.free;
  expect(order).toEqual(['one', 'two', 'three']);
  turns[2]?.release();
  other.release();
  await waitForTopic('t').free;
});
