import { describe, expect, test } from 'vitest';
import { type Outcome, toCount, toTable, toTotal, toTotalLine } from './report.ts';
import { toSelection } from './stages.ts';

const outcome = (change: Partial<Outcome>): Outcome => ({ title: 'x', isOk: true, isRun: true, seconds: 1, ...change });

describe('total', () => {
  test('it sums the tests of all stages and names skipped ones only when there are some', () => {
    const unit = outcome({ count: { passed: 120, failed: 0, skipped: 0 } });
    const e2e = outcome({ count: { passed: 3, failed: 0, skipped: 0 } });
    expect(toTotalLine(toTotal([outcome({}), unit, e2e]))).toBe('123 passed, 0 failed');
    const skipping = outcome({ count: { passed: 0, failed: 0, skipped: 2 } });
    expect(toTotalLine(toTotal([unit, e2e, skipping]))).toBe('123 passed, 0 failed, 2 skipped');
  });

  test('a stage that fails without naming a test is one failure', () => {
    const crashed = outcome({ isOk: false, count: { passed: 9, failed: 0, skipped: 0 } });
    const notRun = outcome({ isOk: false, isRun: false, seconds: 0 });
    const failed = outcome({ isOk: false, count: { passed: 1, failed: 3, skipped: 0 } });
    expect(toTotal([outcome({ isOk: false }), crashed, notRun, failed])).toEqual({ passed: 10, failed: 6, skipped: 0 });
    expect(toTable([outcome({ isOk: false }), notRun])).toMatch(/FAILED\n.*not run\n/);
  });
});

describe('counting', () => {
  test('a test file that vitest could not load is a failure', () => {
    const report = {
      numPassedTests: 2,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(toCount('vitest', JSON.stringify(report))).toEqual({ passed: 2, failed: 2, skipped: 2 });
  });

  test('a browser test that passed on a second try is a failure', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
    expect(toCount('playwright', JSON.stringify(report))).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  test.each([undefined, '', '{"half":', 'null'])('a missing or broken report counts nothing: %j', (text) => {
    expect(toCount('vitest', text)).toBeUndefined();
  });
});

describe('--only', () => {
  test('a stage brings what it needs, in running order', () => {
    expect(toSelection(['e2e', 'types']).stages.map(({ name }) => name)).toEqual(['types', 'build', 'e2e']);
  });

  test('verify stands for its stages, and a name nobody knows is said', () => {
    expect(toSelection(['verify']).stages.map(({ name }) => name)).toEqual([
      'types',
      'lint',
      'format',
      'knip',
      'architecture',
    ]);
    expect(toSelection(['nonsense']).unknown).toEqual(['nonsense']);
  });
});
