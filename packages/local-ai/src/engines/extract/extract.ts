import type { ExtractedItem, ExtractRequest } from '../../ports/writing.ts';
import { toSentences } from '../../text/sentences.ts';
import { guessLanguage } from '../proofread/language.ts';
import { findDates, type FoundDate } from './dates.ts';
import { findTask, isActionHeading, type Standing } from './tasks.ts';

/** Blocks longer than this are no notes. In UTF-16 units. */
const LONGEST = 20_000;
/** Behind words like these a day is told, not awaited. */
const TOLD =
  /\b(?:was|were|had|did|since|ago|(?<!\b(?:is|are|be) (?:\p{L}+ )?)\p{L}+ed|war|waren|hatte|hatten|wurde|wurden|seit|ge\p{L}+t)\b/iu;

/**
 * What a document gives its readers to do, and the coming days it names, each with the sentence that says so; in the order of the
 * text. By rule, in English and German: it would rather miss a task than make one up. Pure; yields after each block, so that
 * whoever runs it can stop.
 */
export function* extractItems({ snapshot, today }: ExtractRequest): Generator<undefined, readonly ExtractedItem[]> {
  const items: ExtractedItem[] = [];
  const own = guessLanguage(snapshot.blocks.flatMap(({ text }) => toWords(text)));
  let isUnderActions = false;
  let level = 0;
  for (const { id: blockId, kind, level: rank, text } of snapshot.blocks) {
    yield;
    if (kind === 'heading' || isActionHeading(text)) {
      // A lower heading divides the actions; one as high ends them.
      if (isActionHeading(text)) [isUnderActions, level] = [true, kind === 'heading' ? rank : 7];
      else if (rank <= level) isUnderActions = false;
      continue;
    }
    // What is a task already needs no finding.
    if (kind === 'code' || kind === 'task' || text.length > LONGEST) continue;
    const language = guessLanguage(toWords(text)) ?? own ?? 'en';
    const standing: Standing = { isUnderActions, isPoint: kind === 'bullet' || kind === 'ordered' };
    for (const { start, end } of toSentences(text)) {
      const sentence = text.slice(start, end);
      const dates = findDates(sentence, language, today);
      const place = { blockId, start, end, sentence };
      const task = findTask(sentence, dates, standing);
      const date = toDue(dates);
      if (task !== undefined) {
        items.push({
          ...place,
          kind: 'task',
          text: toTitle(sentence.slice(task.start, task.end)),
          who: task.who,
          day: date?.day,
        });
      } else if (date?.isCalendar === true && date.day >= today && !TOLD.test(sentence)) {
        items.push({
          ...place,
          kind: 'date',
          text: toTitle(sentence.replace(/[.!?\s]+$/u, '')),
          who: undefined,
          day: date.day,
        });
      }
    }
  }
  return items;
}

/** The day by which: where several are named, the one that is said to be a deadline. */
function toDue(dates: readonly FoundDate[]): FoundDate | undefined {
  return dates.find(({ isDeadline }) => isDeadline) ?? dates[0];
}

function toTitle(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function toWords(text: string): readonly string[] {
  return (
    text
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}
