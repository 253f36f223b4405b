import { type ClientFrame, CloseCode, encodeFrame, FrameType, WEFT_MESSAGE } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { Broken, hold } from '../hold.ts';
import type { Client } from '../client/client.ts';
import type { CheckRoom } from '../people.ts';
import type { World } from '../world.ts';
import { expectUndisturbed } from './limits.ts';
import { holdEntries } from './log.ts';

interface Bad {
  readonly what: string;
  readonly bytes: Uint8Array;
}

const AT_ONCE = 8;

/** What no frame of a client is, whatever goes before. */
function createForeign(): readonly Bad[] {
  const known: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6]);
  const types = [0, 7, 0x10, 0x3f, ...Object.values(FrameType), 0x4d, 0x80, 0xff].filter((type) => !known.has(type));
  return [
    { what: 'an empty message', bytes: new Uint8Array() },
    { what: 'a first byte that is not Weft’s', bytes: Uint8Array.of(2, 6) },
    { what: 'a first byte of another protocol', bytes: Uint8Array.of(0xff, 0xff, 0xff) },
    { what: 'a message without a type', bytes: Uint8Array.of(WEFT_MESSAGE) },
    ...types.map((type) => ({ what: `a frame of type ${type}`, bytes: Uint8Array.of(WEFT_MESSAGE, type, 1, 2, 3) })),
  ];
}

/** A frame cut at each boundary of a field, and one byte longer. */
function cutAndExtend(frame: ClientFrame, boundaries: readonly number[], mayGrow: boolean): readonly Bad[] {
  const bytes = encodeFrame(frame);
  const cuts = [...new Set([...boundaries, bytes.length - 1])].filter((at) => at >= 2 && at < bytes.length);
  const bad = cuts.map((at) => ({ what: `${frame.type} cut to ${at} bytes`, bytes: bytes.subarray(0, at) }));
  if (!mayGrow) bad.push({ what: `${frame.type} with a byte more`, bytes: Buffer.concat([bytes, Uint8Array.of(0)]) });
  return bad;
}

/** A number field of 2^53 and more, which no number may be. */
function overflow(frame: ClientFrame, at: number): Bad {
  const bytes = encodeFrame(frame);
  bytes.fill(0xff, at, at + 8);
  return { what: `${frame.type} with a number beyond 2^53 − 1`, bytes };
}

function change(frame: ClientFrame, at: number, value: number, what: string): Bad {
  const bytes = encodeFrame(frame);
  bytes[at] = value;
  return { what: `${frame.type} with ${what}`, bytes };
}

function createAdmitted(room: CheckRoom): readonly Bad[] {
  const person = room.join('editor');
  const append: ClientFrame = { type: 'append', envelope: person.seal('content') };
  const passing: ClientFrame = { type: 'ephemeral', to: 0, envelope: person.seal('presence') };
  const pull: ClientFrame = { type: 'pull', from: 1 };
  const snapshot: ClientFrame = { type: 'compact', base: 0, upto: 1, envelope: person.seal('snapshot') };
  return [
    ...createForeign(),
    ...cutAndExtend(append, [2, 3, 83, 107, 139], false),
    ...cutAndExtend(passing, [2, 3, 5, 6, 87, 141], false),
    ...cutAndExtend(pull, [2, 5, 9], false),
    ...cutAndExtend(snapshot, [2, 9, 10, 17, 18, 99], false),
    ...cutAndExtend({ type: 'ping' }, [], false),
    overflow(pull, 2),
    overflow(snapshot, 2),
    overflow(snapshot, 10),
  ];
}

function createGreetings(hello: ClientFrame): readonly Bad[] {
  return [
    ...createForeign(),
    ...cutAndExtend(hello, [2, 3, 11, 27, 264, 374, 438], false),
    overflow(hello, 3),
    change(hello, 2, 2, 'another version'),
    change(hello, 27, 9, 'an epoch certificate of another version'),
    change(hello, 264, 9, 'a session certificate of another version'),
    change(hello, 265, 7, 'a role that is none'),
    change(hello, 400, (encodeFrame(hello)[400] ?? 0) ^ 1, 'a changed proof'),
    change(hello, 438, 7, 'an admission mark that is none'),
  ];
}

/** Answered by REFUSED, or by a close with a code of the protocol; never by silence. */
async function expectAnswered(client: Client, { what, bytes }: Bad): Promise<void> {
  client.sendBytes(bytes);
  const refused = client.next('refused', `an answer to ${what}`).then(() => undefined);
  const code = await Promise.any([refused, client.ended(`after ${what}`)]).catch(() => {
    throw new Broken(`Nothing was said to ${what}.`);
  });
  if (code === undefined) return;
  hold(code >= 4400 && code < 4600, `After ${what} the connection was closed with ${code}, which says nothing.`);
}

/** Runs through all of them, some at a time. */
async function forEach(bads: readonly Bad[], run: (bad: Bad) => Promise<void>): Promise<void> {
  const queue = [...bads];
  const worker = async (): Promise<void> => {
    for (let bad = queue.shift(); bad !== undefined; bad = queue.shift()) await run(bad);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function dialAndSay(world: World, room: CheckRoom, bad: Bad): Promise<void> {
  const { client } = await world.dial(room);
  await expectAnswered(client, bad);
  const told = client.frames.find(({ type }) => type !== 'challenge' && type !== 'error');
  hold(told === undefined, `${bad.what} was answered by ${told?.type ?? ''}.`);
  client.socket.terminate();
}

export const MALFORMED_CHECKS: readonly Check[] = [
  {
    id: 'malformed-before-hello',
    rule: 'ENV-6',
    title: 'whatever is said in place of HELLO is answered with a code, and hurts nobody else',
    async run(world) {
      const room = world.createRoom();
      const bystander = await world.enter(room, 'editor');
      const hello = room.join('editor').hello({ nonce: new Uint8Array(32), host: world.target.host });
      await forEach(createGreetings(hello), (bad) => dialAndSay(world, room, bad));
      await expectUndisturbed(bystander, 'A malformed greeting');
    },
  },
  {
    id: 'malformed-frames',
    rule: 'ENV-6',
    title:
      'every malformed frame is refused or ends its connection with a code; none is stored, and nobody else is hurt',
    async run(world) {
      const room = world.createRoom();
      const bystander = await world.enter(room, 'editor');
      await forEach(createAdmitted(room), async (bad) => {
        const member = await world.enter(room, 'editor');
        await expectAnswered(member, bad);
        member.socket.terminate();
      });
      await expectUndisturbed(bystander, 'A malformed frame');
      hold(bystander.of('entry').length + bystander.of('base').length === 0, 'A malformed frame was sent on.');
      const [envelope = new Uint8Array()] = (await world.enter(room, 'viewer'))
        .of('entry')
        .map((entry) => entry.envelope);
      holdEntries(await world.enter(room, 'viewer'), [envelope], 0, 'The log after malformed frames');
    },
  },
  {
    id: 'text-messages',
    rule: 'RLY-1',
    title: 'a text message ends its connection with 4400',
    async run(world) {
      const member = await world.enter(world.createRoom(), 'viewer');
      member.sendBytes('{"type":"ping"}');
      const code = await member.ended('a text message');
      hold(code === CloseCode.malformed, `A text message was closed with ${code}.`);
    },
  },
  {
    id: 'y-websocket-greetings',
    rule: 'RLY-1',
    title: 'the messages that y-websocket sends of its own accord are passed over',
    async run(world) {
      const room = world.createRoom();
      const { client, nonce } = await world.dial(room);
      for (const type of [0, 1, 3]) client.sendBytes(Uint8Array.of(type, 0, 1, 0));
      client.send(room.join('viewer').hello({ nonce, host: world.target.host }));
      await client.next('welcome', 'WELCOME after the greetings of y-websocket');
    },
  },
];
