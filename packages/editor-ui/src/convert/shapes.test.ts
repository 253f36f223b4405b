import { expect, test } from 'vitest';
import { htmlToTree } from '../formats/html-tree.ts';
import { CLIPBOARD_SHAPES } from '../testing/clipboard-shapes.ts';
import { htmlToBlocks } from './from-html.ts';

function lines(html: string): string[] {
  return htmlToBlocks(htmlToTree(html).body).nodes.map((node) => {
    if (node.type.name === 'table')
      return `table ${node.children.map((row) => row.children.map((cell) => cell.textContent).join('|')).join(' / ')}`;
    const { kind, level, indent, checked, align, language } = node.attrs;
    const name = `${String(kind ?? node.type.name)}${kind === 'heading' ? String(level) : ''}`;
    const deep = typeof indent === 'number' ? `>${indent}` : '';
    const more = [align, language, checked === true ? 'done' : null].filter((each) => each !== null).join(' ');
    const words = node.children
      .map(({ text, marks }) => {
        const signs = marks.map(({ type }) => type.name).join(' ');
        return signs === '' ? text : `[${signs}: ${text}]`;
      })
      .join('');
    return `${name}${deep}${more === '' ? '' : ` ${more}`} ${words}`.trimEnd();
  });
}

test.each(Object.entries(CLIPBOARD_SHAPES))('what %s copies keeps its shape', (_, { html, blocks }) => {
  expect(lines(html)).toEqual(blocks);
});

test('a table larger than one can be is a line for each row, its cells apart by tabs', () => {
  const rows = Array.from({ length: 1001 }, (_, at) => `<tr><td>a${at}</td><td><p>b</p></td><td>c</td></tr>`);
  const found = lines(`<table>${rows.join('')}</table>`);
  expect([found.length, found[0], found.at(-1)]).toEqual([1001, 'paragraph a0\tb\tc', 'paragraph a1000\tb\tc']);
});
