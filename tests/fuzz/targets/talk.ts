/** What members say beside the text: comments with the places they are about, and where their carets are. */
import * as Y from 'yjs';
import { createLocator } from '../../../packages/editor-ui/src/binding/places.ts';
import { readBlocks } from '../../../packages/editor-ui/src/binding/read.ts';
import { CONTENT, seedDocument } from '../../../packages/editor-ui/src/binding/seed.ts';
import { createShown } from '../../../packages/editor-ui/src/binding/twins.ts';
import { findAnchor } from '../../../packages/editor-ui/src/comments/anchor.ts';
import { MAX_MENTIONS, MAX_TEXT, toEntryId } from '../../../packages/editor-ui/src/comments/entries.ts';
import { docToFlat } from '../../../packages/editor-ui/src/comments/flat-text.ts';
import { readLog } from '../../../packages/editor-ui/src/comments/log.ts';
import { splitMentions } from '../../../packages/editor-ui/src/comments/mentions.ts';
import { ENTRIES } from '../../../packages/editor-ui/src/comments/root.ts';
import { type Author, logToThreads } from '../../../packages/editor-ui/src/comments/threads.ts';
import { demand, type Target, text, toText } from '../engine/target.ts';

const COMMENTS =
  /^packages\/editor-ui\/src\/comments\/(anchor|anchor-value|entries|flat-text|log|mentions|threads)\.ts/;
/** Two members; each writes every other entry. */
const CLIENTS = [7, 8] as const;

/** A document with words in it, and the way to find places there. */
function createText() {
  const doc = new Y.Doc();
  doc.clientID = 1;
  seedDocument(doc);
  const content = doc.getXmlFragment(CONTENT);
  for (const words of ['Some words that people speak of.', 'Some words, and others.', '']) {
    const block = new Y.XmlElement('block');
    block.setAttribute('kind', 'paragraph');
    block.setAttribute('id', `b${content.length}`);
    const letters = new Y.XmlText();
    letters.insert(0, words);
    block.insert(0, [letters]);
    content.push([block]);
  }
  const shown = createShown(content);
  const node = readBlocks(shown.list(), new Map(), shown.seen);
  return { doc, node, locate: createLocator({ ydoc: doc, content, shown, doc: node }), content };
}

function toAuthor(client: number): Author {
  const role = client === CLIENTS[0] ? 'commenter' : 'editor';
  return { key: String(client), name: '', color: '#112233', role, isSelf: false };
}

function readEntries(input: Uint8Array): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(toText(input));
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

export function talkTargets(): Target[] {
  const { doc, node, locate, content } = createText();
  const flat = docToFlat(node);
  const block = content.get(content.length - 3) as Y.XmlElement;
  const letters = block.get(0) as Y.XmlText;
  const place = (index: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(letters, index));
  const anchor = {
    block: String(block.getAttribute('id')),
    start: place(5),
    end: place(10),
    quote: 'words',
    tail: '',
    length: 5,
    before: 'Some ',
    after: ' that people',
    others: 1,
  };
  const thread = toEntryId(CLIENTS[0], 0);
  const comment = toEntryId(CLIENTS[1], 0);
  const said = { text: 'Is that so, @Ada?', at: 1, mentions: [{ device: 'ab'.repeat(32), name: 'Ada' }] };
  const entries = [
    { kind: 'thread', anchor },
    { kind: 'comment', thread, ...said },
    { kind: 'comment', thread, ...said, text: 'It is.' },
    { kind: 'edit', comment, ...said, text: 'Is it?' },
    { kind: 'reaction', comment, reaction: 'agree' },
    { kind: 'anchor', thread, anchor: { ...anchor, quote: 'others' } },
    { kind: 'resolve', thread, isResolved: true, at: 2, seen: [[CLIENTS[1], 3]] },
    { kind: 'gone', comment },
  ];

  return [
    {
      name: 'comments',
      isText: true,
      share: 40,
      maxBytes: 2560,
      seeds: () => [text(JSON.stringify(entries)), text(JSON.stringify(entries.slice(0, 2)))],
      files: [COMMENTS],
      dictionary: ['"kind":', '"anchor":', '"mentions":', '"seen":', '"__proto__":', '1e400', '-1', '"7-0"'].map(text),
      steps: { base: 50_000, perByte: 400 },
      run(input) {
        const comments = new Y.Doc();
        const writers = CLIENTS.map((client) => {
          const writer = new Y.Doc();
          writer.clientID = client;
          return writer;
        });
        readEntries(input).forEach((entry, at) => {
          const writer = writers[at % 2] as Y.Doc;
          writer.getArray(ENTRIES).push([entry]);
        });
        for (const writer of writers) Y.applyUpdate(comments, Y.encodeStateAsUpdate(writer));
        const threads = logToThreads(readLog(comments), toAuthor);
        for (const { anchors, comments: shown, quote } of threads) {
          demand(quote !== '', 'a thread about nothing');
          for (const { text: words, mentions, author, client } of shown) {
            demand(
              words !== '' && words.length <= MAX_TEXT && !/[^\P{Cc}\n]/u.test(words),
              'words that hide something',
            );
            demand(mentions.length <= MAX_MENTIONS, 'too many people');
            demand(author.key === String(client), 'in another’s name');
            const parts = splitMentions(words, mentions).map((part) => part.text);
            demand(parts.join('') === words, 'other words');
          }
          const found = findAnchor(flat, anchors, ({ start, end }) => ({ start: locate(start), end: locate(end) }));
          if (found === undefined) continue;
          demand(
            found.from < found.to && found.from > 0 && found.to < node.content.size,
            'a place outside of the text',
          );
        }
      },
    },
    {
      // What presence says of a caret, on its way to the editor.
      name: 'caret',
      isText: true,
      seeds: () => [0, 5, 32].map((index) => text(JSON.stringify(place(index)))),
      files: [/^packages\/editor-ui\/src\/binding\/(places|positions|table-places)/],
      dictionary: ['"type":', '"item":', '"tname":', '"assoc":', '"client":', '"clock":', '"content"', 'null'].map(
        text,
      ),
      steps: { base: 5_000, perByte: 20 },
      run(input) {
        const roots = doc.share.size;
        for (const json of readEntries(input)) {
          const position = locate(json);
          demand(
            position === undefined || (position > 0 && position < node.content.size),
            'a caret outside of the text',
          );
        }
        demand(doc.share.size === roots, 'a root that a stranger named');
      },
    },
  ];
}
