/** What single elements of HTML say, each by itself; everything is checked, nothing is fetched. */
import type { Mark, Node } from 'prosemirror-model';
import { fileWords } from '../words/files.ts';
import { ATTACHMENT_DATA, attachmentToAttrs, dataToAttachment } from '../schema/attachment.ts';
import { toLanguage } from '../schema/languages.ts';
import { schema } from '../schema/schema.ts';
import { findElement, type HtmlElement } from './html-element.ts';
import { toHref } from './html-runs.ts';

/** An attachment that was copied from a Weft document. Whether it is one of this document is for the caller to tell. */
export function toAttachment(element: HtmlElement): Node | undefined {
  const block = dataToAttachment(element.getAttribute(ATTACHMENT_DATA));
  if (block === undefined) return undefined;
  const { file, ...said } = attachmentToAttrs(block);
  return element.tagName === 'FIGURE'
    ? schema.nodes.image.create({ file, ...said })
    : schema.nodes.file.create({ file });
}

/** Undefined for what only counts who reads a mail, and for what nothing can be said of. */
export function pictureToRun(
  element: HtmlElement,
  marks: readonly Mark[],
  base: string | undefined,
): { text: string; marks: readonly Mark[] } | undefined {
  const sides = ['width', 'height'].map((name) => Number.parseInt(element.getAttribute(name) ?? '', 10));
  if (sides.some((side) => side <= 2)) return undefined;
  const alt = (element.getAttribute('alt') ?? '').trim();
  const href = toHref(element.getAttribute('src'), base);
  if (href === undefined || !href.startsWith('http')) return { text: alt, marks };
  const isLinked = marks.some(({ type }) => type === schema.marks.link);
  return {
    text: alt === '' ? fileWords().picture : alt,
    marks: isLinked ? marks : schema.marks.link.create({ href }).addToSet(marks),
  };
}

/** Another site within a page: a frame, a film, a sound. */
const EMBEDS: ReadonlySet<string> = new Set(['IFRAME', 'EMBED', 'OBJECT', 'VIDEO', 'AUDIO']);
/** Of an address that stands for itself, this many letters are shown. */
const MAX_SHOWN = 80;

export function isEmbed(tag: string): boolean {
  return EMBEDS.has(tag);
}

/** A link in the place of what another site would show there: whoever reads decides whether to go. Undefined for what says no address, and for what only counts readers. */
export function embedToRun(
  element: HtmlElement,
  base: string | undefined,
): { text: string; marks: readonly Mark[] } | undefined {
  const sides = ['width', 'height'].map((name) => Number.parseInt(element.getAttribute(name) ?? '', 10));
  if (sides.some((side) => side <= 2)) return undefined;
  const source = element.getAttribute('src') ?? element.getAttribute('data');
  const href = toHref(source ?? findElement(element, 'SOURCE')?.getAttribute('src') ?? null, base);
  if (href === undefined || !href.startsWith('http')) return undefined;
  const said = (element.getAttribute('title') ?? element.getAttribute('aria-label') ?? '').trim();
  const address = href.replace(/^https?:\/\/(?:www\.)?/, '').replace(/[?#].*$|\/$/, '');
  const text = said === '' ? address : said;
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return { text: shown, marks: [schema.marks.link.create({ href })] };
}

/** What is beyond this is no formula that somebody wrote. */
const MAX_FORMULA = 5000;

/** The LaTeX that MathML carries beside itself; undefined where it carries none. */
export function formulaSource(element: HtmlElement): string | undefined {
  const annotation = findElement(element, 'ANNOTATION');
  if (annotation?.getAttribute('encoding') !== 'application/x-tex') return undefined;
  const source = [...annotation.childNodes]
    .map(({ nodeValue }) => nodeValue ?? '')
    .join('')
    .trim();
  return source === '' || source.length > MAX_FORMULA ? undefined : source;
}

/** As Markdown programs, code sites and Weft itself say it: a class of the code, or of what is around it. */
export function languageOf(element: HtmlElement): string | undefined {
  for (const each of [findElement(element, 'CODE'), element]) {
    const names = [each?.getAttribute('data-language'), ...(each?.getAttribute('class') ?? '').split(/\s+/)];
    for (const name of names) {
      const language = toLanguage(name?.replace(/^(?:language|lang|highlight-source|brush:)-?/, ''));
      if (language !== undefined) return language;
    }
  }
  return undefined;
}
