import type { Availability, Outcome, Place, SummaryRequest, TaskEnd, TaskFailure, TaskName } from './task.ts';

/** What an engine says of itself. */
export interface EngineProfile {
  /** One engine's own, and what people read: `weft-lm`, or the name of a model somebody brought. */
  readonly name: string;
  readonly place: Place;
  readonly tasks: readonly TaskName[];
  /** Milliseconds until an answer begins to be of use on this device, measured once and remembered. */
  readonly latency: number;
  /** Bytes of memory it needs beyond what is loaded. */
  readonly memory: number;
  /** Tokens of its own that request and answer may have together; `Infinity` where it does not count. */
  readonly context: number;
  /** Which of two engines answers better, for the same task: the higher. */
  readonly quality: number;
  /** Whether it costs energy worth sparing. */
  readonly isHeavy: boolean;
}

/**
 * Work of an engine under way: parts as they come, then the whole or why there is none. Neither ever throws. Cancelling
 * ends it within one token; `end` is then a failure with the code `cancelled`.
 */
export interface EngineRun<Part, Whole> {
  readonly parts: AsyncIterable<Part>;
  readonly end: Promise<Outcome<Whole>>;
  cancel(): void;
}

/** Text to be made. What is sent to an engine is this and nothing else: where it leaves the device, this is what is shown before. */
export interface TextRequest {
  /** What is to be done, and how the answer must look. Of the program, not of the document. */
  readonly instructions: string;
  /** What it is to be done with: words of the document, or of the person. An engine must not take orders from it. */
  readonly text: string;
  /** Tokens that the answer may have at most. */
  readonly mostTokens: number;
  /** 0: always the likeliest token, the same answer each time. */
  readonly temperature: number;
  /** BCP 47, as far as it is known. */
  readonly language?: string;
}

/** Samples a second of sound handed to an engine. */
export const SAMPLES_PER_SECOND = 16_000;

/** Speech to be written down. */
export interface SpeechRequest {
  /** One channel, `SAMPLES_PER_SECOND`, -1 to 1. */
  readonly samples: Float32Array;
  /** BCP 47; where it is missing the engine finds out. */
  readonly language?: string;
}

/** A stretch of speech, written down. */
export interface SpeechPart {
  /** With the space it begins with, where its script has spaces: parts one behind another are the whole. */
  readonly text: string;
  /** Seconds from the start of the samples. */
  readonly from: number;
  readonly to: number;
}

interface EngineBase {
  readonly profile: EngineProfile;
  /** `downloadable`: it would work, after something that the person has to ask for. */
  availability(): Promise<Availability>;
  /** Ends what is under way and gives back what is held. Using the engine again starts it anew. */
  destroy(): void;
}

/** An engine that writes: a language model of whatever size and place. For rewrite, extract, classify, complete, summarize. */
export interface TextEngine extends EngineBase {
  readonly kind: 'text';
  /** Parts are what is new, in the order of the text; the whole is all of them. */
  generate(request: TextRequest): EngineRun<string, string>;
}

/** An engine that can only summarize, such as the browser's own. */
export interface SummaryEngine extends EngineBase {
  readonly kind: 'summary';
  summarize(request: SummaryRequest): EngineRun<string, string>;
}

/** An engine that writes down what it hears. */
export interface SpeechEngine extends EngineBase {
  readonly kind: 'speech';
  /** BCP 47, of the languages that it writes; where there are several it finds out which it hears. */
  readonly languages: readonly string[];
  transcribe(request: SpeechRequest): EngineRun<SpeechPart, string>;
}

/** Engines beside those of this package's worker: models that people bring, the browser's, peers, endpoints. */
export type Engine = TextEngine | SummaryEngine | SpeechEngine;

/** A task that went from engine to engine until one answered. */
export interface RoutedRun {
  /** Each is all of the answer so far: where another engine takes over, the text begins anew. */
  readonly parts: AsyncIterable<RoutedPart>;
  readonly end: Promise<RoutedEnd>;
  cancel(): void;
}

/** How it ended, and whom it was asked of before. */
export type RoutedEnd = TaskEnd<string> & {
  readonly passed: readonly Passed[];
  /** Of a text that was too long for the engine: how much of it was read, 0 to 1. Left out where that is all of it. */
  readonly share?: number;
};

/** An engine that was asked and gave no answer, or a poor one. */
export interface Passed {
  readonly engine: string;
  readonly failure: TaskFailure;
}

/** The answer so far, and who gives it. */
export interface RoutedPart {
  readonly text: string;
  readonly engine: string;
  readonly place: Place;
  /** Why this engine, in a sentence for the person. */
  readonly reason: string;
}
