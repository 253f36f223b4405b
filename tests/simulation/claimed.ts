/**
 * Lives in which an editor's snapshots claim what was never written. docs/threat-model.md, "An editor who claims the future" and the point after it, says who may
 * lack what then: whoever began with nothing but the false snapshot. Not promised is that all end with one document; promised, and held here, is that every device
 * keeps what it wrote itself, that no status is untrue meanwhile, and that where they do not end with one document somebody was told who did it.
 */
import type { Sodium } from '@weft/crypto';
import type fc from 'fast-check';
import { type Action, betrayedLives, type Life, liveOut, UNDEFENDED } from './life.ts';

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

/** Lives it: throws unless it ends as promised. Answers whether all ended with one document. */
export async function liveClaimed(sodium: Sodium, life: Life): Promise<boolean> {
  const world = await liveOut(sodium, life);
  world.checkOwn();
  try {
    await world.check();
    return true;
  } catch (error) {
    const isTold = [...(world.insider?.sessions ?? [])].some((session) => world.isAccused(session));
    if (!isTold) throw error;
    return false;
  }
}
