import { readFileSync } from 'node:fs';
import commonmark from 'commonmark-spec';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { nodeToRows } from '../../convert/rows.ts';
import { rowsToMarkdown } from '../../convert/to-markdown.ts';
import { schema } from '../../schema/schema.ts';
import { toFlatHtml } from '../../testing/flat-html.ts';
import { markdownToFound } from './from-markdown.ts';

/** Where the specifications' relative addresses lead. */
const BASE = 'https://spec.test/';

interface Example {
  readonly section: string;
  readonly markdown: string;
  readonly html: string;
}

function readBeside<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
}

/** Into blocks, out as Markdown, and drawn by a program that shares no code with either. */
function roundTrip(markdown: string): string {
  const doc = schema.nodes.doc.create(null, [...markdownToFound(markdown, { base: BASE, isTyped: true }).nodes]);
  const written = rowsToMarkdown(nodeToRows(doc));
  return micromark(written, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** Of each section, how many examples look the same after the round trip, and how many there are. */
function score(examples: readonly Example[]): Record<string, string> {
  const counts = new Map<string, [same: number, all: number]>();
  for (const { section, markdown, html } of examples) {
    const count = counts.get(section) ?? [0, 0];
    if (toFlatHtml(roundTrip(markdown), BASE) === toFlatHtml(html, BASE)) count[0] += 1;
    count[1] += 1;
    counts.set(section, count);
  }
  return Object.fromEntries([...counts].map(([section, [same, all]]) => [section, `${same} of ${all}`]));
}

const tabbed = ({ section, markdown, html }: Example): Example => ({
  section,
  markdown: markdown.replaceAll('→', '\t'),
  html: html.replaceAll('→', '\t'),
});

/** The committed scores: a lower one is a loss, and a higher one is to be committed with what made it so. */
describe('Markdown in and out again, as the specifications draw it', () => {
  const scores = readBeside<Readonly<Record<string, unknown>>>('scores.json');

  test('CommonMark 0.31.2', () => {
    expect(score(commonmark.tests.map(tabbed))).toEqual(scores['CommonMark 0.31.2']);
  });

  test('the extensions of GFM 0.29', () => {
    expect(score(readBeside<readonly Example[]>('gfm-examples.json'))).toEqual(scores['GFM 0.29']);
  });
});
