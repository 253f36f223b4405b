import type { Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import { textToTable } from './table-in.ts';

/** Letters that no text holds and that would upset layout or the CRDT's own strings: NUL and lone surrogates. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n');
}

/** Plain text to blocks: a line is a paragraph, empty lines only separate; what a spreadsheet copied is a table. */
export function textToBlocks(text: string): Node[] {
  const table = textToTable(cleanText(text));
  if (table) return [table];
  const lines = cleanText(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => schema.nodes.block.create(null, schema.text(line)));
}
