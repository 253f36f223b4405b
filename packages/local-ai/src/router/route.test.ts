import { describe, expect, test } from 'vitest';
import type { EngineProfile } from '../ports/engine.ts';
import { chooseEngine, chooseNext, type Conditions } from './route.ts';

const small: EngineProfile = {
  name: 'adaptive',
  place: 'device',
  tasks: ['complete'],
  latency: 1,
  memory: 1e6,
  context: 128,
  quality: 1,
  isHeavy: false,
};
const large: EngineProfile = { ...small, name: 'large', latency: 30, memory: 1e8, quality: 2, isHeavy: true };
const peer: EngineProfile = { ...small, name: 'laptop', place: 'peer', latency: 80, quality: 3, memory: 0 };
const usual: Conditions = { places: [], isSaving: false, memory: 1e9, failed: [] };
const all = [small, large, peer];

describe('the router', () => {
  test.each([
    ['the best on the device', {}, 100, 'large', /does not leave/],
    ['a peer where the document allows it', { places: ['peer'] }, 100, 'laptop', /in the room/],
    ['the small one when energy is short', { isSaving: true }, 100, 'adaptive', /energy/],
    ['the small one when memory is short', { memory: 2e6 }, 100, 'adaptive', /./],
    ['the small one when time is short', {}, 10, 'adaptive', /./],
    ['the small one when the large one failed', { failed: ['large', 'laptop'] }, 100, 'adaptive', /failed/],
  ] as const)('takes %s', (_, change, deadline, name, reason) => {
    const route = chooseEngine(all, 'complete', deadline, { ...usual, ...change });
    expect(route.engine?.name).toBe(name);
    expect(route.reason).toMatch(reason);
  });

  test.each([
    ['nothing can do it', all, 'search', {}, 100, /Nothing on this device/],
    ['it may not leave the device', [peer], 'complete', {}, 100, /may not leave/],
    ['all failed', [small], 'complete', { failed: ['adaptive'] }, 100, /failed/],
    ['memory', [large], 'complete', { memory: 1 }, 100, /memory/],
    ['energy', [large], 'complete', { isSaving: true }, 100, /energy/],
    ['time', [large], 'complete', {}, 1, /in time/],
  ] as const)('says why there is none: %s', (_, engines, task, change, deadline, reason) => {
    const route = chooseEngine(engines, task, deadline, { ...usual, ...change });
    expect(route.engine).toBeUndefined();
    expect(route.reason).toMatch(reason);
  });

  test('never sends a text where the document does not allow it', () => {
    for (const places of [[], ['endpoint']] as const) {
      for (const failed of [[], ['adaptive'], ['adaptive', 'large']]) {
        expect(chooseEngine(all, 'complete', 1e9, { ...usual, places, failed }).engine?.place).not.toBe('peer');
      }
    }
  });

  test('goes on where an answer is not sure enough, and stops where it is or none is left', () => {
    const unsure = { confidence: 0.2, threshold: 0.5 };
    expect(chooseNext(all, 'complete', 100, usual, ['adaptive'], unsure)?.engine?.name).toBe('large');
    expect(chooseNext(all, 'complete', 100, usual, ['adaptive'], undefined)?.engine?.name).toBe('large');
    expect(chooseNext(all, 'complete', 100, usual, ['adaptive'], { ...unsure, confidence: 0.5 })).toBeUndefined();
    expect(chooseNext(all, 'complete', 100, usual, ['adaptive', 'large'], unsure)).toBeUndefined();
  });
});
