import { toBase64Url, toHex } from '@weft/crypto';
import { type Check } from '../check.ts';
import { hold, Skipped } from '../hold.ts';

export const HTTP_CHECKS: readonly Check[] = [
  {
    id: 'health',
    rule: 'RLY-1',
    title: '/healthz and /readyz answer',
    async run({ get }) {
      for (const path of ['/healthz', '/readyz']) {
        const { status } = await get(path);
        hold(status === 200, `${path} answered HTTP ${status}.`);
      }
    },
  },
  {
    id: 'headers',
    rule: 'RLY-1',
    title: 'what is served tells nobody where it was, is framed by nobody, and is what it says it is',
    async run({ get }) {
      const { headers } = await get('/');
      const policy = headers.get('content-security-policy') ?? '';
      hold(
        /default-src 'self'|default-src 'none'/.test(policy),
        'There is no content-security-policy with a default-src of its own.',
      );
      hold(policy.includes("frame-ancestors 'none'"), 'The content-security-policy lets others frame the app.');
      hold(headers.get('x-content-type-options') === 'nosniff', 'x-content-type-options is not nosniff.');
      hold(headers.get('referrer-policy') === 'no-referrer', 'referrer-policy is not no-referrer.');
    },
  },
  {
    id: 'room-addresses',
    rule: 'RLY-1',
    title: 'only 32 bytes of base64url name a room',
    async run({ dialPath }) {
      const paths = ['/r/short', `/r/${'A'.repeat(44)}`, `/r/${'A'.repeat(42)}!`, '/r/', '/rooms'];
      for (const path of paths) {
        const client = dialPath(path);
        await client.ended(`the address ${path}`);
        hold(client.of('challenge').length === 0, `${path} was challenged as a room.`);
      }
    },
  },
  {
    id: 'metrics-names',
    rule: 'RLY-7',
    title: 'no room, session or topic is in /metrics',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      author.send({ type: 'append', envelope: author.person.seal('content') });
      author.send({ type: 'append', envelope: new Uint8Array(700) });
      await author.next('ack');
      const topic = toHex(world.ports.random(16));
      const page = await world.signal();
      page?.send({ type: 'subscribe', topics: [topic] });
      await page?.fence();
      const { status, body } = await world.get('/metrics');
      if (status !== 200) throw new Skipped(`/metrics is not to be read from here (HTTP ${status}).`);
      hold(!body.includes(topic), '/metrics names a topic of /signal.');
      for (const [what, bytes] of [
        ['room', room.roomId],
        ['session', author.person.session.pair.publicKey],
      ] as const) {
        for (const form of [toHex(bytes), toBase64Url(bytes), Buffer.from(bytes).toString('base64')]) {
          hold(!body.includes(form.slice(0, 10)), `/metrics names a ${what}.`);
        }
      }
    },
  },
];
