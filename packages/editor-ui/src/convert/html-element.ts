/**
 * What is read of HTML: a parsed document's elements have it in a page, and so has the tree that `formats/html-tree.ts` makes where there is
 * no page (in a worker).
 */
export interface HtmlNode {
  /** 1: an element, 3: text; anything else is passed over. */
  readonly nodeType: number;
  readonly nodeValue: string | null;
}

export interface HtmlElement extends HtmlNode {
  readonly tagName: string;
  readonly childNodes: Iterable<HtmlNode>;
  readonly children: Iterable<HtmlElement>;
  getAttribute(name: string): string | null;
}

/** The first element below this one with a tag, in capitals. */
export function findElement(element: HtmlElement, tag: string): HtmlElement | undefined {
  for (const child of element.children) {
    const found = child.tagName.toUpperCase() === tag ? child : findElement(child, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All words in an element. */
export function textOf({ childNodes }: HtmlElement): string {
  return [...childNodes]
    .map((node) =>
      node.nodeType === 1 ? textOf(node as HtmlElement) : node.nodeType === 3 ? (node.nodeValue ?? '') : '',
    )
    .join('');
}
