import { describe, expect, it } from 'vitest';
import { COALESCE_START, type CoalesceEvent, stepCoalesce } from './coalesce.ts';

function run(...events: readonly CoalesceEvent[]): string[] {
  let state = COALESCE_START;
  return events.map((event) => {
    const [next, effects] = stepCoalesce(state, event);
    state = next;
    return effects.join('+');
  });
}

describe('stepCoalesce', () => {
  it('LED-1 seals the first change at once and the following together', () => {
    expect(run('changed', 'changed', 'changed', 'time-over')).toEqual(['seal+wait', '', '', 'seal+wait']);
  });

  it('LED-1 is quiet again after 50 ms without a change', () => {
    expect(run('changed', 'time-over', 'changed')).toEqual(['seal+wait', '', 'seal+wait']);
  });

  it('LED-1 a flush seals what there is, and does not shorten the pause', () => {
    expect(run('flush', 'changed', 'flush', 'changed', 'flush', 'time-over')).toEqual([
      '',
      'seal+wait',
      '',
      '',
      'seal',
      '',
    ]);
  });
});
