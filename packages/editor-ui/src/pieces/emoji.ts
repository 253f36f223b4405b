/** Loaded when the first emoji is asked for: their names and what else they are known by, from emojilib. */
import emojilib from 'emojilib';

export interface Emoji {
  readonly sign: string;
  /** As it is typed between colons: `party_popper`. */
  readonly name: string;
}

const all: readonly { readonly sign: string; readonly words: readonly string[] }[] = Object.entries(emojilib).map(
  ([sign, words]) => ({ sign, words }),
);

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

/** What a query means, the best first; of what is equally good, what was used last. */
export function matchEmoji(query: string, most: number): readonly Emoji[] {
  const wanted = query.toLowerCase().replace(/:$/, '');
  if (wanted === '') {
    const signs = [...new Set([...recent, ...FIRST])].slice(0, most);
    return signs.flatMap((sign) => all.filter((each) => each.sign === sign).map(toEmoji));
  }
  return all
    .flatMap((each) => {
      const found = rank(each.words, wanted);
      return found === undefined ? [] : [{ each, found }];
    })
    .toSorted((a, b) => a.found - b.found || lateness(a.each.sign) - lateness(b.each.sign))
    .slice(0, most)
    .map(({ each }) => toEmoji(each));
}

function lateness(sign: string): number {
  const at = recent.indexOf(sign);
  return at < 0 ? recent.length : at;
}

function toEmoji({ sign, words }: (typeof all)[number]): Emoji {
  return { sign, name: words[0] ?? sign };
}
