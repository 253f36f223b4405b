export { createSummary, type SummaryOptions, type SummaryPart } from './create-summary.ts';
