/** Naming people in a comment: what is being typed after an `@`, who fits it, and which of a text's names are people's. */
import { compareNames } from '../words/format.ts';
import { MAX_MENTIONS, type Mention } from './entries.ts';

/** Someone who can be named. */
export interface Mentionable {
  /** Hex of the device. */
  readonly device: string;
  readonly name: string;
  readonly isSelf: boolean;
}

/** A name that is being typed: the text from its `@`, up to the caret. */
export interface MentionQuery {
  readonly from: number;
  readonly query: string;
}

const MAX_QUERY = 40;

/** What is being typed at the caret; undefined where it is no name. */
export function mentionQuery(text: string, caret: number): MentionQuery | undefined {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > MAX_QUERY) return undefined;
  // An address of e-mail is no name.
  if (from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1] ?? '')) return undefined;
  const query = text.slice(from + 1, caret);
  return /[\n@]/.test(query) || query.startsWith(' ') ? undefined : { from, query };
}

/** Who fits, those whose name begins so first. Nobody names themselves. */
export function matchPeople(people: readonly Mentionable[], query: string): readonly Mentionable[] {
  const wanted = query.toLocaleLowerCase();
  const fits = (name: string): number => {
    const lower = name.toLocaleLowerCase();
    if (lower.startsWith(wanted)) return 0;
    return lower.split(' ').some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return people
    .filter(({ name, isSelf }) => !isSelf && name !== '' && fits(name) < 2)
    .toSorted((a, b) => fits(a.name) - fits(b.name) || compareNames(a.name, b.name))
    .slice(0, 8);
}

/** Those of the people that a text names. */
export function textToMentions(text: string, people: readonly Mentionable[]): readonly Mention[] {
  return people
    .filter(({ name }) => name !== '' && text.includes(`@${name}`))
    .slice(0, MAX_MENTIONS)
    .map(({ device, name }) => ({ device, name }));
}

/** A piece of a comment: words, or someone's name. */
export interface TextPart {
  readonly text: string;
  readonly mention: Mention | undefined;
}

/** A comment's text with its names told apart; the longer of two names that fit is meant. */
export function splitMentions(text: string, mentions: readonly Mention[]): readonly TextPart[] {
  const byLength = mentions.toSorted((a, b) => b.name.length - a.name.length);
  const parts: TextPart[] = [];
  let begun = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const mention = byLength.find(({ name }) => text.startsWith(name, at + 1));
    if (mention === undefined || at < begun) continue;
    if (at > begun) parts.push({ text: text.slice(begun, at), mention: undefined });
    begun = at + 1 + mention.name.length;
    parts.push({ text: text.slice(at, begun), mention });
  }
  if (begun < text.length) parts.push({ text: text.slice(begun), mention: undefined });
  return parts;
}
