import { htmlToBlocks } from '../../convert/from-html.ts';
import type { FoundBlocks, HtmlReading } from '../../convert/html-drafts.ts';
import { htmlToTree } from '../html-tree.ts';
import { markdownToHtml } from './markdown-to-html.ts';

/** Markdown to flat blocks, with what is said of what has no place in them. Nothing in it runs or loads. */
export function markdownToFound(text: string, reading: HtmlReading = {}): FoundBlocks {
  return htmlToBlocks(htmlToTree(markdownToHtml(text)).body, reading);
}
