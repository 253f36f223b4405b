import { isTurnUrl } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold, Skipped } from '../hold.ts';
import type { Member } from '../world.ts';

/** The name of a TURN password: when it ends, in Unix seconds, and whatever makes it one's own. */
const NAME = /^(\d{10,12}):(.+)$/;

async function turnName(member: Member): Promise<{ name: string; endS: number; ttl: number }> {
  await member.fence();
  const [ice] = member.of('ice');
  if (ice === undefined) throw new Skipped('The relay names no servers for direct connections.');
  const server = ice.servers.find(({ urls }) => urls.some(isTurnUrl));
  if (server?.username === undefined) throw new Skipped('The relay names no TURN server.');
  const endS = Number(NAME.exec(server.username)?.[1] ?? Number.NaN);
  hold(!Number.isNaN(endS), 'The name for the TURN server does not say when it ends.');
  return { name: server.username, endS, ttl: ice.ttl };
}

export const ICE_CHECKS: readonly Check[] = [
  {
    id: 'turn-passwords',
    rule: 'RLY-3',
    title: 'a password for the TURN server is each connection’s own, and ends when the relay says',
    async run(world) {
      const room = world.createRoom();
      const first = await turnName(await world.enter(room, 'viewer'));
      const second = await turnName(await world.enter(room, 'viewer'));
      hold(first.name !== second.name, 'Two connections got one name for the TURN server.');
      const leftS = first.endS - world.ports.now() / 1000;
      hold(first.ttl > 0, 'The relay says that a password for the TURN server never ends.');
      // Clocks differ, by minutes at most.
      hold(
        Math.abs(leftS - first.ttl) < 600,
        `The password is said to last ${first.ttl} s, and lasts ${Math.round(leftS)} s.`,
      );
    },
  },
];
