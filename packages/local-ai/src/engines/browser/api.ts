import type { Availability } from '../../ports/task.ts';

/** What the browser's models tell of a download: `loaded` goes from 0 to 1. */
export interface DownloadMonitor {
  addEventListener(type: 'downloadprogress', listener: (event: { readonly loaded: number }) => void): void;
}

interface CreateCommon {
  readonly monitor?: (monitor: DownloadMonitor) => void;
  readonly signal?: AbortSignal;
}

interface Spoken {
  readonly type: 'text';
  readonly languages: readonly string[];
}

/** `LanguageModel`, as far as it is used here (Chrome's Prompt API). */
export interface LanguageModelApi {
  availability(options: LanguageModelOptions): Promise<Availability>;
  create(options: LanguageModelOptions & CreateCommon): Promise<LanguageModelSession>;
}

export interface LanguageModelOptions {
  readonly initialPrompts?: readonly { readonly role: 'system'; readonly content: string }[];
  readonly expectedInputs?: readonly Spoken[];
  readonly expectedOutputs?: readonly Spoken[];
}

export interface LanguageModelSession {
  /** Chunks are what is new. */
  promptStreaming(text: string, options: { readonly signal: AbortSignal }): ReadableStream<string>;
  destroy(): void;
}

/** `Summarizer`, as far as it is used here. */
export interface SummarizerApi {
  availability(options: SummarizerOptions): Promise<Availability>;
  create(options: SummarizerOptions & CreateCommon): Promise<SummarizerSession>;
}

export interface SummarizerOptions {
  readonly type: 'tldr' | 'key-points' | 'teaser' | 'headline';
  readonly format: 'plain-text';
  readonly length: 'short' | 'medium' | 'long';
}

export interface SummarizerSession {
  summarizeStreaming(
    text: string,
    options: { readonly context: string; readonly signal: AbortSignal },
  ): ReadableStream<string>;
  destroy(): void;
}
