/** What a saved version says, as this schema can show and write it. */
import type { Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import * as Y from 'yjs';
import { renderTransaction } from '../binding/read.ts';
import { scanDocument } from '../binding/scan.ts';
import { TITLE } from '../binding/seed.ts';
import { readShown } from '../binding/twins.ts';

/** The content of a version. */
export interface VersionContent {
  readonly blocks: readonly Node[];
  readonly title: string;
}

/**
 * Reads a version. It is another's word: it goes through the version gate like the document itself.
 *
 * @param state - a Yjs V2 state that was read whole before
 * @returns `undefined` where Yjs cannot apply it, or something in it is unknown here
 */
export function readVersion(state: Uint8Array, root: string): VersionContent | undefined {
  const doc = new Y.Doc();
  try {
    Y.applyUpdateV2(doc, state);
  } catch {
    return undefined;
  }
  const content = doc.getXmlFragment(root);
  if (doc.store.pendingStructs !== null || scanDocument(doc, content) !== undefined) return undefined;
  try {
    const blocks = readShown(content);
    for (const block of blocks) block.check();
    return { blocks, title: doc.getText(TITLE).toString() };
  } catch {
    return undefined;
  }
}

/**
 * Makes the text read as it did, by changing what differs and nothing else: blocks keep their names, so what somebody else writes
 * meanwhile stays in the block it is written in.
 */
export function restoreVersion({ blocks }: VersionContent): Command {
  return (state, dispatch) => {
    const tr = renderTransaction(state, blocks);
    if (tr === undefined) return false;
    dispatch?.(tr);
    return true;
  };
}
