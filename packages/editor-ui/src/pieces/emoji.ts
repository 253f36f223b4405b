/** Loaded when the first emoji is asked for: their names and what else they are known by, in English from emojilib. */
import emojilib from 'emojilib';
import type { EmojiNames } from '../words/words.ts';

export interface Emoji {
  readonly sign: string;
  /** In the page's language: `party popper`. */
  readonly name: string;
}

/** An emoji and, in lower case and as typed between colons, what it is found by: first its name (`party_popper`). */
interface Known extends Emoji {
  readonly words: readonly string[];
}

/** The best first; of what is equally good, what was used last. A query ends with a colon or not. */
export type MatchEmoji = (query: string, most: number) => readonly Emoji[];

/** Shown before anything is typed, behind those used last. */
const FIRST = ['😀', '😂', '🙂', '😍', '🤔', '👍', '🙏', '🎉', '❤️', '✅'];

/** Those used last in this tab, the newest first. They are nowhere kept: what somebody writes is not for a disk to know. */
let recent: readonly string[] = [];
const MOST_RECENT = 24;

/** Notes that an emoji was put into a text. */
export function rememberEmoji(sign: string): void {
  recent = [sign, ...recent.filter((each) => each !== sign)].slice(0, MOST_RECENT);
}

function rank(words: readonly string[], wanted: string): number | undefined {
  const [name = ''] = words;
  if (name === wanted) return 0;
  if (words.includes(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  return words.some((word) => word.startsWith(wanted)) ? 3 : undefined;
}

/** @param names - of another language than English; where they have none for an emoji, its English one is shown */
export function createEmojiFinder(names: EmojiNames = {}): MatchEmoji {
  const all = Object.entries(emojilib).map(([sign, words]) => toKnown(sign, words, names[sign]));
  return (query, most) => {
    const wanted = query.toLowerCase().replace(/:$/, '');
    if (wanted === '') {
      const signs = [...new Set([...recent, ...FIRST])].slice(0, most);
      return signs.flatMap((sign) => all.filter((each) => each.sign === sign));
    }
    return all
      .flatMap((each) => {
        const found = rank(each.words, wanted);
        return found === undefined ? [] : [{ each, found }];
      })
      .toSorted((a, b) => a.found - b.found || lateness(a.each.sign) - lateness(b.each.sign))
      .slice(0, most)
      .map(({ each }) => each);
  };
}

function lateness(sign: string): number {
  const at = recent.indexOf(sign);
  return at < 0 ? recent.length : at;
}

/** The English words find it too: they are what people know from elsewhere. */
function toKnown(sign: string, english: readonly string[], names: string | undefined): Known {
  const [name, ...others] = names?.split('|') ?? [];
  if (name === undefined) return { sign, name: (english[0] ?? sign).replaceAll('_', ' '), words: english };
  const typed = [name, ...name.split(/[^\p{L}\p{N}]+/u), ...others].map((word) =>
    word.toLowerCase().replaceAll(' ', '_'),
  );
  return { sign, name, words: [...typed.filter((word) => word !== ''), ...english] };
}
