import { expect, test } from 'vitest';

test('the package is imported where there is no DOM', async () => {
  expect('document' in globalThis).toBe(false);
  const { createEditor } = await import('./index.ts');
  expect(typeof createEditor).toBe('function');
});
