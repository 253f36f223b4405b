import { readFileSync } from 'node:fs';
import { extractItems } from '../src/engines/extract/extract.ts';
import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { type Finding, type Note, readNote, scoreNotes } from '../src/testing/notes.ts';
import { toTable } from './table.ts';

/** Tasks and days found in notes that were written for it, against what a reader finds in them. */
export function evaluateNotes(): string {
  const notes = readFileSync(new URL('../samples/notes.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  const misses: string[] = [];
  const tell = (finding: Finding): void => {
    misses.push(`- ${finding.part}, ${finding.verdict}: ${finding.words}`);
  };
  const rows = (['development', 'test'] as const).flatMap((part) =>
    (['en', 'de'] as const).map((language) => {
      const of = notes.filter((note) => note.part === part && note.language === language);
      const score = scoreNotes(of, (note) => runToEnd(extractItems(readNote(note))), tell);
      return { part, language, notes: of.length, ...score };
    }),
  );
  return `${toTable(rows)}\n\n${misses.join('\n')}`;
}
