export { type ChecklistOptions, createChecklist } from './create-checklist.ts';
export { createRewriting, type RewritingOptions } from './create-rewriting.ts';
export { createProofreading, type ProofreadingOptions } from './create-proofreading.ts';
export { type AssistPart } from './tab.ts';
export type { WritingPlace, WritingPlaces } from './places.ts';
