import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WeftJsonBlock } from '../json/types.ts';
import { readDocx } from './read-docx.ts';
import { writeDocx } from './write-docx.ts';

const DOT = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

const blocks: readonly WeftJsonBlock[] = [
  { type: 'text', kind: 'heading', level: 1, text: ['First'] },
  {
    type: 'text',
    kind: 'paragraph',
    text: [
      'plain ',
      { text: 'bold', marks: ['bold'] },
      ' and ',
      { text: 'a link', marks: [{ type: 'link', href: 'https://example.org/?a=1&b=2' }] },
    ],
  },
  { type: 'text', kind: 'bullet', text: ['a'] },
  { type: 'text', kind: 'ordered', indent: 1, text: ['b'] },
  { type: 'text', kind: 'ordered', indent: 1, text: ['c'] },
  { type: 'text', kind: 'task', checked: true, text: ['done'] },
  { type: 'text', kind: 'task', checked: false, text: ['open'] },
  { type: 'text', kind: 'quote', text: ['said'] },
  { type: 'text', kind: 'code', text: ['let x = 1;\n  y();'] },
  { type: 'text', kind: 'heading', level: 3, text: ['Third'] },
  {
    type: 'table',
    headerRow: true,
    columns: [{}, { align: 'end' }],
    rows: [
      [{ text: ['Who'] }, { text: ['What'] }],
      [{ text: ['Ann'], colspan: 2 }, null],
      [{ text: ['Ben'] }, { text: [{ text: '12', marks: ['italic'] }] }],
    ],
  },
  { type: 'image', file: 'x', alt: 'A dot' },
  { type: 'text', kind: 'paragraph', text: ['the end'] },
];

/** Opened and saved again by LibreOffice Writer (Debian's libreoffice-writer-nogui). */
function throughLibreOffice(bytes: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'weft-docx-'));
  try {
    const given = join(folder, 'given.docx');
    writeFileSync(given, bytes);
    // A profile of its own: one that runs already would take the file and answer nothing.
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const out = join(folder, 'out');
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'docx', '--outdir', out, given], { stdio: 'pipe' });
    return readFileSync(join(out, 'given.docx'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('Word files in another program', () => {
  // Visibly left out by default: it needs LibreOffice, and ten seconds.
  test.runIf(process.env['WEFT_THOROUGH'] === '1')(
    'LibreOffice opens what is written, and saves the same text and structure',
    async () => {
      const written = await writeDocx({
        title: 'A title',
        blocks,
        files: { x: { name: 'dot.png', type: 'image/png', bytes: DOT } },
      });
      const read = readDocx(throughLibreOffice(written));
      if (!read.ok) throw new Error(read.failure.code);
      expect(read.value.title).toBe('A title');
      // Which part of the file holds a picture is for each program to say.
      const back = read.value.blocks.map((block) => (block.type === 'image' ? { ...block, file: 'x' } : block));
      expect(back).toEqual(blocks);
    },
  );
});
