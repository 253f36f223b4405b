import { type EditorState, PluginKey } from 'prosemirror-state';
import type { DecorationSet } from 'prosemirror-view';
import type { FindProblem, FindQuery } from './query.ts';

/** More places than this are neither counted nor marked. */
export const MAX_FOUND = 2_000;

export interface Range {
  readonly from: number;
  readonly to: number;
  /** What a pattern's groups caught. */
  readonly groups?: readonly (string | undefined)[];
}

/** What is looked for, and where it stands now. Drawn as decorations that are worked out again; never in the CRDT. */
export interface Found {
  readonly query: FindQuery;
  /** How many places there are. */
  readonly count: number;
  /** Which of them is the current one, from 0; -1 when there is none. */
  readonly current: number;
  /** The current one. */
  readonly place: Range | undefined;
  /** Every place, in order: worked out when it is asked for. */
  ranges(): readonly Range[];
  readonly decorations: DecorationSet;
  /** A pattern that is none, or that took too long: what is marked is not all there is. */
  readonly problem: FindProblem | undefined;
}

/** The search's state; without the search there is none. */
export const findKey: PluginKey<Found | undefined> = new PluginKey<Found | undefined>('weft-find');

export function foundIn(state: EditorState): Found | undefined {
  return findKey.getState(state);
}
