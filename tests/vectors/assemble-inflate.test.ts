import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { assembleInflate, SYMBOLS_FILE } from './assemble-inflate.ts';

test('the inner loop of inflating is what its text says, to the byte', async () => {
  expect(await readFile(SYMBOLS_FILE, 'utf8')).toBe(await assembleInflate());
});
