import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mergeUpdatesAsTree } from './merge-updates.ts';

function typingUpdates(count: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) doc.getText('t').insert(i % 7 === 0 ? 0 : i, 'x');
  return { doc, updates };
}

describe('mergeUpdatesAsTree', () => {
  it('LED-1 gives what the updates give one by one', () => {
    for (const count of [1, 2, 16, 17, 300]) {
      const { doc, updates } = typingUpdates(count);
      const copy = new Y.Doc();
      Y.applyUpdate(copy, mergeUpdatesAsTree(updates));
      expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(doc));
    }
  });

  it('LED-1 never merges more than a handful at once, so its cost is not quadratic', () => {
    let inputs = 0;
    const merge = (updates: Uint8Array[]): Uint8Array => {
      expect(updates.length).toBeLessThanOrEqual(16);
      inputs += updates.length;
      return new Uint8Array();
    };
    mergeUpdatesAsTree(
      Array.from({ length: 20_000 }, () => new Uint8Array()),
      merge,
    );
    expect(inputs).toBeLessThan(22_000);
  });

  it('LED-1 nothing to merge is a mistake', () => {
    expect(() => mergeUpdatesAsTree([])).toThrow('nothing to merge');
  });
});
