export type { SummaryHelper, SummaryHelpers } from './helpers.ts';
export { createSummary, type SummaryOptions, type SummaryPart } from './create-summary.ts';
