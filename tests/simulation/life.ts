import type { Sodium } from '@weft/crypto';
import fc from 'fast-check';
import { absences } from './absences.ts';
import { edit, type Edit } from './edits.ts';
import { type Misdeed, MISDEEDS } from './insider.ts';
import { LIES, type LieName, STALE_LIES } from './lies.ts';
import { befall, type Trouble, trouble } from './troubles.ts';
import { createWorld, type World } from './world.ts';

/** What can happen in a life. Devices and tabs are counted modulo those there are. */
export type Action =
  | { readonly type: 'edit'; readonly device: number; readonly tab: number; readonly edit: Edit }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'cut' | 'crash' | 'open' | 'close'; readonly device: number }
  | { readonly type: 'partition'; readonly device: number; readonly isPartitioned: boolean }
  | { readonly type: 'disk'; readonly device: number; readonly fails: boolean }
  | {
      readonly type: 'weather';
      readonly delayMs: number;
      readonly drop: number;
      readonly duplicate: number;
      readonly reorder: number;
    }
  | { readonly type: 'relay'; readonly keepsLog: boolean; readonly downMs: number }
  /** The relay begins to lie to a device; see lies.ts. */
  | { readonly type: 'lie'; readonly device: number; readonly lie: LieName; readonly share: number }
  /** Devices see only those of their group from now on. `mask`: whose bit is set is in the other group. */
  | { readonly type: 'fork'; readonly mask: number }
  | { readonly type: 'roll-back'; readonly keep: number; readonly keepsGeneration: boolean }
  | { readonly type: 'honest' }
  | { readonly type: 'cable'; readonly a: number; readonly b: number; readonly isPlugged: boolean }
  | { readonly type: 'misdeed'; readonly misdeed: Misdeed; readonly number: number }
  /** KEY-8. Without `gone` only the links are replaced. */
  | { readonly type: 'rekey'; readonly admin: number; readonly gone: number | undefined }
  | { readonly type: 'invite'; readonly device: number }
  | Trouble;

const device = fc.nat(4);
const chance = fc.constantFrom(0, 0, 0.05, 0.3);

const editing: fc.Arbitrary<Action> = fc.record({ type: fc.constant('edit' as const), device, tab: fc.nat(1), edit });
const passing: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('pass' as const),
  ms: fc.oneof(fc.nat(200), fc.nat(20_000)),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: editing },
  { weight: 6, arbitrary: passing },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('cut' as const, 'crash' as const, 'open' as const, 'close' as const),
      device,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('partition' as const), device, isPartitioned: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disk' as const), device, fails: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('weather' as const),
      delayMs: fc.constantFrom(10, 100, 2_000),
      drop: chance,
      duplicate: chance,
      reorder: chance,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('relay' as const), keepsLog: fc.boolean(), downMs: fc.nat(5_000) }),
  },
  { weight: 3, arbitrary: trouble },
);

const lying: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('lie' as const),
      device,
      lie: fc.constantFrom(...LIES),
      share: fc.constantFrom(0.2, 0.6, 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fork' as const), mask: fc.nat(31) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('roll-back' as const), keep: fc.nat(20), keepsGeneration: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('honest' as const) }) },
);

/** One life of a document: who is there, what happens, and the seed of everything left to chance. */
export interface Life {
  readonly seed: number;
  readonly devices: number;
  readonly hasViewer: boolean;
  readonly hasCommenter?: boolean;
  readonly compactEntries: number;
  readonly insider?: 'editor' | 'viewer';
  readonly peers?: 'beside' | 'only' | undefined;
  readonly hasAdmins?: boolean;
  readonly actions: readonly Action[];
}

export const lives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  devices: fc.integer({ min: 2, max: 5 }),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constantFrom(4, 8, 500),
  actions: fc.array(action, { minLength: 5, maxLength: 40 }),
});

/** Lives under a relay that lies. */
export const deceivedLives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  devices: fc.integer({ min: 2, max: 4 }),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constantFrom(4, 8, 500),
  // It lies from the beginning, and begins anew now and then; people write, and time passes, so that its lies mean something.
  actions: fc
    .tuple(
      fc.array(lying, { minLength: 2, maxLength: 5, size: 'max' }),
      fc.array(
        fc.oneof(
          { weight: 6, arbitrary: editing },
          { weight: 4, arbitrary: passing },
          { weight: 2, arbitrary: lying },
          { weight: 4, arbitrary: action },
        ),
        { minLength: 10, maxLength: 40, size: 'max' },
      ),
    )
    .map(([first, then]) => [...first, ...then]),
});

/** Lives with these may end with less: see claimed.ts. */
export const UNDEFENDED: ReadonlySet<Misdeed> = new Set(['claim-the-future', 'claim-too-much']);

const misdeed: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('misdeed' as const),
  misdeed: fc.constantFrom(...MISDEEDS.filter((name) => !UNDEFENDED.has(name))),
  number: fc.nat(50),
});

/** Lives with a member who misuses a link. */
export const betrayedLives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  devices: fc.integer({ min: 2, max: 4 }),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constantFrom(4, 8, 500),
  insider: fc.constantFrom('editor' as const, 'editor' as const, 'viewer' as const),
  actions: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: editing },
      { weight: 4, arbitrary: passing },
      { weight: 4, arbitrary: misdeed },
      { weight: 3, arbitrary: action },
    ),
    { minLength: 10, maxLength: 40, size: 'max' },
  ),
});

const cabling: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('cable' as const),
  a: fc.nat(3),
  b: fc.nat(3),
  isPlugged: fc.boolean(),
});

/** Lives of devices that are linked to each other: beside a relay that lies, or with no relay at all. */
export const meshedLives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  // Up to nine are linked each with each.
  devices: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 2, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 7, max: 9 }) },
  ),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constantFrom(4, 8, 500),
  peers: fc.constantFrom('beside' as const, 'only' as const),
  actions: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: editing },
      { weight: 4, arbitrary: passing },
      { weight: 2, arbitrary: cabling },
      { weight: 2, arbitrary: lying },
      { weight: 3, arbitrary: action },
    ),
    { minLength: 8, maxLength: 30, size: 'max' },
  ),
});

const rekeying: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('rekey' as const),
      admin: fc.nat(1),
      gone: fc.option(fc.integer({ min: 2, max: 4 }), { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('lie' as const),
      device,
      lie: fc.constantFrom(...STALE_LIES),
      share: fc.constant(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('invite' as const), device: fc.integer({ min: 2, max: 4 }) }) },
);

/** Lives in which two admins remove devices and replace links, while those who are removed go on writing. */
export const rekeyedLives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  devices: fc.integer({ min: 3, max: 5 }),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constantFrom(4, 8, 500),
  hasAdmins: fc.constant(true),
  peers: fc.constantFrom(undefined, 'beside' as const),
  // First everyone writes and is heard of, so that they can be kept.
  actions: fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: editing.map((one) => [one]) },
        { weight: 4, arbitrary: passing.map((one) => [one]) },
        { weight: 3, arbitrary: rekeying.map((one) => [one]) },
        { weight: 1, arbitrary: lying.map((one) => [one]) },
        { weight: 4, arbitrary: action.map((one) => [one]) },
        { weight: 1, arbitrary: absences(edit) },
      ),
      { minLength: 10, maxLength: 40, size: 'max' },
    )
    .map((then) => [...INTRODUCTIONS, ...then.flat()]),
});

const INTRODUCTIONS: readonly Action[] = [
  ...[0, 1, 2, 3, 4].map((at) => ({
    type: 'edit' as const,
    device: at,
    tab: 0,
    edit: { type: 'insert' as const, at: 0, text: `${at} ` },
  })),
  { type: 'pass', ms: 15_000 },
];

/** Lives in which nothing goes wrong and nothing is summed up. */
export const calmLives: fc.Arbitrary<Life> = fc.record({
  seed: fc.nat(2 ** 31),
  devices: fc.integer({ min: 2, max: 5 }),
  hasViewer: fc.boolean(),
  hasCommenter: fc.boolean(),
  compactEntries: fc.constant(500),
  actions: fc.array(fc.oneof({ weight: 2, arbitrary: editing }, { weight: 1, arbitrary: passing }), {
    minLength: 5,
    maxLength: 40,
  }),
});

const MAX_TABS = 2;

async function perform(world: World, step: Action): Promise<void> {
  if (step.type === 'pass') return world.pass(step.ms);
  if (step.type === 'weather') return world.network.setWeather(step);
  if (step.type === 'relay') return world.restartRelay(step.keepsLog, step.downMs);
  if (step.type === 'fork') return world.byzantine.fork((client) => (step.mask >> client) & 1);
  if (step.type === 'roll-back') return world.rollBack(step.keep, step.keepsGeneration);
  if (step.type === 'cable') return world.peers?.setPlugged(step.a, step.b, step.isPlugged);
  if (step.type === 'misdeed') return world.insider?.commit(step.misdeed, step.number);
  if (step.type === 'rekey') return world.rekey(step.admin, step.gone);
  if (step.type === 'honest') return world.byzantine.beHonest();
  const target = world.devices[step.device % world.devices.length];
  if (target === undefined) return;
  const tabs = target.tabs();
  switch (step.type) {
    case 'edit': {
      const tab = tabs[step.tab % Math.max(1, tabs.length)];
      if (tab !== undefined) world.edit(tab, step.edit);
      return;
    }
    case 'lie':
      return world.byzantine.lie(target.number, { name: step.lie, share: step.share });
    case 'invite':
      return world.invite(target);
    case 'cut':
      return target.cut();
    case 'crash':
      return target.crash();
    case 'open':
      if (tabs.length < MAX_TABS) await target.openTab();
      return;
    case 'close':
      // A page whose disk fails is not closed in peace; that is what crash is for.
      if (tabs.length > 0) await target.closeTab(tabs.length - 1);
      return;
    case 'partition':
      return target.setPartitioned(step.isPartitioned);
    case 'disk':
      return target.disk.fail(step.fails ? { code: 'storage-full', sentence: 'The disk is full.' } : undefined);
    default:
      return befall(world, target, step);
  }
}

/** Lives it, until nothing is left to do. */
export async function liveOut(sodium: Sodium, { actions, ...options }: Life): Promise<World> {
  const world = createWorld(sodium, options);
  for (const target of world.devices) await target.openTab();
  for (const step of actions) {
    await perform(world, step);
    world.checkStatus();
  }
  await world.settle();
  world.checkStatus();
  return world;
}

/** Lives it: throws, with a reason, unless it ends well. */
export async function live(sodium: Sodium, life: Life): Promise<World> {
  const world = await liveOut(sodium, life);
  await world.check();
  return world;
}
