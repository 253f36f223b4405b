export { type ChecklistOptions, createChecklist } from './create-checklist.ts';
export { createRewriting, type RewritingOptions } from './create-rewriting.ts';
export { type AssistPart, createProofreading, type ProofreadingOptions } from './create-proofreading.ts';
export type { WritingPlace, WritingPlaces } from './places.ts';
