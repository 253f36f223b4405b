import createMarkdownIt, { type MarkdownIt, type StateCore, type Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { escapeHtml } from '../../convert/to-html.ts';
import { deepNesting } from './deep-nesting.ts';
import { formulas } from './formulas.ts';
import { singleTildes } from './single-tildes.ts';
import { showStrayTags } from './stray-tags.ts';

/** GitHub's callouts: `> [!NOTE]` alone on the first line. */
const CALLOUT = /^\[!(?:note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;
/** A task's box, alone or before its words. */
const BOX = /^\[([ xX])\](?:[ \t\n]|$)/;

let shared: MarkdownIt | undefined;

/**
 * Markdown (CommonMark with GitHub's tables, task lists, strikethrough, autolinks, footnotes, formulas and callouts) as HTML for `htmlToTree`, never
 * for a page: HTML in the text comes through, where it is any.
 */
export function markdownToHtml(text: string): string {
  shared ??= createParser();
  return showStrayTags(shared.render(text, {}));
}

function createParser(): MarkdownIt {
  const parser = createMarkdownIt({ html: true, linkify: true });
  // As GitHub reads it: `www.`, an address or a mail address; not every word with a dot.
  parser.linkify.set({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail: true });
  parser.linkify.add('//', null);
  parser.linkify.add('www.', {
    validate: (all, at, self) =>
      Math.max(0, self.testSchemaAt(`http://www.${all.slice(at)}`, 'http:', 5) - '//www.'.length),
    normalize: (match) => {
      match.url = `http://${match.url}`;
    },
  });
  // The words of an address stay as they were written.
  parser.normalizeLinkText = (address) => address;
  parser.use(footnotes);
  parser.inline.ruler.disable('footnote_inline');
  deepNesting(parser);
  singleTildes(parser);
  formulas(parser);
  parser.core.ruler.after('inline', 'weft_blocks', ({ tokens }) => {
    markCallouts(tokens);
    markTasks(tokens);
    dropEmptyHeads(tokens);
  });
  parser.core.ruler.before('footnote_tail', 'weft_unused_notes', keepUnusedNotes);
  parser.core.ruler.after('footnote_tail', 'weft_footnotes', numberFootnotes);
  const { rules } = parser.renderer;
  rules['footnote_ref'] = (tokens, at) => `<sup>${numberOf(tokens[at])}</sup>`;
  rules['footnote_block_open'] = () => '';
  rules['footnote_block_close'] = () => '';
  rules['footnote_open'] = () => '';
  rules['footnote_close'] = () => '';
  rules['footnote_anchor'] = () => '';
  rules['code_inline'] = (tokens, at) => `<code>${keepInner(escapeHtml(tokens[at]?.content ?? ''))}</code>`;
  // A line break more: `collapse` takes those at the ends for markup.
  rules['code_block'] = (tokens, at) => `<pre><code>\n${escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`;
  rules['fence'] = (tokens, at) => {
    const [language = ''] = (tokens[at]?.info ?? '').trim().split(/\s+/);
    const name = language === '' ? '' : ` class="language-${escapeHtml(language)}"`;
    return `<pre><code${name}>\n${escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`;
  };
  return parser;
}

/** Spaces in code are meant. */
function keepInner(code: string): string {
  return code.replace(/^ | $| {2,}/g, (spaces) => '\u00a0'.repeat(spaces.length));
}

function numberOf(token: Token | undefined): string {
  return String(Number((token?.meta as { id?: number } | null)?.id ?? 0) + 1);
}

/** A quote that begins with `[!NOTE]` is a callout. */
function markCallouts(tokens: readonly Token[]): void {
  tokens.forEach((open, at) => {
    const inline = tokens[at + 2];
    if (open.type !== 'blockquote_open' || inline?.type !== 'inline' || !CALLOUT.test(inline.content)) return;
    const children = inline.children ?? [];
    const end = children.findIndex(({ type }) => type === 'softbreak' || type === 'hardbreak');
    inline.children = end < 0 ? [] : children.slice(end + 1);
    open.tag = 'aside';
    let depth = 0;
    for (const token of tokens.slice(at)) {
      depth += token.type === 'blockquote_open' ? 1 : token.type === 'blockquote_close' ? -1 : 0;
      if (depth > 0) continue;
      token.tag = 'aside';
      break;
    }
  });
}

/** An item whose words begin with `[ ]` or `[x]` is a task. */
function markTasks(tokens: readonly Token[]): void {
  tokens.forEach((open, at) => {
    const inline = tokens[at + 2];
    if (open.type !== 'list_item_open' || tokens[at + 1]?.type !== 'paragraph_open' || inline?.type !== 'inline')
      return;
    const [, sign] = BOX.exec(inline.content) ?? [];
    const [first] = inline.children ?? [];
    if (sign === undefined || first?.type !== 'text' || !/^\[[ xX]\]/.test(first.content)) return;
    first.content = first.content.slice(3).trimStart();
    open.attrSet('data-checked', String(sign !== ' '));
  });
}

/** A table always has a head in Markdown: one of nothing but empty cells stands for none. */
function dropEmptyHeads(tokens: Token[]): void {
  for (let at = tokens.length - 1; at >= 0; at--) {
    if (tokens[at]?.type !== 'thead_open') continue;
    const end = tokens.findIndex(({ type }, index) => index > at && type === 'thead_close');
    const isEmpty = tokens.slice(at, end).every(({ type, content }) => type !== 'inline' || content.trim() === '');
    if (isEmpty && tokens[end + 1]?.type === 'tbody_open') tokens.splice(at, end - at + 1);
  }
}

/** A footnote that nothing refers to stands where it was written, with its signs: by itself it would be left out. */
function keepUnusedNotes(state: StateCore): void {
  const { refs = {} } = (state.env as { footnotes?: { refs?: Readonly<Record<string, number>> } }).footnotes ?? {};
  const labelOf = ({ meta }: Token): string => (meta as { label: string }).label;
  const last = new Map<string, Token>();
  for (const token of state.tokens) if (token.type === 'footnote_reference_open') last.set(labelOf(token), token);
  let isKept = false;
  const kept: Token[] = [];
  state.tokens.forEach((token, at) => {
    const isOpen = token.type === 'footnote_reference_open';
    // Of several with one name the last is the note's.
    if (isOpen) isKept = (refs[`:${labelOf(token)}`] ?? -1) < 0 || last.get(labelOf(token)) !== token;
    if (!isKept || (!isOpen && token.type !== 'footnote_reference_close')) kept.push(token);
    else if (isOpen) kept.push(...lead(state, at + 1, escapeHtml(`[^${labelOf(token)}]: `)));
  });
  state.tokens = kept;
}

/** Puts HTML before the words of the paragraph that begins at a place; where none does, it is a paragraph to be put there. */
function lead(state: StateCore, at: number, html: string): Token[] {
  const inline = state.tokens[at + 1];
  const sign = new state.Token('html_inline', '', 0);
  sign.content = html;
  if (state.tokens[at]?.type === 'paragraph_open' && inline?.type === 'inline') {
    inline.children = [sign, ...(inline.children ?? [])];
    return [];
  }
  const paragraph = new state.Token('html_block', '', 0);
  paragraph.content = `<p>${html}</p>\n`;
  return [paragraph];
}

/** A footnote is a paragraph that begins with its number, raised, as it is where it is referred to. */
function numberFootnotes(state: StateCore): void {
  state.tokens = state.tokens.flatMap((token, at) =>
    token.type === 'footnote_open' ? [token, ...lead(state, at + 1, `<sup>${numberOf(token)}</sup> `)] : [token],
  );
}
