import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseHtml, STYLE_ATTRIBUTE } from './inert-html.ts';

/** What the parser is handed: this is about the text before it. */
function quieten(html: string): string {
  vi.stubGlobal(
    'DOMParser',
    class {
      parseFromString(text: string): { readonly body: string } {
        return { body: text };
      }
    },
  );
  return parseHtml(html, { defaultView: null } as unknown as Document) as unknown as string;
}

afterEach(() => vi.unstubAllGlobals());

describe('what is taken out of HTML before it is parsed', () => {
  test.each([
    ['<p>a</p>', '<p>a</p>'],
    ['a<style>b{}</style>c<STYLE type=x>d</Style >e', 'ace'],
    ['a<style>b</style c', 'a<style>b</style c'],
    ['a<style>b<style>c</style>d', 'ad'],
    ['a<stylesheet>b</stylesheet>', 'a<stylesheet>b</stylesheet>'],
    ['<p style="x">a', `<p ${STYLE_ATTRIBUTE}="x">a`],
    ['<p onclick = "x()">a style="y"', '<p data-weft-refused = "x()">a style="y"'],
  ])('%s', (html, quiet) => {
    expect(quieten(html)).toBe(quiet);
  });

  test('styles that are never closed take time that grows with their number, no faster', () => {
    const html = '<style'.repeat(40_000);
    const start = process.cpuUsage().user;
    expect(quieten(html)).toBe(html);
    // The square of it is some twenty seconds.
    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
  });
});
