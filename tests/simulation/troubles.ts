/** What else can happen to a device: a tab that dies beside others, another link, a file of an earlier state, a clock that is set. */
import type { LinkRole } from '@weft/crypto';
import fc from 'fast-check';
import type { SimDevice } from './sim-types.ts';
import type { World } from './world.ts';

export type Trouble =
  /** One tab's process ends without a word; the others go on. */
  | { readonly type: 'die'; readonly device: number; readonly tab: number }
  /** Closed, and opened again by a link of another role. */
  | { readonly type: 'relink'; readonly device: number; readonly role: LinkRole }
  /** LED-6: what it holds goes onto the shelf, as a file. */
  | { readonly type: 'save'; readonly device: number }
  /** LED-6: it takes in one of the files there. */
  | { readonly type: 'take'; readonly device: number; readonly file: number }
  /** Its clock is set, so many ms ahead of what it should be. */
  | { readonly type: 'clock'; readonly device: number; readonly aheadMs: number };

const HOUR_MS = 3_600_000;
/** As much as a relay and peers tolerate (KEY-4), less what a life lasts. */
const CLOCKS = [-20 * HOUR_MS, -HOUR_MS, 0, HOUR_MS, 20 * HOUR_MS];

const device = fc.nat(4);

export const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('die' as const), device, tab: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('relink' as const),
      device,
      role: fc.constantFrom('editor' as const, 'editor' as const, 'commenter' as const, 'viewer' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('save' as const), device }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('take' as const), device, file: fc.nat(7) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('clock' as const), device, aheadMs: fc.constantFrom(...CLOCKS) }),
  },
);

/** Lets it happen to a device. */
export async function befall(world: World, target: SimDevice, happening: Trouble): Promise<void> {
  switch (happening.type) {
    case 'die':
      return target.die(happening.tab);
    case 'relink':
      return world.relink(target, happening.role);
    case 'save': {
      const file = target.save();
      if (file !== undefined) world.shelf.push(file);
      return;
    }
    case 'take': {
      const file = world.shelf[happening.file % Math.max(1, world.shelf.length)];
      if (file !== undefined) target.take(file);
      return;
    }
    case 'clock':
      return target.setClock(happening.aheadMs);
  }
}
