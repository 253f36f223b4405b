import type { HtmlElement } from '../convert/html-element.ts';
import { toSafeHref } from '../schema/href.ts';
import { toLanguage } from '../schema/languages.ts';
import { htmlToTree } from '../formats/html-tree.ts';

const INLINE: Readonly<Record<string, string>> = {
  EM: 'em',
  I: 'em',
  STRONG: 'strong',
  B: 'strong',
  DEL: 's',
  S: 's',
  CODE: 'code',
  SUP: 'sup',
  SUB: 'sub',
  U: 'u',
  MARK: 'mark',
};

/**
 * HTML reduced to what can differ for a reader, so that two writers of the same document agree: white space collapsed, inline marks as sets on
 * words, addresses absolute, a list item's first words the same with or without a paragraph around them, neighbouring quotes one, code's language
 * by its one name. All else counts: a lost title, picture, number or nesting is a difference.
 *
 * @param base - what relative addresses are relative to
 */
export function toFlatHtml(html: string, base: string): string {
  const lines: string[] = [];
  let words = '';
  let marks = '';
  const flush = (): void => {
    const text = words
      .replace(/^ +| +$/g, '')
      .replace(/ *\n */g, '\n')
      .replace(/^\n+|\n+$/g, '');
    if (text !== '') lines.push(`“${text}`);
    words = '';
    marks = '';
  };
  const add = (text: string, around: readonly string[]): void => {
    const key = [...new Set(around)].toSorted().join(' ');
    const collapsed = text.replace(/[ \t\n\r]+/g, ' ');
    const isAfterSpace = words === '' || /[ \n]$/.test(words);
    const fresh = isAfterSpace ? collapsed.replace(/^ /, '') : collapsed;
    if (fresh === '') return;
    // Marks on nothing but a space are not seen.
    const isSeen = fresh.trim() !== '';
    if (isSeen && key !== marks) {
      words += `⟨${key}⟩`;
      marks = key;
    }
    words += fresh;
  };
  const visit = (element: HtmlElement, around: readonly string[], isPre: boolean): void => {
    for (const child of element.childNodes) {
      if (child.nodeType === 3) {
        if (isPre) words += child.nodeValue ?? '';
        else add(child.nodeValue ?? '', around);
        continue;
      }
      const inner = child as HtmlElement;
      const tag = inner.tagName;
      const mark = INLINE[tag];
      if (tag === 'BR') words += '\n';
      else if (tag === 'IMG')
        add(`[picture ${inner.getAttribute('src') ?? ''} ${inner.getAttribute('alt') ?? ''}]`, around);
      else if (tag === 'INPUT') lines.push(`box ${inner.getAttribute('checked') !== null}`);
      else if (tag === 'A') visit(inner, [...around, ...addressOf(inner, base)], isPre);
      else if (mark !== undefined && !isPre) visit(inner, [...around, mark], isPre);
      else if (mark !== undefined || tag === 'SPAN') visit(inner, around, isPre);
      else block(inner, tag);
    }
  };
  const block = (element: HtmlElement, tag: string): void => {
    flush();
    if (tag === 'P' || tag === 'DIV' || tag === 'TBODY') {
      visit(element, [], false);
      flush();
      if (tag === 'P' && lines.at(-1)?.startsWith('“') === true) lines.push('.');
      return;
    }
    const start = tag === 'OL' ? (element.getAttribute('start') ?? '1') : '';
    lines.push(
      `<${tag}${start === '' || start === '1' ? '' : ` ${start}`}${languageOf(element, tag)}${alignOf(element)}`,
    );
    if (tag === 'PRE') {
      visit(element, [], true);
      lines.push(words.replace(/\n$/, ''));
      words = '';
    } else visit(element, [], false);
    flush();
    lines.push(`>${tag}`);
  };
  visit(htmlToTree(html).body, [], false);
  flush();
  return (
    lines
      .join('\n')
      // A paragraph's end is told apart only from words that follow in the same place.
      .replace(/\n\.(?=\n[<>]|$)/g, '')
      .replaceAll('>BLOCKQUOTE\n<BLOCKQUOTE\n', '.\n')
  );
}

function addressOf(link: HtmlElement, base: string): string[] {
  const href = link.getAttribute('href');
  if (href === null) return [];
  const safe = URL.canParse(href, base) ? toSafeHref(new URL(href, base).href) : undefined;
  const title = link.getAttribute('title');
  return safe === undefined ? [] : [`link ${safe}${title === null ? '' : ` ${title}`}`];
}

function languageOf(element: HtmlElement, tag: string): string {
  if (tag !== 'PRE') return '';
  const [code] = element.children;
  const language = toLanguage(/language-(\S+)/.exec(code?.getAttribute('class') ?? '')?.[1]);
  return language === undefined ? '' : ` ${language}`;
}

function alignOf(cell: HtmlElement): string {
  const align =
    cell.getAttribute('align') ?? /text-align: ?(\w+)/.exec(cell.getAttribute('data-weft-style') ?? '')?.[1];
  return align === undefined || align === 'left' ? '' : ` ${align}`;
}
