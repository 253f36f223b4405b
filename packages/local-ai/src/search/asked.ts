import { toTokens } from '../text/tokens.ts';
import type { Dictionary } from './dictionary.ts';

/** What a word counts that only begins with, or nearly is, the one asked for. */
const PREFIX_WEIGHT = 0.6;
const TYPO_WEIGHT = [1, 0.5, 0.25];
const MOST_EXPANSIONS = 64;

/** The terms of a query, each once; the last may still be being typed. */
export function toAsked(
  query: string,
  isTyping: boolean,
): readonly { readonly term: string; readonly isLast: boolean }[] {
  const terms = [...new Set(toTokens(query).map(({ term }) => term))];
  const last = isTyping && !/\s$/u.test(query) ? terms.length - 1 : -1;
  return terms.map((term, at) => ({ term, isLast: at === last }));
}

/** A term of the index, by its number, that a word of a query stands for. */
export interface Variant {
  readonly number: number;
  readonly weight: number;
  readonly isSlip: boolean;
}

/** The terms of the index that a word of a query stands for. Slips are forgiven only where nothing else is found. */
export function toVariants(
  dictionary: Dictionary,
  frequencies: readonly number[],
  term: string,
  isPrefix: boolean,
): readonly Variant[] {
  const isThere = (number: number): boolean => (frequencies[number] ?? 0) > 0;
  const exact = dictionary.find(term);
  const variants = exact !== undefined && isThere(exact) ? [{ number: exact, weight: 1, isSlip: false }] : [];
  if (isPrefix && term.length > 1) {
    const longer = dictionary.withPrefix(term, MOST_EXPANSIONS).filter(isThere);
    variants.push(...longer.map((number) => ({ number, weight: PREFIX_WEIGHT, isSlip: false })));
  }
  if (variants.length > 0) return variants;
  return dictionary
    .nearby(term, MOST_EXPANSIONS)
    .filter(({ number }) => isThere(number))
    .map(({ number, distance }) => ({ number, weight: TYPO_WEIGHT[distance] ?? 0, isSlip: true }));
}
