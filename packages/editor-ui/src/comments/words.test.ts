import { describe, expect, test } from 'vitest';
import { cardsInSight, layOutCards } from '../ui/comments/card-window.ts';
import { createKept, type Draft, NEW_THREAD } from './kept.ts';
import { matchPeople, mentionQuery, splitMentions, textToMentions } from './mentions.ts';
import { atToWhen } from './when.ts';

const PEOPLE = [
  { device: 'a1', name: 'Ann', isSelf: false },
  { device: 'a2', name: 'Ann Marie', isSelf: false },
  { device: 'b1', name: 'Ben', isSelf: false },
  { device: 'm1', name: 'Me', isSelf: true },
  { device: 'x1', name: '', isSelf: false },
];

describe('names in comments', () => {
  test('are looked for after an @ that begins a word', () => {
    expect(mentionQuery('ask @be', 7)).toEqual({ from: 4, query: 'be' });
    expect(mentionQuery('ask @Ann Ma', 11)).toEqual({ from: 4, query: 'Ann Ma' });
    expect(mentionQuery('ask @be', 2)).toBeUndefined();
    for (const none of ['mail me@here', 'no', '@ then', '@a\nb', `@${'x'.repeat(60)}`]) {
      expect(mentionQuery(none, none.length)).toBeUndefined();
    }
  });

  test('are offered by how they begin; nobody is offered themselves', () => {
    const names = (query: string): string[] => matchPeople(PEOPLE, query).map(({ name }) => name);
    expect([names('a'), names('MAR'), names('m'), names('zed')]).toEqual([
      ['Ann', 'Ann Marie'],
      ['Ann Marie'],
      ['Ann Marie'],
      [],
    ]);
  });

  test('are found again in the text, the longer of two that fit', () => {
    const text = 'so @Ann Marie and @Ann, not me@Ben';
    const mentions = textToMentions(text, PEOPLE);
    expect(mentions.map(({ device }) => device)).toEqual(['a1', 'a2', 'b1']);
    expect(splitMentions(text, mentions.slice(0, 2)).map((part) => [part.text, part.mention?.device])).toEqual([
      ['so ', undefined],
      ['@Ann Marie', 'a2'],
      [' and ', undefined],
      ['@Ann', 'a1'],
      [', not me@Ben', undefined],
    ]);
    expect(splitMentions('plain', [])).toEqual([{ text: 'plain', mention: undefined }]);
  });
});

test('a time is in words, and a clock that cannot be right is called so', () => {
  const now = Date.UTC(2026, 4, 20, 12);
  const words = (at: number): string => atToWhen(at, now).words;
  expect(words(now - 20_000)).toBe('just now');
  expect(words(now + 60_000)).toBe('just now');
  expect(words(now - 5 * 60_000)).toBe('5 min. ago');
  expect(words(now - 3 * 3_600_000)).toBe('3 hr. ago');
  expect(words(now - 3 * 86_400_000)).toBe('Sunday');
  expect(words(now - 40 * 86_400_000)).toBe('Apr 10');
  expect(words(now + 86_400_000)).toBe('clock ahead');
  expect(words(0)).toBe('some time ago');
});

test('of a long list the cards in sight are drawn, whatever their heights', () => {
  const layout = layOutCards(Array.from({ length: 1_000 }, (_, at) => (at % 2 === 0 ? 90 : undefined)));
  const [first, end] = cardsInSight(layout, 50_000, 700, 400);
  expect(layout.tops[first]).toBeLessThanOrEqual(49_600);
  expect(layout.tops[end]).toBeGreaterThanOrEqual(51_100);
  expect(end - first).toBeLessThan(20);
  expect(cardsInSight(layOutCards([]), 0, 700, 400)).toEqual([0, 0]);
  expect(cardsInSight(layout, layout.height, 700, 0)[1]).toBe(1_000);
});

describe('what a device keeps', () => {
  interface Disk {
    value: unknown;
    works: boolean;
  }
  function open(disk: Disk | undefined) {
    const timers: (() => void)[] = [];
    const place = disk && {
      load: () => Promise.resolve(structuredClone(disk.value)),
      save: (value: unknown) => {
        if (disk.works) disk.value = structuredClone(value);
        return Promise.resolve(disk.works);
      },
    };
    const kept = createKept({
      place,
      ports: { timeout: (_, run) => (timers.push(run), () => undefined) },
      threads: () => [],
      onChange: () => undefined,
    });
    const pass = async (): Promise<void> => {
      for (const run of timers.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { kept, pass };
  }

  test('a draft is there after the page was left; an empty one is none', async () => {
    const disk: Disk = { value: undefined, works: true };
    const first = open(disk);
    await first.pass();
    first.kept.setDraft('t-1', { text: 'half a thought' });
    first.kept.setDraft('t-2', { text: '  ' });
    expect(first.kept.wouldLoseDrafts()).toBe(true);
    first.kept.flush();
    // Said to be kept when it is, and not when it was asked for.
    expect(first.kept.wouldLoseDrafts()).toBe(true);
    await first.pass();
    expect(first.kept.wouldLoseDrafts()).toBe(false);
    const second = open(disk);
    expect(second.kept.isLoaded()).toBe(false);
    await second.pass();
    expect([second.kept.draft('t-1'), second.kept.draft('t-2')]).toEqual([{ text: 'half a thought' }, undefined]);
    second.kept.setDraft('t-1', undefined);
    await second.pass();
    expect(disk.value).toEqual({ seen: [], drafts: [] });
  });

  test('where nothing can be kept the page asks before it is left, as long as there is something to lose', async () => {
    for (const disk of [undefined, { value: undefined, works: false }]) {
      const { kept, pass } = open(disk);
      await pass();
      expect(kept.wouldLoseDrafts()).toBe(false);
      kept.setDraft(NEW_THREAD, { text: 'words' });
      await pass();
      expect(kept.wouldLoseDrafts()).toBe(true);
      kept.setDraft(NEW_THREAD, undefined);
      expect(kept.wouldLoseDrafts()).toBe(false);
    }
  });

  test('what does not look right on the disk is passed over', async () => {
    const value = { drafts: [['a', { text: 4 }], 7, ['b', { text: 'kept', anchor: { quote: 1 } }]], seen: 'no' };
    const { kept, pass } = open({ value, works: true });
    await pass();
    expect([kept.draft('a'), kept.draft('b')]).toEqual([undefined, { text: 'kept' } satisfies Draft]);
  });
});
