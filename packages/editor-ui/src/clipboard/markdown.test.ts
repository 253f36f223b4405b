import { describe, expect, test } from 'vitest';
import { looksLikeMarkdown } from './markdown.ts';

describe('pasted text is Markdown', () => {
  test.each([
    '# Title\n\nSome words with **bold** in them.',
    '- one\n- two\n\n> said',
    'text\n\n```js\nlet x;\n```',
    '| a | b |\n| --- | --- |\n| 1 | 2 |',
    'see\n[this](https://example.org/) there',
    '- [ ] open\n- [x] done',
    '1. first\n2. second\n\nand `code` too',
  ])('%j', (text) => expect(looksLikeMarkdown(text)).toBe(true));

  test.each([
    'Only words.\nAnd more of them.',
    '- one\n- two',
    '# no heading, one line',
    '#!/bin/sh\n# install\napt install x\n# done',
    '# settings\nname: a\nlist:\n  - one\n  - two\n',
    'function f() {\n  // `x`\n  return a ** b;\n}\n',
    'To: a\n\n> quoted\n> mail\n\nanswer',
    'a * b * c\n5 > 3\n1. x',
    'a ---- b\n----',
    '2026. A year.\n\nanother',
  ])('not %j', (text) => expect(looksLikeMarkdown(text)).toBe(false));

  test('no text takes long to look at', () => {
    for (const part of [
      '`',
      '*',
      '[',
      '| ',
      '- ',
      '> ',
      '# ',
      '\n',
      '```\n',
      '```a\n',
      '**a',
      '|---',
      ' ',
      '1. a\n',
      '\n\n# a',
    ]) {
      const text = `\n${part.repeat(100_000)}`;
      expect(typeof looksLikeMarkdown(text.slice(0, 99_000))).toBe('boolean');
    }
  });
});
