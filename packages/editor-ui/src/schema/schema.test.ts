import * as fc from 'fast-check';
import { Schema } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import { attrsToBlock, BLOCK_KINDS } from './block.ts';
import { toSafeHref, typedToHref } from './href.ts';
import { schema } from './schema.ts';

describe('attributes from strangers', () => {
  test('any value becomes one that can be drawn', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('id', 'kind', 'level', 'indent', 'checked', 'align', 'dir'), fc.anything()),
        (attrs) => {
          const block = attrsToBlock(attrs);
          expect(BLOCK_KINDS).toContain(block.kind);
          expect([1, 2, 3, 4, 5, 6]).toContain(block.level);
          expect(block.indent).toBeGreaterThanOrEqual(0);
          expect(block.indent).toBeLessThanOrEqual(8);
          expect(Number.isInteger(block.indent)).toBe(true);
          expect(typeof block.checked).toBe('boolean');
          expect([undefined, 'start', 'center', 'end']).toContain(block.align);
          expect([undefined, 'ltr', 'rtl']).toContain(block.dir);
        },
      ),
    );
  });

  test('are filled in as ProseMirror would', () => {
    // Of its own, and nothing quickened in it.
    const slow = new Schema(schema.spec);
    const name = fc.constantFrom(
      'id',
      'kind',
      'comes',
      'columns',
      'colspan',
      'file',
      'width',
      'toString',
      '__proto__',
      'other',
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.anything()), (given) => {
        for (const quick of Object.values(schema.nodes)) {
          const known = slow.nodes[quick.name];
          if (quick.isText || !known) continue;
          expect(Object.entries(quick.create(given).attrs)).toEqual(Object.entries(known.create(given).attrs));
          expect(quick.create().attrs).toEqual({ ...known.create().attrs });
        }
      }),
    );
  });

  test('toDOM names no tag and no attribute that a stranger chose', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (kind, level, align) => {
        const spec = schema.nodes.block.spec.toDOM?.(
          schema.nodes.block.create({ kind, level, align, indent: level, dir: kind }),
        );
        const flat = (spec as unknown as unknown[]).flat(3).filter((part) => typeof part === 'string');
        for (const part of flat) expect(part).toMatch(/^(p|h[1-6]|ul|ol|li|blockquote|pre|code)$/);
      }),
    );
  });

  test('every content expression is *', () => {
    for (const type of Object.values(schema.nodes)) expect(type.spec.content ?? '').not.toContain('+');
    expect(schema.nodes.doc.createAndFill()?.childCount).toBe(0);
  });
});

describe('addresses', () => {
  test.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    [' http://x.org ', 'http://x.org/'],
    ['mailto:a@b.org', 'mailto:a@b.org'],
    ['HTTPS://X.ORG', 'https://x.org/'],
  ])('%s is one', (text, href) => {
    expect(toSafeHref(text)).toBe(href);
  });

  test.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x.org/1',
    '/relative',
    'x.org',
    '',
    'https://',
    `https://x.org/${'a'.repeat(3000)}`,
    7,
    null,
    undefined,
    { toString: () => 'https://x.org' },
  ])('%s is none', (text) => {
    expect(toSafeHref(text)).toBeUndefined();
  });

  test('what a person types is completed', () => {
    expect(typedToHref('example.org/a?b')).toBe('https://example.org/a?b');
    expect(typedToHref('me@example.org')).toBe('mailto:me@example.org');
    expect(typedToHref('http://x.org')).toBe('http://x.org/');
    expect(typedToHref('not an address')).toBeUndefined();
    expect(typedToHref('javascript:alert(1)')).toBeUndefined();
  });

  test('a link mark with a refused address is no link', () => {
    const spec = schema.marks.link.spec.toDOM?.(schema.marks.link.create({ href: 'javascript:alert(1)' }), true);
    expect(spec).toEqual(['span', { class: 'weft-link-refused' }, 0]);
  });
});
