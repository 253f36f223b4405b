import type { KnownLanguage } from './correction.ts';

const toSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Words that are frequent in one of the languages and none in the other. */
const ENGLISH = toSet(
  'the of and to is that it for with as are this be by from or have you not we he they but which has will can would there their',
);
const GERMAN = toSet(
  'der die das und ist nicht ein eine zu den von mit auf dem sich des für wir ich im sie es wird auch werden haben oder bei sind aus wie dass',
);

/** How many words of a text must speak for a language, and how much more often than for the other. */
const FEWEST = 2;
const TIMES = 2;

/** The language of words in lower case, where it is one of those whose rules are known. */
export function guessLanguage(words: readonly string[]): KnownLanguage {
  let english = 0;
  let german = 0;
  for (const word of words) {
    if (ENGLISH.has(word)) english++;
    if (GERMAN.has(word)) german++;
  }
  if (english >= FEWEST && english > TIMES * german) return 'en';
  return german >= FEWEST && german > TIMES * english ? 'de' : undefined;
}
