/** What the panel shows, and what follows from what: pure. */
import type { Passed, Place, Summary, SummaryRequest, SummarySentence } from '@weft/local-ai';
import type { HelperPhase, NoHelp } from '@weft/local-ai/peer';

export type SummaryScope = 'document' | 'selection' | 'since';
/** An extractive summary has no teaser: no sentence of a document is one. */
export type SummaryType = Exclude<SummaryRequest['type'], 'teaser'>;
export type SummaryLength = SummaryRequest['length'];

export interface SummaryChoice {
  readonly scope: SummaryScope;
  readonly type: SummaryType;
  readonly length: SummaryLength;
  /** The other device that is asked, or {@link toWrittenId} of where it is written anew; empty: picked on this one. */
  readonly helper: string;
}

/** A choice of a place where a summary is written anew. */
export function toWrittenId(place: string): string {
  return `written:${place}`;
}

/**
 * Where a summary is made: here; on another device; here after all, since that one gave none; written anew, or picked here
 * after all, since it was not.
 */
export type SummaryAt =
  | { readonly place: 'here' }
  | { readonly place: 'there'; readonly name: string; readonly phase: HelperPhase }
  | { readonly place: 'back'; readonly name: string; readonly why: NoHelp }
  | { readonly place: 'writing'; readonly at: Place; readonly name: string }
  | {
      readonly place: 'written';
      readonly engine: string;
      readonly at: Place;
      readonly passed: readonly Passed[];
      /** How much of the text was read, 0 to 1. */
      readonly share: number;
    }
  | { readonly place: 'unwritten'; readonly why: string };

/** A summary that was made, and of what kind it is. */
export interface MadeSummary {
  readonly summary: Summary;
  readonly type: SummaryType;
  readonly at: SummaryAt;
  /** The text is no longer the one it was made of. */
  readonly isStale: boolean;
}

export interface SummaryState {
  readonly choice: SummaryChoice;
  /** Runs are numbered: what an earlier one still says is not heard. */
  readonly run: number;
  readonly phase:
    | { readonly name: 'idle' }
    | {
        readonly name: 'running';
        readonly type: SummaryType;
        readonly at: SummaryAt;
        readonly sentences: readonly SummarySentence[];
        /** Of one that is written anew: as far as it has come. */
        readonly text: string;
        readonly before: MadeSummary | undefined;
      }
    | ({ readonly name: 'made' } & MadeSummary)
    | { readonly name: 'failed'; readonly sentence: string };
}

export type SummaryEvent =
  | { readonly type: 'choose'; readonly choice: Partial<SummaryChoice> }
  | { readonly type: 'start'; readonly at: SummaryAt }
  | { readonly type: 'at'; readonly run: number; readonly at: SummaryAt }
  /** `undefined`: what came so far does not count. */
  | { readonly type: 'part'; readonly run: number; readonly sentence: SummarySentence | undefined }
  | { readonly type: 'text'; readonly run: number; readonly text: string }
  | { readonly type: 'end'; readonly run: number; readonly summary: Summary }
  | { readonly type: 'fail'; readonly run: number; readonly sentence: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'outdated' };

export const FIRST: SummaryState = {
  choice: { scope: 'document', type: 'key-points', length: 'medium', helper: '' },
  run: 0,
  phase: { name: 'idle' },
};

export function stepSummary(state: SummaryState, event: SummaryEvent): SummaryState {
  const { phase, run, choice } = state;
  switch (event.type) {
    case 'choose':
      return { ...state, choice: { ...choice, ...event.choice } };
    case 'start': {
      const before = phase.name === 'made' ? phase : phase.name === 'running' ? phase.before : undefined;
      return {
        ...state,
        run: run + 1,
        phase: { name: 'running', type: choice.type, at: event.at, sentences: [], text: '', before },
      };
    }
    case 'at':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { ...state, phase: { ...phase, at: event.at } };
    case 'part':
      if (phase.name !== 'running' || event.run !== run) return state;
      if (event.sentence === undefined) return { ...state, phase: { ...phase, sentences: [], text: '' } };
      return { ...state, phase: { ...phase, sentences: [...phase.sentences, event.sentence] } };
    case 'text':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { ...state, phase: { ...phase, text: event.text } };
    case 'end':
      if (phase.name !== 'running' || event.run !== run) return state;
      return {
        ...state,
        phase: { name: 'made', summary: event.summary, type: phase.type, at: phase.at, isStale: false },
      };
    case 'fail':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { ...state, phase: { name: 'failed', sentence: event.sentence } };
    case 'cancel':
      if (phase.name !== 'running') return state;
      // What was there before is there again.
      return {
        ...state,
        run: run + 1,
        phase: phase.before === undefined ? { name: 'idle' } : { ...phase.before, name: 'made' },
      };
    case 'outdated':
      return phase.name === 'made' && !phase.isStale ? { ...state, phase: { ...phase, isStale: true } } : state;
  }
}
