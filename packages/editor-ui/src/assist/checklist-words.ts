/** What an item says of itself, as words and as a block of a checklist. */
import type { ExtractedItem } from '@weft/local-ai';
import type { Node, Schema } from 'prosemirror-model';
import { date } from '../words/format.ts';

/** `Sat, 3 May` in the page's language; with its year where it is another than `today`'s. */
export function dayToWords(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  return date(Date.parse(day), { weekday: 'short', day: 'numeric', month: 'short', ...year, timeZone: 'UTC' });
}

/** Who is to do it, but not where it is whoever wrote it. */
export function toOwner({ who }: ExtractedItem): string | undefined {
  return who === undefined || /^(?:I|Ich)$/u.test(who) ? undefined : who;
}

/** A task to be ticked: whose it is, what, and by when, as a day that the editor knows. */
export function itemToBlock(schema: Schema, item: ExtractedItem): Node {
  const owner = toOwner(item);
  const words = schema.text(owner === undefined ? item.text : `${owner}: ${item.text}`);
  if (item.day === undefined) return schema.node('block', { kind: 'task' }, words);
  const day = schema.text(item.day, [schema.mark('date', { day: item.day })]);
  return schema.node('block', { kind: 'task' }, [words, schema.text(' – '), day]);
}

/** The same as a line of text. */
export function itemToLine(item: ExtractedItem): string {
  const owner = toOwner(item);
  return `- [ ] ${owner === undefined ? '' : `${owner}: `}${item.text}${item.day === undefined ? '' : ` – ${item.day}`}`;
}
