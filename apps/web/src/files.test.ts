import { describe, expect, test } from 'vitest';
import { reportToNotice, typedToFileName } from './files.ts';

describe('names of files', () => {
  test.each([
    ['Notes of May', 'Notes of May.weft'],
    ['notes.weft', 'notes.weft'],
    ['NOTES.WEFT', 'NOTES.WEFT'],
    ['../../etc/passwd', 'etc passwd.weft'],
    ['a:b*c?d"e<f>g|h\\i\u0000j', 'a b c d e f g h i j.weft'],
    ['  …  ', '….weft'],
    ['', 'document.weft'],
    [' . ', 'document.weft'],
    ['.weft', 'document.weft'],
  ])('%j becomes %j', (typed, name) => {
    expect(typedToFileName(typed)).toBe(name);
  });

  test('a name is never longer than a file system takes', () => {
    expect(typedToFileName('é'.repeat(500)).length).toBeLessThan(110);
    // An author's title may be a million dots; the square of that would hold the page up for minutes.
    expect(typedToFileName(`a${'.'.repeat(1_000_000)}b`)).toBe('a.weft');
  });
});

describe('LED-6: what came of a file, in words', () => {
  const nothing = { added: 0, known: 3, waiting: 0, refused: 0, damaged: 0, files: 0 };

  test('nothing new, one change, many', () => {
    expect(reportToNotice(nothing)).toMatchObject({ kind: 'done', words: expect.stringMatching(/^Nothing new/) });
    expect(reportToNotice({ ...nothing, added: 1 }).words).toBe('One change was added from the file.');
    expect(reportToNotice({ ...nothing, added: 12 }).words).toBe('12 changes were added from the file.');
  });

  test('files that came with it, and a disk without room for them', () => {
    expect(reportToNotice({ ...nothing, added: 2, files: 1 }).words).toBe(
      '2 changes were added from the file. One file came with it.',
    );
    const storage = { code: 'storage-full', sentence: 'No room.' } as const;
    const full = reportToNotice({ ...nothing, files: 2, storage });
    expect(full).toEqual({
      topic: 'file',
      kind: 'trouble',
      words: 'No change in it was new. 2 files came with it. No room.',
    });
  });

  test('what waits, what was refused and what is damaged is said, and stays', () => {
    const waiting = reportToNotice({ ...nothing, added: 1, waiting: 2 });
    expect(waiting).toMatchObject({ kind: 'info', words: expect.stringContaining('2 changes wait for earlier ones') });
    const failure = { code: 'file-damaged', at: 7, sentence: 'Damaged at byte 7.' } as const;
    const refusal = { code: 'equivocation', sentence: 'Two histories.' } as const;
    const trouble = reportToNotice({ ...nothing, refused: 1, damaged: 1, failure, refusal });
    expect(trouble.kind).toBe('trouble');
    expect(trouble.words).toMatch(/One change was refused\. Two histories\. Damaged at byte 7\.$/);
  });
});
