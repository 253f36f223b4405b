import { Fragment, type Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { attrsToBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { isKnownBlock, type Scanned } from './scan.ts';
import { elementToNode } from './read.ts';
import { textToNodes } from './read-text.ts';

/** How deep nested elements of an unknown document are followed. */
const MAX_DEPTH = 32;

/**
 * What can be shown of content this version does not know: every known block as it is, the text of everything else as
 * paragraphs. It is a picture: nothing of it is ever written back.
 */
export function copyContent(content: Y.XmlFragment): Node {
  const blocks: Node[] = [];
  for (const child of content.toArray()) copyBlock(child, blocks, 0);
  return schema.nodes.doc.create(null, Fragment.fromArray(blocks));
}

function copyBlock(child: Scanned, into: Node[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (child instanceof Y.XmlText) {
    into.push(schema.nodes.block.create(null, Fragment.fromArray(textToNodes(child))));
  } else if (isKnownBlock(child)) {
    into.push(elementToNode(child as Y.XmlElement, new Map()));
  } else if (child instanceof Y.XmlElement) {
    const texts = child.toArray().filter((grandchild) => grandchild instanceof Y.XmlText);
    const rest = child.toArray().filter((grandchild) => !(grandchild instanceof Y.XmlText));
    if (texts.length > 0) {
      const { kind, level, indent } = attrsToBlock(child.getAttributes());
      into.push(
        schema.nodes.block.create(
          { kind, level, indent: indent > 0 ? indent : null },
          Fragment.fromArray(texts.flatMap(textToNodes)),
        ),
      );
    }
    for (const grandchild of rest) copyBlock(grandchild, into, depth + 1);
  }
}
