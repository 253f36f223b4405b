import fc from 'fast-check';
import type { Action } from './life.ts';
import type { Edit } from './edits.ts';

/**
 * KEY-8: somebody writes while out of reach, an admin changes the keys meanwhile, and they come back: perhaps in another tab, or after a crash.
 */
export function absences(edit: fc.Arbitrary<Edit>): fc.Arbitrary<Action[]> {
  const rekey = fc.record({
    type: fc.constant('rekey' as const),
    admin: fc.nat(1),
    gone: fc.option(fc.integer({ min: 2, max: 4 }), { nil: undefined, freq: 3 }),
  });
  const absence = fc.record({
    device: fc.nat(4),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    rekeys: fc.array(rekey, { minLength: 1, maxLength: 2 }),
    turn: fc.constantFrom(undefined, 'crash' as const, 'open' as const, 'close' as const),
    isTurnFirst: fc.boolean(),
    ms: fc.nat(3_000),
  });
  return absence.map(({ device, edits, rekeys, turn, isTurnFirst, ms }): Action[] => {
    const turns: Action[] = turn === undefined ? [] : ([turn, 'open'] as const).map((type) => ({ type, device }));
    return [
      { type: 'partition', device, isPartitioned: true },
      ...edits.map((one, tab): Action => ({ type: 'edit', device, tab, edit: one })),
      { type: 'pass', ms },
      ...(isTurnFirst ? turns : []),
      ...rekeys,
      { type: 'pass', ms: 500 },
      { type: 'partition', device, isPartitioned: false },
      { type: 'pass', ms },
      ...(isTurnFirst ? [] : turns),
    ];
  });
}
