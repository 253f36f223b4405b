import type { Snapshot } from '../../ports/snapshot.ts';
import { toSentences } from '../../text/sentences.ts';
import { toTokens } from '../../text/tokens.ts';

/** A sentence of a document that a summary may take, and where it stands. */
export interface SourceSentence {
  readonly text: string;
  readonly blockId: string;
  /** UTF-16 offsets in the block's text. */
  readonly start: number;
  readonly end: number;
  /** Its words, folded. */
  readonly terms: readonly string[];
  /** Whether it opens its paragraph. */
  readonly isOpening: boolean;
}

/** Sentences shorter than this say too little to stand alone. */
const FEWEST_WORDS = 4;

/** The sentences of a document's prose: no headings, no code, no fragments. In reading order. */
export function toSourceSentences(snapshot: Snapshot): readonly SourceSentence[] {
  const sentences: SourceSentence[] = [];
  for (const { id, kind, text } of snapshot.blocks) {
    if (kind === 'heading' || kind === 'code') continue;
    for (const { start, end } of toSentences(text)) {
      const sentence = text.slice(start, end);
      const terms = toTokens(sentence).map((token) => token.term);
      if (terms.length < FEWEST_WORDS) continue;
      sentences.push({ text: sentence, blockId: id, start, end, terms, isOpening: start === 0 });
    }
  }
  return sentences;
}
