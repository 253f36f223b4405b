/** Slips within and between words: written twice, the article, the capital. */
import { type KnownLanguage, type Prose, type Slip, type Word, withCapitals } from './correction.ts';

const toSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** May well stand twice. */
const MAY_REPEAT: Readonly<Record<'en' | 'de', ReadonlySet<string>>> = {
  en: toSet(
    'that had her very no so many far long really bye ha blah there now well hear can is do never again on in out more ho yes please ok knock night',
  ),
  de: toSet('der die das den dem sie ihr sehr so nein ja viel lange weit nach mehr ha es wir ganz immer'),
};

/** “the the”, “und und”. A name of two like words (“Baden Baden”) is left alone. */
export function* findRepeated({ text, words }: Prose, language: KnownLanguage): Generator<Slip> {
  // In other languages words are doubled for what they mean then.
  if (language === undefined) return;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (next === undefined || !/^\p{L}+$/u.test(word.text)) continue;
    const isSame = next.text === word.text || (next.text === word.text.toLowerCase() && isFirst(text, word.start));
    if (!isSame || MAY_REPEAT[language].has(next.text.toLowerCase()) || isName(next.text)) continue;
    if (!/^[ \t\u{a0}]{1,3}$/u.test(text.slice(word.end, next.start))) continue;
    if (words[at + 2]?.text === next.text || words[at - 1]?.text === word.text) continue;
    // Half of a compound, or words that are spoken of.
    if (/[-–"“”'‘’]/u.test(text.charAt(word.start - 1) + text.charAt(next.end))) continue;
    yield { start: word.start, end: next.end, instead: word.text, kind: 'repeated' };
  }
}

function isName(word: string): boolean {
  return word.slice(0, 1) !== word.slice(0, 1).toLowerCase();
}

/** Written with a vowel and begun with a consonant's sound. */
const LIKE_CONSONANT = /^(?:eu|ew|u[bfkrt][aeiou]|us[aeu]|uni(?!m|n)|once$|ones?$|oneself$|ouija)/u;
/** Written with h and begun with a vowel's sound. */
const SILENT = /^(?:hour|honest|honou?r|heir)/u;
/** How words begin that are spoken as they are written: one consonant, or two that can be said together. */
const SPOKEN =
  /^[^aeiouy]?[aeiouy]|^(?:bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|ph|pl|pr|ps|rh|sc|sh|sk|sl|sm|sn|sp|sq|st|sw|th|tr|tw|wh|wr)/u;
/** Speakers differ, or the letters do not tell. */
const EITHER = /^(?:h(?:is|ot|al|y|er|ab|or)|unid|uber)/u;
/** Small words behind which “a” is a letter or a name rather than an article. */
const NO_NOUN = toSet(
  'a an and are as at i if in is it of off on or are am also above after against along among around into onto over under until up us use used',
);

/** “a apple”, “an banana”. Where the sound cannot be told from the letters, nothing is said. */
export function* findArticle({ text, words }: Prose, language: KnownLanguage): Generator<Slip> {
  if (language !== 'en') return;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    const article = word.text.toLowerCase();
    if ((article !== 'a' && article !== 'an') || word.text === 'AN' || next === undefined) continue;
    if (text.slice(word.end, next.start) !== ' ' || NO_NOUN.has(next.text.toLowerCase())) continue;
    // A capital within a sentence is a letter's or a grade's: “vitamin A improves”.
    if (word.text === 'A' && !isFirst(text, word.start)) continue;
    const isVowel = beginsWithVowel(next.text);
    if (isVowel === undefined || isVowel === (article === 'an')) continue;
    const instead = `${withCapitals(isVowel ? 'an' : 'a', word.text.slice(0, 1) === 'A' ? 'Xx' : 'x')} ${next.text}`;
    yield { start: word.start, end: next.end, instead, kind: 'article' };
  }
}

/** Whether a word's sound begins with a vowel; undefined where that is not sure. */
function beginsWithVowel(word: string): boolean | undefined {
  // Spelled letter by letter, or spoken as a word: nobody knows.
  if (!/^[A-Za-z]?[a-z]+(?:['’][a-z]+)?$/u.test(word) || word.length < 3) return undefined;
  const folded = word.toLowerCase();
  if (SILENT.test(folded)) return true;
  if (EITHER.test(folded) || !SPOKEN.test(folded)) return undefined;
  if (LIKE_CONSONANT.test(folded)) return false;
  return /^[aeiou]/u.test(folded);
}

function isFirst(text: string, start: number): boolean {
  return /(?:^|[.!?…]["'”’)]?\s+)["'“‘(]?$/u.test(text.slice(Math.max(0, start - 8), start));
}

/** Words that begin sentences, and are no names that are written small. */
const BEGINNERS: Readonly<Record<'en' | 'de', ReadonlySet<string>>> = {
  en: toSet(
    'the a an this that these those it he she they we you i there here in on at by for from with without after before since until while when where why how what which who if then but and or so however also some many most all both each every no not our my your his her their its one two let please maybe perhaps because although as now today tomorrow yesterday',
  ),
  de: toSet(
    'der die das ein eine einen einem einer dies dieser diese dieses es er sie wir ihr ich du man in im an am auf aus bei mit nach von vom vor zu zum zur für ohne seit wenn als weil da dann aber und oder doch auch nur noch alle viele manche keine kein nicht wer wie was wo warum unser unsere mein meine heute morgen gestern hier dort bitte vielleicht jetzt',
  ),
};
/** Full stops behind these end nothing. */
const SHORTENED =
  /(?:^|[^\p{L}\p{N}])(?:\p{L}|\p{L}{1,3}\.\p{L}|etc|ie|eg|vs|cf|ca|al|approx|usw|bzw|evtl|ggf|inkl|max|min|nr|no|vol|fig|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|str|tel|bspw|sog|vgl|abs|art|aug|sept|oct|nov|dec|jan|feb|okt|dez|resp|misc|dept|est|incl|excl|std|mio|mrd)$/iu;

/** A small letter at a sentence's beginning; the English “i”; English days and months. */
export function* findSmall(prose: Prose, language: KnownLanguage): Generator<Slip> {
  if (language === undefined) return;
  const { text, words } = prose;
  for (const [at, word] of words.entries()) {
    const previous = words[at - 1];
    const next = words[at + 1];
    const isSmall = BEGINNERS[language].has(word.text) && previous !== undefined && isBehindEnd(text, previous, word);
    const isNamed = language === 'en' && (isEnglishI(text, word, previous, next) || DAYS.has(word.text));
    if (!isSmall && !isNamed) continue;
    const instead = word.text.slice(0, 1).toUpperCase() + word.text.slice(1);
    yield { start: word.start, end: word.end, instead, kind: 'capital' };
  }
}

function isBehindEnd(text: string, previous: Word, word: Word): boolean {
  const between = text.slice(previous.end, word.start);
  // Behind a question or a call the sentence may go on: “Oh! how I wish”.
  if (!/^["'”’)]?\.["'”’)]? {1,2}$/u.test(between)) return false;
  return !SHORTENED.test(text.slice(Math.max(0, previous.end - 12), previous.end)) && !/^\d/u.test(previous.text);
}

const DAYS = toSet(
  'monday tuesday wednesday thursday friday saturday sunday january february april june july september october november december',
);
const BESIDE_I = toSet(
  "am am was will would have had can could do did don't should must might may think know want need see saw said say went go came hope guess agree suggest like love feel felt believe wonder wrote write made make just also never always",
);
const CONTRACTED = /^i['’](?:m|ve|ll|d)$/u;

function isEnglishI(text: string, word: Word, previous: Word | undefined, next: Word | undefined): boolean {
  if (CONTRACTED.test(word.text)) return true;
  if (word.text !== 'i' || next === undefined || !BESIDE_I.has(next.text.replaceAll('’', "'"))) return false;
  const before = text.slice(previous?.end ?? 0, word.start);
  return text.slice(word.end, next.start) === ' ' && /^(?:[,;:]? |)$/u.test(before);
}
