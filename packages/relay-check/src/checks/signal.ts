import { toHex } from '@weft/crypto';
import type { SignalClient } from '../client/signal-client.ts';
import { type Check } from '../check.ts';
import { hold, Skipped } from '../hold.ts';
import type { World } from '../world.ts';

async function open(world: World): Promise<SignalClient> {
  const page = await world.signal();
  if (page === undefined) throw new Skipped('There is no /signal here.');
  return page;
}

async function listen(world: World, ...topics: readonly string[]): Promise<SignalClient> {
  const page = await open(world);
  page.send({ type: 'subscribe', topics });
  await page.fence();
  return page;
}

const topicOf = (world: World): string => toHex(world.ports.random(16));

export const SIGNAL_CHECKS: readonly Check[] = [
  {
    id: 'signal-topics',
    rule: 'RLY-1',
    title: '/signal brings a message to all of its topic, with their number, and to nobody else',
    async run(world) {
      const [here, elsewhere] = [topicOf(world), topicOf(world)];
      const author = await listen(world, here);
      const reader = await listen(world, here);
      const stranger = await listen(world, elsewhere);
      author.send({ type: 'publish', topic: here, data: 'c2VhbGVk' });
      const message = await reader.next('publish');
      hold(
        message['topic'] === here && message['data'] === 'c2VhbGVk',
        'A signal came with another topic or other data.',
      );
      hold(message['clients'] === 2, `A signal names ${String(message['clients'])} clients instead of 2.`);
      await author.fence();
      await stranger.fence();
      hold(!stranger.messages.some(({ type }) => type === 'publish'), 'A signal of one topic came to another.');
    },
  },
  {
    id: 'signal-unsubscribe',
    rule: 'RLY-1',
    title: 'who unsubscribed from a topic hears no more of it',
    async run(world) {
      const topic = topicOf(world);
      const author = await listen(world, topic);
      const reader = await listen(world, topic);
      reader.send({ type: 'unsubscribe', topics: [topic] });
      await reader.fence();
      author.send({ type: 'publish', topic, data: 'c2VhbGVk' });
      await author.fence();
      await reader.fence();
      hold(!reader.messages.some(({ type }) => type === 'publish'), 'A signal came to one who had unsubscribed.');
    },
  },
  {
    id: 'signal-malformed',
    rule: 'RLY-6',
    title: 'what is no signalling ends its connection with a code, and no other',
    async run(world) {
      const topic = topicOf(world);
      const bystander = await listen(world, topic);
      const bad = [
        '{',
        '[]',
        'null',
        '{"type":7}',
        '{"type":"subscribe","topics":"a"}',
        '{"type":"publish","data":"x"}',
      ];
      for (const text of [...bad, JSON.stringify({ type: 'publish', topic, data: { in: 'the clear' } })]) {
        const page = await open(world);
        page.send(text);
        const code = await page.ended(`after ${text}`);
        hold(code >= 4400 && code < 4600, `After ${text} the connection was closed with ${code}.`);
      }
      await bystander.fence();
      hold(!bystander.messages.some(({ type }) => type === 'publish'), 'Signals in the clear were passed on.');
    },
  },
];
