import type { Replica } from '@weft/crdt-core';
import fc from 'fast-check';

export type Edit =
  | { readonly type: 'insert'; readonly at: number; readonly text: string }
  | { readonly type: 'delete'; readonly at: number; readonly length: number }
  | { readonly type: 'title'; readonly text: string }
  | { readonly type: 'comment'; readonly at: number; readonly text: string };

/** What a person does with the text, or says about it. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('insert' as const),
      at: fc.nat(200),
      text: fc.string({ minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('delete' as const),
      at: fc.nat(200),
      length: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('title' as const), text: fc.string({ maxLength: 6 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('comment' as const),
      at: fc.nat(200),
      text: fc.string({ minLength: 1, maxLength: 6 }),
    }),
  },
);

/** A person does it, where they may. */
export function applyEdit(replica: Replica, edit: Edit): void {
  if (replica.role === 'viewer' || replica.isRemoved()) return;
  // A commenter does with the comments what an editor does with the document.
  const doc = edit.type === 'comment' || replica.role === 'commenter' ? replica.comments : replica.doc;
  const text = doc.getText('content');
  if (edit.type === 'title') {
    const title = doc.getText('title');
    title.doc?.transact(() => {
      title.delete(0, title.length);
      title.insert(0, edit.text);
    });
  } else if (edit.type !== 'delete') text.insert(edit.at % (text.length + 1), edit.text);
  else if (text.length > 0) {
    const at = edit.at % text.length;
    text.delete(at, Math.min(edit.length, text.length - at));
  }
}
