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

/** Shown before anything is typed. */
const FIRST = ['😀', '😂', '🙂', '😍', '🤔', '👍', '🙏', '🎉', '❤️', '✅'];

function rank(words: readonly string[], wanted: string): number | undefined {
  const [name = ''] = words;
  if (name === wanted) return 0;
  if (words.includes(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  return words.some((word) => word.startsWith(wanted)) ? 3 : undefined;
}

/** What a query means, the best first. */
export function matchEmoji(query: string, most: number): readonly Emoji[] {
  const wanted = query.toLowerCase().replace(/:$/, '');
  if (wanted === '')
    return all
      .filter(({ sign }) => FIRST.includes(sign))
      .map(toEmoji)
      .slice(0, most);
  return all
    .flatMap((each) => {
      const found = rank(each.words, wanted);
      return found === undefined ? [] : [{ each, found }];
    })
    .toSorted((a, b) => a.found - b.found)
    .slice(0, most)
    .map(({ each }) => toEmoji(each));
}

function toEmoji({ sign, words }: (typeof all)[number]): Emoji {
  return { sign, name: words[0] ?? sign };
}
