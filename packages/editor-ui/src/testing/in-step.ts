import type { Node } from 'prosemirror-model';
import { initProseMirrorDoc } from 'y-prosemirror';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { sortMarks } from '../binding/mark-keys.ts';
import { CONTENT } from '../binding/seed.ts';
import { createShown, readShown } from '../binding/twins.ts';
import { schema } from '../schema/schema.ts';
import type { Headless } from './headless.ts';

/** With marks of one type in our order: y-prosemirror has them as they lie in the Y.Doc, and parts letters where that changes. */
function inOrder(node: Node): unknown {
  const children = node.children.map((child) => (child.isText ? child.mark(sortMarks(child.marks)) : child));
  return node.type.create(node.attrs, children).toJSON() as unknown;
}

/** What the editor shows is what the Y.Doc says, read afresh; where nothing is hidden, also as y-prosemirror reads it. */
export function expectInStep(replica: Headless): void {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(replica.doc));
  const content = copy.getXmlFragment(CONTENT);
  const { doc } = replica.state();
  const drawn: unknown[] = doc.children.map((node) => node.toJSON() as unknown);
  expect(drawn).toEqual(readShown(content).map((node) => node.toJSON() as unknown));
  const isPlain = doc.children.every(({ type }) => type.name !== 'table');
  if (isPlain && createShown(content).isWhole()) {
    expect(drawn).toEqual(initProseMirrorDoc(content, schema).doc.children.map(inOrder));
  }
  doc.check();
  expect(replica.failures).toEqual([]);
}
