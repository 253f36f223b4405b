import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { HtmlElement, HtmlNode } from '../convert/html-element.ts';
import { STYLE_ATTRIBUTE } from '../convert/inert-html.ts';

/** Browsers nest no deeper; what is deeper stands at this depth. */
const MOST_DEPTH = 400;

class Text implements HtmlNode {
  readonly nodeType = 3;
  readonly nodeValue: string;
  constructor(nodeValue: string) {
    this.nodeValue = nodeValue;
  }
}

class TreeElement implements HtmlElement {
  readonly nodeType = 1;
  readonly nodeValue = null;
  readonly tagName: string;
  readonly childNodes: (TreeElement | Text)[] = [];
  readonly #attributes: ReadonlyMap<string, string>;
  constructor(tagName: string, attributes: ReadonlyMap<string, string>) {
    this.tagName = tagName;
    this.#attributes = attributes;
  }
  get children(): TreeElement[] {
    return this.childNodes.filter((child) => child.nodeType === 1);
  }
  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }
}

/** A page as data. */
export interface HtmlPage {
  readonly body: HtmlElement;
  readonly title: string;
  /** What relative addresses are relative to, where the page says so. */
  readonly base: string | undefined;
}

/**
 * Parses HTML by the standard's rules into plain objects: there is no document in which anything could run, load or be shown. Works in a
 * worker. Never throws.
 */
export function htmlToTree(html: string): HtmlPage {
  const root = new TreeElement('#document', new Map());
  const found: { body?: TreeElement; title?: TreeElement; base?: string | undefined } = {};
  // A stack of our own: a hostile page nests deeper than calls can.
  const open: {
    readonly from: DefaultTreeAdapterTypes.ParentNode;
    readonly to: TreeElement;
    readonly depth: number;
  }[] = [{ from: parse(html), to: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, to, depth } = next;
    const inside: typeof open = [];
    for (const node of from.childNodes) {
      if (node.nodeName === '#text') to.childNodes.push(new Text((node as DefaultTreeAdapterTypes.TextNode).value));
      if (!('tagName' in node)) continue;
      const element = new TreeElement(
        node.tagName.toUpperCase(),
        new Map(node.attrs.map(({ name, value }) => [name === 'style' ? STYLE_ATTRIBUTE : name, value])),
      );
      if (element.tagName === 'BODY') found.body ??= element;
      if (element.tagName === 'TITLE') found.title ??= element;
      if (element.tagName === 'BASE') found.base ??= element.getAttribute('href') ?? undefined;
      to.childNodes.push(element);
      // Too deep: what is in it comes behind it, in the same parent.
      inside.push({ from: node, to: depth >= MOST_DEPTH ? to : element, depth: Math.min(MOST_DEPTH, depth + 1) });
    }
    // One by one: there may be more than a call takes arguments.
    for (let at = inside.length - 1; at >= 0; at--) open.push(inside[at] as (typeof open)[number]);
  }
  const title = found.title?.childNodes.map(({ nodeValue }) => nodeValue ?? '').join('') ?? '';
  return { body: found.body ?? root, title: title.replace(/\s+/g, ' ').trim(), base: found.base };
}
