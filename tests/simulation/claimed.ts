/**
 * Lives in which an editor's snapshots claim what was never written. docs/threat-model.md, "An editor who claims the future" and the point after it, says who may
 * lack what then: whoever began with nothing but the false snapshot. Not promised is that all end with one document; promised, and held here, is that every device
 * keeps what it wrote itself, that no status is untrue meanwhile, that where they do not end with one document somebody was told who did it, and that whoever ends
 * a session's chain with another envelope than somebody else was told that something is wrong.
 */
import { type Sodium, toHex } from '@weft/crypto';
import type fc from 'fast-check';
import { type Action, betrayedLives, type Life, liveOut, UNDEFENDED } from './life.ts';
import type { World } from './world.ts';

const CLAIMS = [...UNDEFENDED];

/** Every other misdeed is one of these claims. */
export const claimedLives: fc.Arbitrary<Life> = betrayedLives.map((life) => ({
  ...life,
  insider: 'editor',
  actions: life.actions.map((action, at): Action => {
    const claim = CLAIMS[(at >> 1) % CLAIMS.length];
    return action.type === 'misdeed' && at % 2 === 0 && claim !== undefined ? { ...action, misdeed: claim } : action;
  }),
}));

/** As long as receipts take to tell, and to be doubted (SYN-6). */
const TOLD_MS = 300_000;
/** Of two histories, of a snapshot that is false, or of somebody who has another history. */
const TELLING = [
  'equivocation',
  'chain-broken',
  'snapshot-overreaches',
  'snapshot-disagrees',
  'spoken-over',
  'relay-forks',
];

/** Throws unless every device that holds another end of a chain than another device was told of something. */
function checkTold({ devices, alarmsOf }: World): void {
  const ends = new Map<string, Map<string, number[]>>();
  for (const { number, tabs } of devices) {
    for (const [session, { seq, hash }] of tabs()[0]?.replica.ledger.heads() ?? []) {
      const name = `${session}:${seq}`;
      const hashes = ends.get(name) ?? new Map<string, number[]>();
      ends.set(name, hashes.set(toHex(hash), [...(hashes.get(toHex(hash)) ?? []), number]));
    }
  }
  for (const [name, hashes] of ends) {
    for (const number of hashes.size > 1 ? [...hashes.values()].flat() : []) {
      if (!TELLING.some((code) => alarmsOf(number).has(code)))
        throw new Error(`others hold another ${name} than device ${number}, and it was told nothing`);
    }
  }
}

/** Lives it: throws unless it ends as promised. Answers whether all ended with one document. */
export async function liveClaimed(sodium: Sodium, life: Life): Promise<boolean> {
  const world = await liveOut(sodium, life);
  world.checkOwn();
  await world.pass(TOLD_MS);
  checkTold(world);
  try {
    await world.check();
    return true;
  } catch (error) {
    const isTold = [...(world.insider?.sessions ?? [])].some((session) => world.isAccused(session));
    if (!isTold) throw error;
    return false;
  }
}
