import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// WCAG 2.2, 1.4.3 (AA): text at least 4.5:1 on what it stands on, in both themes; 1.4.6 (AAA), 7:1, for who asks for more contrast.

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [usual = '', more = ''] = css.split('@media (prefers-contrast: more)');

type Pairs = ReadonlyMap<string, { readonly light: string; readonly dark: string }>;

function toPairs(sheet: string): Pairs {
  return new Map(
    [...sheet.matchAll(/--weft-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
      ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
    ),
  );
}

const pairs = toPairs(usual);

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['paper', 'surface', 'sunken'];
const texts = ['ink', 'ink-muted', 'ink-faint', 'accent', 'link', 'ok', 'warn', 'danger'];
const codes = ['keyword', 'string', 'comment', 'number', 'title', 'type', 'meta'].map((name) => `code-${name}`);
const palette = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'];
const cases = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['accent', 'accent-soft'],
  ['ok', 'ok-soft'],
  ['warn', 'warn-soft'],
  ['danger', 'danger-soft'],
  ['paper', 'danger'],
  ['ink', 'selection'],
  ['code-ink', 'code-paper'],
  ...['ink', 'link', ...palette.map((name) => `ink-${name}`)].flatMap((ink) =>
    [...grounds, ...palette.map((name) => `mark-${name}`)].map((ground) => [ink, ground] as const),
  ),
  ...codes.map((code) => [code, 'code-paper'] as const),
] as const;

for (const theme of ['light', 'dark'] as const) {
  for (const [text, ground] of cases) {
    test(`${theme}: ${text} is readable on ${ground}`, () => {
      const [front, back] = [pairs.get(text)?.[theme], pairs.get(ground)?.[theme]];
      expect(contrast(front ?? '', back ?? '')).toBeGreaterThanOrEqual(4.5);
    });
  }
}

const stronger = new Map([...pairs, ...toPairs(more)]);
for (const theme of ['light', 'dark'] as const) {
  test(`${theme}: with more contrast every text stands out seven to one`, () => {
    for (const text of texts) {
      for (const ground of grounds) {
        const [front, back] = [stronger.get(text)?.[theme], stronger.get(ground)?.[theme]];
        expect(contrast(front ?? '', back ?? ''), `${text} on ${ground}`).toBeGreaterThanOrEqual(7);
      }
    }
  });
}
