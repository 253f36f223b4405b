import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeToRows } from '../convert/rows.ts';
import { rowsToHtml } from '../convert/to-html.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { PALETTE } from '../schema/palette.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { colorOf, setColor, toggle, toggleColor } from './marks.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

describe('colours', () => {
  test('two people colour one word apart: one colour holds, both see it, and the words stay', () => {
    replicas = createReplicas(2, (first) => {
      first.caret(0, 0);
      first.type('plain words');
    });
    const [a, b] = replicas as [Headless, Headless];
    a.caret(0, 0, { index: 0, offset: 5 });
    expect(a.run(setColor('color', 'red'))).toBe(true);
    b.caret(0, 0, { index: 0, offset: 5 });
    expect(b.run(setColor('color', 'blue'))).toBe(true);
    expect(b.run(toggleColor('highlight', 'green'))).toBe(true);
    syncAll(replicas);
    expect(a.state().doc.toJSON()).toEqual(b.state().doc.toJSON());
    expect(colorOf(a.state(), 'color')).toBe(colorOf(b.state(), 'color'));
    expect(['red', 'blue']).toContain(colorOf(a.state(), 'color'));
    expect(colorOf(a.state(), 'highlight')).toBe('green');
    expect(a.run(setColor('color', null))).toBe(true);
    expect(a.run(toggle('superscript'))).toBe(true);
    syncAll(replicas);
    expect(rowsToHtml(nodeToRows(b.state().doc))).toBe(
      '<p><sup><mark data-weft-mark="green">plain</mark></sup> words</p>',
    );
    expect(rowsToMarkdown(nodeToRows(b.state().doc))).toBe('<sup><mark>plain</mark></sup> words');
  });

  test('a name outside the palette is refused, and drawn plainly where somebody wrote it', () => {
    replicas = createReplicas(1);
    expect(replicas[0]?.run(setColor('color', 'url(x)'))).toBe(false);
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('color', 'highlight'), (name, of) => {
        const mark = schema.marks[of as 'color'].create({ name });
        const drawn: unknown = mark.type.spec.toDOM?.(mark, true);
        const [tag, attrs] = drawn as [string, unknown];
        const isKnown = PALETTE.some((known) => known === name);
        expect(tag).toBe(isKnown && of === 'highlight' ? 'mark' : 'span');
        if (!isKnown) expect(attrs).toBe(0);
      }),
    );
  });
});
