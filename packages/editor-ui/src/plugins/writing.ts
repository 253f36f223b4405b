import type { Plugin } from 'prosemirror-state';
import { findPlugin } from './find.ts';
import { type FoldPlace, foldsPlugin } from './folds.ts';
import { mathPlugin } from './math.ts';

/** What a text may hold besides plain words, drawn and lived in: formulas, folds. Before the keys: each has some of its own. */
export function writingPlugins(folds: FoldPlace | undefined): readonly Plugin[] {
  // The search first: what it found is shown, also where a formula or a fold would hide it.
  return [findPlugin(), mathPlugin(), foldsPlugin(folds)];
}
