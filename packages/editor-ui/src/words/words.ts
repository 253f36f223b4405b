/**
 * What the interface says, in the language of the page. English stands in parts that are bundled with what uses them;
 * another language is one value, a {@link Locale}, that is loaded only where it is wanted.
 */

/** A language: what it puts in the place of each part's English. */
export interface Locale {
  /** BCP 47: `de`. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  /** By the names of the parts. What is missing here is said in English. */
  readonly parts: Readonly<Record<string, object>>;
  /** Fetches what emoji are called, when the first one is asked for. Without it they are found by their English names. */
  readonly emojiNames?: () => Promise<EmojiNames>;
}

/** Each emoji's name and, behind strokes, what else it is known by: `rotes Herz|Liebe`. */
export type EmojiNames = Readonly<Record<string, string>>;

/** The words of one part in the page's language. Call it where the words are needed: they are others once the language is. */
export interface Words<W extends object> {
  (): W;
  readonly part: string;
  readonly english: W;
}

/** A part in another language: every word of the English one, of the same type. */
export type Translation<Part> = Part extends Words<infer W> ? W : never;

const ENGLISH = 'en';

let locale: Locale | undefined;

/** Sets the language of everything that is shown from now on; undefined is English. What stands already is not changed. */
export function setLocale(next: Locale | undefined): void {
  locale = next;
}

/** The language of the page's interface, as `lang` and `dir` want it. */
export function currentLanguage(): { readonly tag: string; readonly dir: 'ltr' | 'rtl' } {
  return { tag: locale?.tag ?? ENGLISH, dir: locale?.dir ?? 'ltr' };
}

/** What emoji are called in the page's language; undefined where that is English, or says nothing of them. */
export function fetchEmojiNames(): Promise<EmojiNames> | undefined {
  return locale?.emojiNames?.();
}

/**
 * Defines the words of a part, in English.
 * @param part - what other languages know it by; unique in the app
 */
export function defineWords<W extends object>(part: string, english: W): Words<W> {
  return Object.assign((): W => (locale?.parts[part] as W | undefined) ?? english, { part, english });
}
