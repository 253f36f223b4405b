import { readFileSync } from 'node:fs';
import type { Commenter } from './commenters.ts';
import { TABLE_DEEDS, TEXT_DEEDS } from './deeds.ts';

/** What two people do apart, and what both see when they meet: the table of docs/merging.md, from pairs.txt. */
export interface Pair {
  readonly one: string;
  readonly other: string;
  readonly outcome: string;
  /** What it may look like: more than one where it is left to chance who comes first. */
  readonly looks: readonly string[];
}

const source = readFileSync(new URL('pairs.txt', import.meta.url), 'utf8');
const TABLE = '[one|two][three|four]';

function wordsOf(sign: string): ReadonlyMap<string, string> {
  const lines = source.split('\n').filter((line) => line.startsWith(`${sign} `));
  return new Map(lines.map((line) => line.slice(2).split(': ') as [string, string]));
}

/** Deeds and outcomes in words. */
export const DEED_WORDS: ReadonlyMap<string, string> = wordsOf('-');
export const OUTCOME_WORDS: ReadonlyMap<string, string> = wordsOf('=');

const isOfTable = (deed: string): boolean => Object.hasOwn(TABLE_DEEDS, deed);

function toWhole(look: string, deed: string): string {
  return isOfTable(deed)
    ? look.replace(/^… (.*)/, 'alpha beta gamma / delta / $1 / omega')
    : look.replace('…', look.startsWith('…') ? `${TABLE} / omega` : `/ ${TABLE} / omega`);
}

export const PAIRS: readonly Pair[] = source
  .split('\n')
  .map((line) => /^(.+?) · (.+?) \| (\w+) \| (.+)$/.exec(line))
  .flatMap((match) => {
    const [, one, other, outcome, looks] = match ?? [];
    if (one === undefined || other === undefined || outcome === undefined || looks === undefined) return [];
    return [{ one, other, outcome, looks: looks.split(' ‖ ').map((look) => toWhole(look, one)) }];
  });

export const NAMES_IN_TEXT: readonly string[] = [...DEED_WORDS.keys()].filter((name) => !isOfTable(name));
export const NAMES_IN_TABLE: readonly string[] = [...DEED_WORDS.keys()].filter(isOfTable);

/** @throws if no deed is called so */
export function perform(person: Commenter, name: string): void {
  if (name === 'comment') {
    person.comment('beta');
    return;
  }
  const [, suggested] = /^suggest (\w+)$/.exec(name) ?? [];
  const deed = { ...TABLE_DEEDS, ...TEXT_DEEDS }[suggested ?? name];
  if (!deed) throw new Error(`${name} is no deed`);
  if (suggested !== undefined) person.suggest();
  deed(person);
  if (suggested !== undefined) person.suggest(false);
}

function list(names: readonly string[]): string {
  return names.map((name) => DEED_WORDS.get(name) ?? name).join('; ');
}

/** The table as people read it: for each deed, what comes of it beside each other one. */
export function toMarkdown(): string {
  const lines = ['| one | the other | both see |', '|---|---|---|'];
  for (const names of [NAMES_IN_TEXT, NAMES_IN_TABLE]) {
    for (const name of names) {
      const beside = new Map<string, string[]>();
      for (const { one, other, outcome } of PAIRS) {
        const with_ = one === name ? other : other === name ? one : undefined;
        if (with_ !== undefined) beside.set(outcome, [...(beside.get(outcome) ?? []), with_]);
      }
      for (const [outcome, words] of OUTCOME_WORDS) {
        const others = beside.get(outcome);
        if (others && outcome !== 'both') lines.push(`| ${list([name])} | ${list(others)} | ${words} |`);
      }
      lines.push(`| ${list([name])} | anything else | both |`);
    }
  }
  lines.push('| anything in the text | anything in or of a table | both |');
  return lines.join('\n');
}
