import type { TaskFailure } from '../ports/task.ts';

/** BCP 47 to the names that models of speech have: the language without its region and script. */
export const toLanguageName = (tag: string): string => tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';

export const UNKNOWN_LANGUAGE: TaskFailure = {
  code: 'language',
  sentence: 'The model for dictation does not know this language. Choose another, or add a model that knows it.',
};
