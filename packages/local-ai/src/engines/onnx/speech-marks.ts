import type { OnnxSpeechContract } from '../../models/manifest.ts';
import type { JsonTokenizer } from './json-tokenizer.ts';

/** Marks of Whisper's tokens. */
export const START = '<|startoftranscript|>';
export const END = '<|endoftext|>';
export const TASK = '<|transcribe|>';
export const NO_TIMES = '<|notimestamps|>';
/** By either name, where a model has one. */
export const SILENT: readonly string[] = ['<|nospeech|>', '<|nocaptions|>'];

/** A language by the name that models give it. */
export const toMark = (language: string): string => `<|${language}|>`;

/** Whether a tokenizer has all the marks that a model is steered by. */
export function hasMarks({ markToToken }: JsonTokenizer, { isTold, languages }: OnnxSpeechContract): boolean {
  const told = isTold ? [TASK, ...languages.map(toMark)] : [];
  return [START, END, NO_TIMES, ...told].every((mark) => markToToken(mark) !== undefined);
}
