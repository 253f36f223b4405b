export type { Check, Rule } from './check.ts';
export { CHECKS } from './checks/index.ts';
export { type CheckPorts, nodePorts } from './ports.ts';
export { type CheckResult, runChecks, type RunOptions } from './run-checks.ts';
export { parseTarget, type Target, type TargetFailure } from './target.ts';
