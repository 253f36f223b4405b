/**
 * The long-now promise (LED-6): files that the app's code writes are read by tools/weft-to-markdown.mjs, which shares no code with it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportLedger, importLedger, type Replica } from '@weft/crdt-core';
import { createTestRoomWith, handOver, type TestRoom } from '@weft/crdt-core/testing';
import {
  attestSession,
  capabilityToLink,
  capabilityToWrappedLink,
  concat,
  createCard,
  createRandomness,
  createSession,
  type DeviceSeed,
  deriveKeys,
  type LinkRole,
  loadSodium,
  partsToFileHash,
  partToHash,
  type Sodium,
  sealEnvelope,
  seedToDevice,
  toHex,
} from '@weft/crypto';
import { editTitle, seedDocument } from '@weft/editor-ui';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ROOT } from '../../scripts/workspace.ts';

const TOOL = join(ROOT, 'tools/weft-to-markdown.mjs');
/** ATT-1. */
const CHUNK_BYTES = 262_108;
let sodium: Sodium;
let folder: string;

beforeAll(async () => {
  sodium = await loadSodium();
  folder = mkdtempSync(join(tmpdir(), 'weft-long-now-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly insert: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

type Row = readonly [attributes: Readonly<Record<string, unknown>>, ...runs: Run[]];

function toElement([attributes, ...runs]: Row): Y.XmlElement {
  const { kind } = attributes;
  const element = new Y.XmlElement(kind === 'divider' || kind === 'image' || kind === 'file' ? kind : 'block');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value as string);
  const text = new Y.XmlText();
  text.applyDelta(runs);
  if (element.nodeName === 'block') element.insert(0, [text]);
  return element;
}

function append(replica: Replica, rows: readonly Row[]): void {
  const content = replica.doc.getXmlFragment('content');
  replica.doc.transact(() => content.insert(content.length, rows.map(toElement)));
  replica.flush();
}

function linkOf(room: TestRoom, role: LinkRole = 'viewer'): string {
  return capabilityToLink(sodium, room.capability(role), 'https://weft.example');
}

function save(replica: Replica): Uint8Array {
  return exportLedger(sodium, replica);
}

function decode(
  bytes: Uint8Array,
  link: string,
  ...options: string[]
): { out: string; notes: string; code: number | null } {
  const path = join(folder, 'copy.weft');
  writeFileSync(path, bytes);
  const { stdout, stderr, status } = spawnSync(process.execPath, [TOOL, path, '-', ...options], {
    input: link,
    encoding: 'utf8',
  });
  return { out: stdout, notes: stderr, code: status };
}

const say = (insert: string, attributes?: Readonly<Record<string, unknown>>): Run =>
  attributes === undefined ? { insert } : { insert, attributes };

const fileNamed = (name: string): string =>
  JSON.stringify({ session: 'a'.repeat(64), hash: 'b'.repeat(64), chunks: 1, bytes: 3, type: 'image/png', name });

const EVERYTHING: readonly Row[] = [
  [
    { kind: 'paragraph' },
    say('Plain, '),
    say('bold', { bold: {} }),
    say(', '),
    say('italic', { italic: {} }),
    say(', '),
  ],
  [
    { kind: 'paragraph' },
    say('under', { underline: {} }),
    say(' '),
    say('gone', { strike: {} }),
    say(' '),
    say('let x = `1`', { code: {} }),
    say(' '),
    say('a place', { link: { href: 'https://example.org/a_(b)' } }),
    say(' '),
    say('no place', { link: { href: 'javascript:alert(1)' } }),
  ],
  [
    { kind: 'paragraph' },
    say('both ', { bold: {} }),
    say('at once', { bold: {}, italic: {} }),
    say(' and linked', { bold: {}, link: { href: 'https://example.org/' } }),
    say('.'),
  ],
  [{ kind: 'heading', level: 1 }, say('One')],
  [{ kind: 'heading', level: 2 }, say('Two')],
  [{ kind: 'heading', level: 3 }, say('Three')],
  [{ kind: 'bullet' }, say('first')],
  [{ kind: 'bullet', indent: 1 }, say('inside')],
  [{ kind: 'ordered' }, say('one')],
  [{ kind: 'ordered', indent: 1 }, say('one one')],
  [{ kind: 'ordered' }, say('two')],
  [{ kind: 'task', checked: false }, say('to do')],
  [{ kind: 'task', checked: true }, say('done')],
  [{ kind: 'quote' }, say('said\ntwice')],
  [{ kind: 'code' }, say('if (a < b) {\n  ```\n}')],
  [{ kind: 'callout' }, say('mind this')],
  [{ kind: 'toggle' }, say('hidden away')],
  [{ kind: 'paragraph' }, say('so '), say('x_1^', { math: {} }), say('2', { math: {}, code: {} }), say(' is it')],
  [{ kind: 'math' }, say('\\frac{1}{2}\\\\\n+ x_1')],
  [{ kind: 'divider' }],
  [{ kind: 'image', file: fileNamed('a (green) field.png'), alt: 'A *green* field', caption: '- near the river' }],
  [{ kind: 'file', file: fileNamed('../../etc/passwd\u202e\n') }],
  [{ kind: 'image', file: 'nothing', alt: 7 }],
  [{ kind: 'paragraph' }, say('# not a heading, *not* bold, 1_000 <b> & 🪡')],
  [{ kind: 'paragraph' }, say('2. not a list\n- nor this')],
  [{ kind: 'from the future' }, say('still words')],
];

const AS_MARKDOWN = `# Ideas \\*and\\* notes

Plain, **bold**, *italic*,${' '}

<u>under</u> ~~gone~~ \`\` let x = \`1\` \`\` [a place](https://example.org/a_%28b%29) no place

**both *at once* [and linked](https://example.org/)**.

## One

### Two

#### Three

- first
    - inside
1. one
    1. one one
2. two
- [ ] to do
- [x] done

> said\\
> twice

\`\`\`\`
if (a < b) {
  \`\`\`
}
\`\`\`\`

> [!NOTE]
> mind this

hidden away

so $x_1^2$ is it

$$
\\frac{1}{2}\\\\
+ x_1
$$

---

![A \\*green\\* field](a%20%28green%29%20field.png)

\\- near the river

[etc passwd](etc%20passwd)

![](file)

\\# not a heading, \\*not\\* bold, 1\\_000 \\<b> \\& 🪡

2\\. not a list\\
\\- nor this

still words
`;

function createEverything(seed = 1): { room: TestRoom; author: Replica } {
  const room = createTestRoomWith(sodium, seed);
  const author = room.replica();
  seedDocument(author.doc);
  editTitle(author.doc.getText('title'), 'Ideas *and* notes');
  append(author, EVERYTHING);
  return { room, author };
}

describe('LED-6: the long-now promise', () => {
  test('the decoder shares no code with the app: it imports Node’s own modules and Yjs', () => {
    const imports = [...readFileSync(TOOL, 'utf8').matchAll(/\b(?:from|import\()\s*'([^']+)'/g)].map(
      ([, name]) => name,
    );
    expect(imports.filter((name) => name?.startsWith('node:') !== true)).toEqual(['yjs']);
    expect(imports.some((name) => /^node:(net|http|https|dgram|tls|child_process)$/.test(name ?? ''))).toBe(false);
  });

  test('every kind of block and every mark, written by one', () => {
    const { room, author } = createEverything();
    for (const role of ['viewer', 'commenter', 'editor'] as const) {
      const { out, notes, code } = decode(save(author), linkOf(room, role));
      expect(notes).toBe('');
      expect(code).toBe(0);
      expect(out).toBe(AS_MARKDOWN);
    }
  });

  test('a table, stored in whatever order, with a cell nobody made and one of a column that is gone', () => {
    const room = createTestRoomWith(sodium, 5);
    const author = room.replica();
    const make = (
      name: string,
      attributes: Readonly<Record<string, string>>,
      ...inside: (Y.XmlElement | Y.XmlText)[]
    ) => {
      const element = new Y.XmlElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.insert(0, inside);
      return element;
    };
    const cell = (column: string, words: string): Y.XmlElement => make('cell', { column }, new Y.XmlText(words));
    const table = make(
      'table',
      { id: 't' },
      make('row', { id: 'r2', order: 'W' }, cell('b', 'd\n|'), cell('gone', 'x')),
      make('column', { id: 'b', order: 'W', align: 'end' }),
      make('column', { id: 'a', order: 'V' }),
      make('row', { id: 'r1', order: 'V' }, cell('b', 'b'), cell('a', 'a')),
    );
    table.setAttribute('headerRow', true as unknown as string);
    author.doc.transact(() => author.doc.getXmlFragment('content').insert(0, [table]));
    author.flush();
    expect(decode(save(author), linkOf(room)).out).toBe('| a | b |\n| --- | ---: |\n|  | d<br>\\| |\n');
  });

  test('images and files: put beside the Markdown, whole and checked, and nothing that is there is written over', () => {
    const { room, author } = createEverything();
    const pictures = [Buffer.alloc(300_000, 'weft'), Buffer.from('two'), Buffer.from('three')];
    const chunks: Uint8Array[] = [];
    const rows = pictures.map((picture, index): Row => {
      const writer = author.chunks.begin();
      if (writer === undefined) throw new Error('not allowed');
      const parts = [];
      for (let at = 0; at < picture.length; at += CHUNK_BYTES) parts.push(picture.subarray(at, at + CHUNK_BYTES));
      // The last is cut short.
      chunks.push(...parts.map((part) => writer.seal(part)).slice(0, index === 2 ? 0 : undefined));
      const hashes = parts.map((part) => partToHash(sodium, part));
      const hash = toHex(partsToFileHash(sodium, picture.length, hashes));
      const named = { session: writer.session, hash, chunks: parts.length, bytes: picture.length, name: 'cat.png' };
      return [{ kind: 'image', file: JSON.stringify({ ...named, type: 'image/png' }), alt: `${index}` }];
    });
    append(author, rows);
    const bytes = exportLedger(sodium, author, chunks);
    const out = join(folder, 'out');
    const run = (): ReturnType<typeof decode> =>
      decode(bytes, linkOf(room), '--out', join(folder, 'copy.md'), '--files', out);
    const { notes, code } = run();
    expect(code).toBe(3);
    // The two that the document made up, and the one that was cut.
    expect(notes).toMatch(/^A file that the document shows is not in this copy.* \(3 times\)\n$/);
    const files = readdirSync(out).toSorted();
    expect(files).toEqual(['cat (2).png', 'cat.png']);
    expect(readFileSync(join(out, 'cat.png')).equals(pictures[0] ?? Buffer.alloc(0))).toBe(true);
    expect(readFileSync(join(out, 'cat (2).png'), 'utf8')).toBe('two');
    const markdown = readFileSync(join(folder, 'copy.md'), 'utf8');
    expect(markdown).toContain('![0](out/cat.png)\n\n![1](out/cat%20%282%29.png)\n\n![2](cat.png)');
    run();
    expect(readdirSync(out)).toHaveLength(4);
    expect(readFileSync(join(out, 'cat.png')).equals(pictures[0] ?? Buffer.alloc(0))).toBe(true);
    // What cannot be read with files is read without them, as before.
    expect(decode(bytes, linkOf(room)).notes).toBe('');
  });

  test('written by three, edited and deleted, compacted on the way: the words that the app shows', () => {
    const { room, author } = createEverything();
    const [ben, cleo] = [room.replica(), room.replica()];
    const give = (from: Replica, to: Replica): void => {
      expect(importLedger(sodium, to, save(from)).ok).toBe(true);
    };
    give(author, ben);
    append(ben, [[{ kind: 'paragraph' }, say('from Ben')]]);
    ben.doc.getXmlFragment('content').delete(0, 3);
    ben.compact();
    give(ben, cleo);
    append(cleo, [[{ kind: 'paragraph' }, say('from Cleo')]]);
    append(author, [[{ kind: 'paragraph' }, say('from Ada meanwhile')]]);
    give(cleo, author);
    give(author, ben);
    const { out, notes, code } = decode(save(author), linkOf(room));
    expect({ notes, code }).toEqual({ notes: '', code: 0 });
    for (const words of ['from Ben', 'from Cleo', 'from Ada meanwhile', 'still words']) expect(out).toContain(words);
    expect(out).not.toContain('Plain');
    expect(decode(save(ben), linkOf(room)).out).toBe(out);
  });

  test('comments are left out, and what was written between them is not', () => {
    const { room, author } = createEverything();
    const commenter = room.replica({ role: 'commenter' });
    const remark = (replica: Replica): void => {
      replica.comments.getText('thread').insert(0, 'why so? ');
      replica.flush();
    };
    const link = { viewer: linkOf(room), commenter: linkOf(room, 'commenter') };
    const expectAll = (): void => {
      for (const one of [link.viewer, link.commenter]) {
        const { out, notes, code } = decode(save(author), one);
        expect({ notes, code }).toEqual({ notes: '', code: 0 });
        for (const words of ['still words', 'between', 'at the end']) expect(out).toContain(words);
        expect(out).not.toContain('why so?');
      }
    };
    remark(author);
    append(author, [[{ kind: 'paragraph' }, say('between')]]);
    remark(commenter);
    handOver(commenter, author);
    remark(author);
    append(author, [[{ kind: 'paragraph' }, say('at the end')]]);
    expectAll();
    expect(author.compact()).toBeDefined();
    remark(author);
    remark(commenter);
    handOver(commenter, author);
    expectAll();
  });

  test('a big document, whose envelopes and snapshot span many blocks of the hash', () => {
    const room = createTestRoomWith(sodium);
    const author = room.replica();
    const rows = Array.from(
      { length: 400 },
      (_, i): Row => [{ kind: 'paragraph' }, say(`Paragraph ${i}: ${'words '.repeat(40)}end`)],
    );
    append(author, rows);
    author.compact();
    append(author, [[{ kind: 'paragraph' }, say('after the snapshot')]]);
    const { out, code } = decode(save(author), linkOf(room));
    expect(code).toBe(0);
    expect(out.match(/^Paragraph \d+: /gm)).toHaveLength(400);
    expect(out).toContain('after the snapshot');
  });

  test('a damaged file, and one cut short: what is whole is written, and the rest is said', () => {
    const { room, author } = createEverything();
    const bytes = save(author);
    append(author, [[{ kind: 'paragraph' }, say('the last words')]]);
    const longer = save(author);
    const cut = decode(longer.subarray(0, longer.length - 100), linkOf(room));
    expect(cut.code).toBe(3);
    expect(cut.out).toBe(AS_MARKDOWN);
    expect(cut.notes).toContain('ends too early');
    const damaged = longer.slice();
    damaged[bytes.length + 200] = damaged[bytes.length + 200]! ^ 1;
    const mended = decode(damaged, linkOf(room));
    expect(mended.code).toBe(3);
    expect(mended.out).toBe(AS_MARKDOWN);
    expect(mended.notes).toMatch(/damaged after it was written[^]*A change \(byte \d+\) was left out: it/);
  });

  test('what it cannot read it says in a sentence: no file, another document’s link, half a link', () => {
    const { room, author } = createEverything();
    const bytes = save(author);
    const other = linkOf(createEverything(2).room);
    const tries: readonly (readonly [Uint8Array, string, RegExp])[] = [
      [new TextEncoder().encode('# Notes, not Weft'), linkOf(room), /^This is not a Weft file\.\n$/],
      [bytes, other, /^This file is a copy of another document than the link’s\.\n$/],
      [bytes, linkOf(room).slice(0, -8), /^This link is damaged: copy the whole link again\.\n$/],
      [bytes, 'https://weft.example/', /^This is no Weft link/],
    ];
    for (const [file, link, sentence] of tries) {
      const { out, notes, code } = decode(file, link);
      expect({ out, code }).toEqual({ out: '', code: 1 });
      expect(notes).toMatch(sentence);
    }
  });

  test('an admin link opens what its edit link opens', () => {
    const { room, author } = createEverything();
    const admin = { ...room.capability('editor'), adminSeed: room.room.adminSeed };
    const read = decode(save(author), capabilityToLink(sodium, admin, 'https://weft.example'));
    expect(read).toEqual({ out: AS_MARKDOWN, notes: '', code: 0 });
  });

  test('a change whose author introduces their device first is read as any other', () => {
    const room = createTestRoomWith(sodium, 8);
    const random = createRandomness();
    const { certificate, secret } = room.capability('editor');
    const keys = deriveKeys(sodium, 'editor', secret);
    const session = createSession(sodium, random, keys, certificate, {
      role: 'editor',
      notAfter: certificate.notAfter,
    });
    const device = seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed);
    const card = createCard(sodium, device, session.roomId, { name: 'Ada', color: '#0fa2c3' });
    const doc = new Y.Doc();
    doc.clientID = session.clientId;
    doc.getText('title').insert(0, 'Introduced');
    const payload = concat(
      Uint8Array.of(2, card.length >> 8, card.length & 255),
      card,
      attestSession(sodium, device, session.roomId, session.pair.publicKey),
      Y.encodeStateAsUpdate(doc),
    );
    const reader = room.replica();
    const envelope = sealEnvelope(sodium, random, session, keys, { kind: 'content', seq: 0, payload });
    expect(reader.receive(envelope, 'relay')).toMatchObject({ ok: true });
    expect(decode(save(reader), linkOf(room))).toEqual({ out: '# Introduced\n', notes: '', code: 0 });
  });

  test('a link locked with a passphrase opens with it, and with no other', async () => {
    const { room, author } = createEverything();
    const capability = room.capability('viewer');
    const cheap = { opslimit: 1, memlimit: 8 * 1024 * 1024 };
    const origin = 'https://weft.example';
    const link = await capabilityToWrappedLink(sodium, createRandomness(), capability, origin, 'a few words', cheap);
    const bytes = save(author);
    expect(decode(bytes, link, '--passphrase', 'a few words').out).toBe(AS_MARKDOWN);
    expect(decode(bytes, link, '--passphrase', 'others')).toMatchObject({
      code: 1,
      notes: 'This passphrase does not open this link.\n',
    });
    expect(decode(bytes, link).notes).toContain('add --passphrase');
  });
});
