import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Entry, MAX_TEXT, valueToEntry } from './entries.ts';
import { MAX_ENTRIES_OF_ONE, readLog } from './log.ts';
import { ENTRIES } from './root.ts';
import { newsOf } from './news.ts';
import { type Author, logToThreads, type Thread } from './threads.ts';
import { jsonToSeen, newComments, type Seen, seenToJson, seeThreads } from './unread.ts';
import { type CommentWriter, createWriter } from './write.ts';

const ANCHOR = {
  block: 'b1',
  start: { item: { client: 1, clock: 2 }, assoc: 0 },
  end: { item: { client: 1, clock: 9 }, assoc: -1 },
  quote: 'some words',
  tail: '',
  length: 10,
  before: 'before ',
  after: ' after',
  others: 0,
} as const;

/** Two sessions of Ada's device, one of Ben's, who may only comment, and one that no device vouches for. */
const DEVICES: Readonly<Record<number, Omit<Author, 'isSelf'>>> = {
  11: { key: 'ada', name: 'Ada', color: '#111111', role: 'editor' },
  12: { key: 'ada', name: 'Ada', color: '#111111', role: 'editor' },
  21: { key: 'ben', name: 'Ben', color: '#222222', role: 'commenter' },
  31: { key: 'client 31', name: '', color: '#333333', role: undefined },
};

interface Person {
  readonly doc: Y.Doc;
  readonly writer: CommentWriter;
  threads(): readonly Thread[];
}

function toPerson(client: number): Person {
  const doc = new Y.Doc();
  doc.clientID = client;
  const self = DEVICES[client]?.key;
  const authorOf = (of: number): Author => {
    const device = DEVICES[of] ?? { key: `client ${of}`, name: '', color: '#000000', role: undefined };
    return { ...device, isSelf: device.key === self };
  };
  const writer = createWriter({ comments: doc, isOwn: (of) => authorOf(of).isSelf, now: () => 1.76e12 });
  return { doc, writer, threads: () => logToThreads(readLog(doc), authorOf) };
}

function share(...people: readonly Person[]): void {
  for (const from of people) for (const to of people) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
}

const say = (text: string): { text: string; mentions: [] } => ({ text, mentions: [] });
const texts = (person: Person): string[][] => person.threads().map(({ comments }) => comments.map(({ text }) => text));

function trio(): { ada: Person; tab: Person; ben: Person; thread: string; comment: string } {
  const [ada, tab, ben] = [toPerson(11), toPerson(12), toPerson(21)];
  const begun = ada.writer.begin(ANCHOR, say('first'));
  if (begun === undefined) throw new Error('nothing was begun');
  share(ada, tab, ben);
  return { ada, tab, ben, ...begun };
}

describe('threads', () => {
  test('answers, reactions and changes are seen alike by all, with who wrote them', () => {
    const { ada, tab, ben, thread, comment } = trio();
    ben.writer.reply(thread, say('second'));
    ben.writer.react(comment, 'agree');
    tab.writer.edit(comment, say('first, better said'));
    share(ada, tab, ben);
    expect(ada.threads()).toMatchObject([
      {
        quote: 'some words',
        resolved: undefined,
        comments: [
          {
            text: 'first, better said',
            isEdited: true,
            author: { name: 'Ada', isSelf: true },
            reactions: [{ reaction: 'agree', authors: [{ name: 'Ben' }], isMine: false }],
          },
          { text: 'second', author: { name: 'Ben', isSelf: false } },
        ],
      },
    ]);
    ben.writer.react(comment, 'agree');
    share(ada, ben);
    expect(ada.threads()[0]?.comments[0]?.reactions).toEqual([]);
  });

  test('KEY-5 nobody changes or deletes what another device wrote, whatever the entry says', () => {
    const { ada, ben, comment } = trio();
    for (const entry of [
      { kind: 'edit', comment, text: 'I never said this', at: 1, mentions: [], author: 'ada' },
      { kind: 'gone', comment },
    ]) {
      ben.doc.getArray(ENTRIES).push([entry]);
    }
    ben.writer.edit(comment, say('nor this'));
    ben.writer.takeBack(comment);
    share(ada, ben);
    expect(texts(ada)).toEqual([['first']]);
    // A stranger whose session nobody vouches for is nobody's device.
    const stranger = toPerson(31);
    share(ada, stranger);
    stranger.writer.edit(comment, say('by nobody'));
    share(ada, stranger);
    expect(texts(ada)).toEqual([['first']]);
  });

  test('where a thread’s text went counts from those who may write the text, and from who began it', () => {
    const { ada, ben, thread } = trio();
    ben.writer.move(thread, { ...ANCHOR, quote: 'elsewhere!' });
    share(ada, ben);
    expect(ada.threads()[0]?.anchors.map(({ quote }) => quote)).toEqual(['some words']);
    ada.writer.move(thread, { ...ANCHOR, quote: 'over there' });
    share(ada, ben);
    expect(ben.threads()[0]?.anchors.map(({ quote }) => quote)).toEqual(['over there', 'some words']);
    expect(ben.threads()[0]?.quote).toBe('some words');
  });

  test('resolving does not put away what its author had not read, and can be taken back', () => {
    const { ada, ben, thread } = trio();
    const resolve = (person: Person, isResolved: boolean): void =>
      person.writer.resolve(person.threads()[0] as Thread, isResolved);
    ben.writer.reply(thread, say('meanwhile'));
    resolve(ada, true);
    expect(ada.threads()[0]?.resolved).toMatchObject({ by: { name: 'Ada' } });
    share(ada, ben);
    for (const person of [ada, ben]) expect(person.threads()[0]?.resolved).toBeUndefined();
    resolve(ada, true);
    share(ada, ben);
    for (const person of [ada, ben]) expect(person.threads()[0]?.resolved).toMatchObject({ by: { name: 'Ada' } });
    resolve(ben, false);
    share(ada, ben);
    expect(ada.threads()[0]).toMatchObject({ resolved: undefined, reopenedBy: { name: 'Ben' } });
  });

  test('what was taken back can be brought back; its words go for good afterwards, for everyone', () => {
    const { ada, ben, thread, comment } = trio();
    ada.writer.edit(comment, say('secret words'));
    ada.writer.takeBack(comment);
    share(ada, ben);
    expect(texts(ben)).toEqual([]);
    ada.writer.restore(comment);
    share(ada, ben);
    expect(texts(ben)).toEqual([['secret words']]);
    ben.writer.reply(thread, say('an answer'));
    share(ada, ben);
    ada.writer.takeBack(comment);
    ada.writer.purge(new Set([comment]));
    expect(JSON.stringify(ada.doc.getArray(ENTRIES).toJSON())).toContain('secret words');
    ada.writer.purge(new Set());
    share(ada, ben);
    expect(ben.threads()).toMatchObject([{ isHeadless: true, comments: [{ text: 'an answer' }] }]);
    expect(JSON.stringify(ben.doc.getArray(ENTRIES).toJSON())).not.toContain('secret words');
    const [, answer] = readLog(ben.doc).filter(({ entry }) => entry.kind === 'thread' || entry.kind === 'comment');
    ben.writer.takeBack(answer?.id ?? '');
    ben.writer.purge(new Set());
    ada.writer.purge(new Set());
    share(ada, ben);
    expect([texts(ada), texts(ben)]).toEqual([[], []]);
  });

  test('a stranger’s comment in front of the first does not become the opening one', () => {
    const { ada, ben, thread } = trio();
    ben.doc.getArray(ENTRIES).insert(0, [{ kind: 'comment', thread, text: 'pushed in front', at: 1, mentions: [] }]);
    share(ada, ben);
    expect(texts(ada)).toEqual([['first', 'pushed in front']]);
  });
});

describe('what others wrote', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: false });
  const almost = fc.record(
    {
      kind: fc.constantFrom('thread', 'comment', 'edit', 'gone', 'reaction', 'resolve', 'anchor'),
      thread: fc.oneof(fc.constant('b-0'), anything),
      comment: fc.oneof(fc.constant('b-1'), anything),
      text: fc.oneof(fc.string(), anything),
      anchor: fc.oneof(
        fc.constant(ANCHOR),
        fc.record({ quote: anything, length: anything, start: anything }),
        anything,
      ),
      at: anything,
      mentions: anything,
      seen: anything,
      reaction: anything,
      isResolved: anything,
    },
    { requiredKeys: [] },
  );

  test('is read without a throw, and bounded', () => {
    fc.assert(
      fc.property(fc.oneof(almost, anything), (value) => {
        const entry = valueToEntry(value) as (Entry & { text?: string }) | undefined;
        expect(entry?.text?.length ?? 0).toBeLessThanOrEqual(MAX_TEXT);
        expect(/[^\P{Cc}\n]/u.test(entry?.text ?? '')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('is passed over where it is broken, of whatever sort, and the rest is there', () => {
    const { ada, thread } = trio();
    const list = ada.doc.getArray<unknown>(ENTRIES);
    list.push([null, 'x', 7, { kind: 'comment' }, { kind: 'comment', thread, text: { toString: 'no' } }]);
    list.push([new Y.Map(), new Y.Text('text'), new Uint8Array(3)]);
    list.push([
      { kind: 'thread', anchor: { ...ANCHOR, quote: 'q'.repeat(9_000) } },
      { kind: 'gone', comment: '<img>' },
    ]);
    list.push([{ kind: 'comment', thread, text: `${'long'.repeat(MAX_TEXT)}`, at: Number.MAX_VALUE, mentions: 'no' }]);
    expect(ada.threads()).toHaveLength(1);
    expect(ada.threads()[0]?.comments).toMatchObject([{ text: 'first' }, { at: 0, mentions: [] }]);
    expect(ada.threads()[0]?.comments[1]?.text).toHaveLength(MAX_TEXT);
  });

  test('one who writes without end hides nobody else’s words', () => {
    const { ada, ben, thread } = trio();
    const flood = Array.from({ length: MAX_ENTRIES_OF_ONE + 5 }, (_, at) => ({
      ...{ kind: 'comment', thread, text: `${at}`, at: 0, mentions: [] },
    }));
    ben.doc.getArray(ENTRIES).push(flood);
    ben.doc.getArray(ENTRIES).push([{ kind: 'thread', anchor: ANCHOR }]);
    share(ada, ben);
    const begun = ada.writer.begin(ANCHOR, say('still heard'));
    expect(ada.threads().map(({ id }) => id)).toEqual([thread, begun?.thread]);
  });
});

describe('what is new', () => {
  test('is what others wrote and this device has not shown; it is kept as JSON, and forgotten with its thread', () => {
    const { ada, ben, thread } = trio();
    ben.writer.reply(thread, say('one'));
    share(ada, ben);
    const none: Seen = new Map();
    const news = (seen: Seen): string[] =>
      ada.threads().flatMap((each) => newComments(each, seen).map(({ text }) => text));
    expect(news(none)).toEqual(['one']);
    const seen = seeThreads(none, ada.threads());
    expect(news(seen)).toEqual([]);
    expect(seeThreads(seen, ada.threads())).toBe(seen);
    ben.writer.reply(thread, say('two'));
    share(ada, ben);
    const kept = jsonToSeen(JSON.parse(JSON.stringify(seenToJson(seen, ada.threads()))));
    expect(news(kept)).toEqual(['two']);
    expect(seenToJson(seen, [])).toEqual([]);
    for (const broken of [null, 3, 'x', [[1, 2]], [['a-b', [[1]]]], { length: 9 }]) {
      expect(news(jsonToSeen(broken))).toEqual(['one', 'two']);
    }
  });

  test('is told to embedders once, by what it is', () => {
    const { ada, ben, thread } = trio();
    const before = ada.threads();
    ben.writer.reply(thread, say('one'));
    share(ada, ben);
    const answered = ada.threads();
    expect(newsOf(before, answered)).toMatchObject([{ type: 'replied', thread, local: false }]);
    ada.writer.resolve(answered[0] as Thread, true);
    const resolved = ada.threads();
    expect(newsOf(answered, resolved)).toEqual([{ type: 'resolved', thread, local: true }]);
    ben.writer.resolve(ben.threads()[0] as Thread, false);
    share(ada, ben);
    expect(newsOf(resolved, ada.threads())).toEqual([{ type: 'reopened', thread, local: false }]);
    const begun = ada.writer.begin(ANCHOR, say('another'));
    expect(newsOf(answered, ada.threads()).filter(({ type }) => type === 'created')).toEqual([
      { type: 'created', ...begun, local: true },
    ]);
  });
});
