import type { Correction, ProofreadRequest } from '../../ports/writing.ts';
import { toSentences } from '../../text/sentences.ts';
import { type KnownLanguage, type Slip, toProse } from './correction.ts';
import { guessLanguage } from './language.ts';
import { findBrackets, findMarks, findQuotes } from './marks.ts';
import { findMisspelt } from './spelling.ts';
import { findArticle, findRepeated, findSmall } from './words.ts';

/** What is known of the document that a text is part of. */
export interface ProofreadContext {
  /** For texts too short to tell their own. */
  readonly language: KnownLanguage;
  /** Whether it uses quotation marks that are not straight. */
  readonly isTypographic: boolean;
}

/** Texts longer than this are not prose. In UTF-16 units. */
const LONGEST = 20_000;
/** Words that a block needs to speak for itself against its document. */
const ENOUGH = 12;

/** What a document says of itself, from the texts of its blocks. */
export function toContext(texts: readonly string[]): ProofreadContext {
  const words = texts.flatMap((text) => toWords(text));
  return { language: guessLanguage(words), isTypographic: texts.some((text) => /[“”„]/u.test(text)) };
}

function toWords(text: string): readonly string[] {
  return (
    text
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}

/**
 * What in a text is thought to be a slip, by rule: in order, none overlapping another. Rules know English and German; in other
 * languages only what no language does is found. They would rather miss a slip than name what is none.
 */
export function proofread(text: string, context: ProofreadContext): readonly Slip[] {
  if (text.length > LONGEST) return [];
  const words = toWords(text);
  const own = guessLanguage(words);
  const language = own ?? (words.length < ENOUGH ? context.language : undefined);
  const prose = toProse(text);
  const found = [
    ...findRepeated(prose, language),
    ...findMisspelt(prose, language),
    ...findArticle(prose, language),
    ...findSmall(prose, language),
    ...findMarks(prose, language),
    ...findBrackets(prose, toSentences(text)),
    ...findQuotes(prose, language, context.isTypographic),
  ].toSorted((a, b) => a.start - b.start || b.end - a.end);
  const slips: Slip[] = [];
  for (const slip of found) {
    const last = slips.at(-1);
    // What overlaps is found when the first is mended.
    if ((last === undefined || slip.start >= last.end) && text.slice(slip.start, slip.end) !== slip.instead)
      slips.push(slip);
  }
  return slips;
}

/** The slips of a document, in order. Pure; yields each, and `undefined` behind each block, so that whoever runs it can stop. */
export function* proofreadDocument({
  snapshot,
}: ProofreadRequest): Generator<Correction | undefined, readonly Correction[]> {
  const blocks = snapshot.blocks.filter(({ kind }) => kind !== 'code');
  const context = toContext(blocks.map(({ text }) => text));
  const corrections: Correction[] = [];
  for (const { id: blockId, text } of blocks) {
    for (const { start, end, instead, kind } of proofread(text, context)) {
      const correction = { blockId, start, end, was: text.slice(start, end), instead, kind };
      corrections.push(correction);
      yield correction;
    }
    yield;
  }
  return corrections;
}
