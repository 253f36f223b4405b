import type { Snapshot, SnapshotBlock } from '../ports/snapshot.ts';
import type { ExtractedItem, ExtractRequest } from '../ports/writing.ts';

/** A note, and what a reader finds in it. */
export interface Note {
  readonly part: 'development' | 'test';
  readonly language: 'en' | 'de';
  /** Paragraphs; those that begin with `#`, `-` or a number are headings and points of lists. */
  readonly lines: readonly string[];
  readonly expect: readonly {
    readonly text: string;
    readonly who?: string;
    readonly day?: string;
    readonly kind?: 'task' | 'date';
  }[];
}

/** The day on which all notes are read: a Tuesday. */
const TODAY = '2026-04-21';

export function readNote({ lines }: Pick<Note, 'lines'>): ExtractRequest {
  const blocks = lines.map((line, at): SnapshotBlock => {
    const [, sign = '', text = ''] = /^(#{1,6} |- |\d+\. )?(.*)$/u.exec(line) ?? [];
    const level = sign.startsWith('#') ? sign.trim().length : 0;
    const kind = level > 0 ? 'heading' : sign === '' ? 'paragraph' : sign === '- ' ? 'bullet' : 'ordered';
    return { id: String(at), kind, level, text };
  });
  const snapshot: Snapshot = { title: '', blocks, heads: {} };
  return { snapshot, today: TODAY };
}

/** Something that was found and should not have been, or the other way round. */
export interface Finding {
  readonly part: Note['part'];
  readonly verdict: 'made up' | 'missed' | 'whose or when is wrong';
  readonly words: string;
}

/** Shares of what was found that is right, and of what is there that was found; then of those right, whose person and day are. */
export function scoreNotes(
  notes: readonly Note[],
  extract: (note: Note) => readonly ExtractedItem[],
  tell: (finding: Finding) => void = () => {},
): { readonly precision: string; readonly recall: string; readonly 'whose and when': string } {
  let found = 0;
  let right = 0;
  let whole = 0;
  let there = 0;
  for (const note of notes) {
    const { part } = note;
    const open = [...note.expect];
    there += open.length;
    for (const item of extract(note)) {
      found++;
      const at = open.findIndex(
        ({ text, kind = 'task' }) => text.toLowerCase() === item.text.toLowerCase() && kind === item.kind,
      );
      const [expected] = at < 0 ? [] : open.splice(at, 1);
      if (expected === undefined) tell({ part, verdict: 'made up', words: `${item.kind} “${item.text}”` });
      else {
        right++;
        const isWhole = expected.who === item.who && expected.day === item.day;
        whole += Number(isWhole);
        if (!isWhole)
          tell({
            part,
            verdict: 'whose or when is wrong',
            words: `${item.text}: ${item.who ?? '-'}, ${item.day ?? '-'}`,
          });
      }
    }
    for (const { text } of open) tell({ part, verdict: 'missed', words: text });
  }
  const toShare = (count: number, of: number): string => (of === 0 ? '-' : (count / of).toFixed(2));
  return { precision: toShare(right, found), recall: toShare(right, there), 'whose and when': toShare(whole, right) };
}
