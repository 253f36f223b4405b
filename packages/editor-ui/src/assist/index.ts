export { type ChecklistOptions, createChecklist } from './create-checklist.ts';
export { type AssistPart, createProofreading, type ProofreadingOptions } from './create-proofreading.ts';
