import type { MarkdownIt } from 'markdown-it';
import { escapeHtml } from '../../convert/to-html.ts';

/**
 * What is nested deeper than the parser goes (some 50 lists, 100 quotes) is paragraphs of its letters, one for each line. By itself the parser
 * leaves it out, and what follows it too.
 */
export function deepNesting(parser: MarkdownIt): void {
  const most = parser.options.maxNesting ?? 100;
  const tokenize = parser.block.tokenize.bind(parser.block);
  parser.block.tokenize = (state, from, to) => {
    if (state.level < most) return tokenize(state, from, to);
    let end = from;
    const isInside = (line: number): boolean => {
      const at = state.sCount[line] ?? 0;
      return state.isEmpty(line) || at >= state.blkIndent || at < 0;
    };
    while (end < to && isInside(end)) end += 1;
    for (let line = from; line < end; line++) {
      if (state.isEmpty(line)) continue;
      const words = state.getLines(line, line + 1, state.blkIndent, false).trim();
      state.push('html_block', '', 0).content = `<p>${escapeHtml(words)}</p>\n`;
    }
    state.line = end;
  };
}
