import type { MarkdownIt } from 'markdown-it';
import { MATH_DATA } from '../../schema/inline.ts';
import { escapeHtml } from '../../convert/to-html.ts';

/** Within words: a letter right behind the first sign and right before the last, and no digit behind that: prices are none. */
const SPAN = /\$((?:[^\s$\\]|\\[^\n])(?:(?:[^$\\\n]|\\[^\n])*(?:[^\s$\\]|\\[^\n]))?)\$(?!\d)/y;

/** LaTeX between dollar signs, as GitHub and Pandoc read it: `$…$` within words, and between lines of `$$` as a block. */
export function formulas(parser: MarkdownIt): void {
  parser.inline.ruler.after('escape', 'weft_math', (state, isSilent) => {
    SPAN.lastIndex = state.pos;
    const [whole, source] = SPAN.exec(state.src) ?? [];
    if (whole === undefined || source === undefined || state.src[state.pos - 1] === '$') return false;
    if (!isSilent) state.push('weft_math', '', 0).content = source;
    state.pos += whole.length;
    return true;
  });
  parser.block.ruler.before(
    'fence',
    'weft_math_block',
    (state, from, to, isSilent) => {
      const line = (at: number): string =>
        state.src.slice((state.bMarks[at] ?? 0) + (state.tShift[at] ?? 0), state.eMarks[at]);
      const first = line(from);
      if (!first.startsWith('$$') || (state.sCount[from] ?? 0) - state.blkIndent >= 4) return false;
      const alone = /^\$\$(.+)\$\$\s*$/.exec(first)?.[1];
      let end = from;
      const lines = alone === undefined ? [first.slice(2)] : [alone];
      while (alone === undefined) {
        end += 1;
        if (end >= to || (state.sCount[end] ?? 0) < state.blkIndent) return false;
        const next = state.getLines(end, end + 1, state.blkIndent, false);
        const last = /^(.*?)\$\$\s*$/.exec(next)?.[1];
        lines.push(last ?? next);
        if (last !== undefined) break;
      }
      if (isSilent) return true;
      const token = state.push('weft_math_block', '', 0);
      token.content = lines.join('\n').replace(/^\s*\n|\n\s*$/g, '');
      state.line = end + 1;
      return true;
    },
    { alt: ['paragraph', 'blockquote', 'list'] },
  );
  const { rules } = parser.renderer;
  rules['weft_math'] = (tokens, at) => `<code ${MATH_DATA}>${escapeHtml(tokens[at]?.content ?? '')}</code>`;
  rules['weft_math_block'] = (tokens, at) =>
    `<pre data-kind="math"><code>\n${escapeHtml(tokens[at]?.content ?? '')}\n</code></pre>\n`;
}
