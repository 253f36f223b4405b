/** What dictation is doing: pure. */

export type DictationPhase =
  /** The browser asks whether the microphone may be used, or it is being opened. */
  | { readonly name: 'asking' }
  | { readonly name: 'listening'; readonly since: number; readonly level: number }
  /** Nothing more is heard; the rest is written down. `isLate`: because the time was up. */
  | { readonly name: 'finishing'; readonly isLate: boolean }
  | { readonly name: 'over'; readonly how: 'kept' | 'dropped' };

export interface DictationState {
  readonly phase: DictationPhase;
  /** UTF-16 units that were recognised. */
  readonly written: number;
}

export type DictationEvent =
  | { readonly type: 'opened'; readonly now: number }
  | { readonly type: 'heard'; readonly level: number; readonly now: number }
  | { readonly type: 'written'; readonly length: number }
  /** The person has said all, or the microphone is gone. */
  | { readonly type: 'stop' }
  | { readonly type: 'drop' }
  /** All that was heard is written down, or cannot be. */
  | { readonly type: 'end' };

/** Milliseconds that are listened to at most: who forgets it is not overheard for long. */
export const MOST_LISTENING: number = 10 * 60_000;

export const DICTATION: DictationState = { phase: { name: 'asking' }, written: 0 };

export function stepDictation(state: DictationState, event: DictationEvent): DictationState {
  const { phase } = state;
  if (phase.name === 'over') return state;
  switch (event.type) {
    case 'opened':
      return phase.name === 'asking' ? { ...state, phase: { name: 'listening', since: event.now, level: 0 } } : state;
    case 'heard':
      if (phase.name !== 'listening') return state;
      if (event.now - phase.since >= MOST_LISTENING) return { ...state, phase: { name: 'finishing', isLate: true } };
      return { ...state, phase: { ...phase, level: event.level } };
    case 'written':
      return { ...state, written: state.written + event.length };
    case 'stop':
      if (phase.name === 'asking') return { ...state, phase: { name: 'over', how: 'dropped' } };
      return phase.name === 'listening' ? { ...state, phase: { name: 'finishing', isLate: false } } : state;
    case 'drop':
      return { ...state, phase: { name: 'over', how: 'dropped' } };
    case 'end':
      return { ...state, phase: { name: 'over', how: 'kept' } };
  }
}
