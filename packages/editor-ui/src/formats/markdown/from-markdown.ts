import type { Node } from 'prosemirror-model';
import { type FoundBlocks, htmlToBlocks } from '../../convert/from-html.ts';
import { htmlToTree } from '../html-tree.ts';
import { markdownToHtml } from './markdown-to-html.ts';

/** As `markdownToBlocks`, with what is said of a paste. */
export function markdownToFound(text: string): FoundBlocks {
  return htmlToBlocks(htmlToTree(markdownToHtml(text)).body);
}

/** Markdown to flat blocks. Nothing in it runs or loads. `base`: what relative addresses are relative to. */
export function markdownToBlocks(text: string, base?: string): readonly Node[] {
  return htmlToBlocks(htmlToTree(markdownToHtml(text)).body, { base }).nodes;
}
