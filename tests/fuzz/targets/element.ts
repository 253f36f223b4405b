/** A tree of elements from bytes: what an HTML parser could have made of a hostile page. */
import type { HtmlElement } from '../../../packages/editor-ui/src/convert/html-element.ts';
import { TABLE_DATA } from '../../../packages/editor-ui/src/convert/table-out.ts';

export const TAGS: readonly string[] =
  'P DIV B STRONG I U S CODE A SPAN BR HR UL OL LI INPUT TABLE TR TD PRE BLOCKQUOTE ASIDE H1 H3 H6 SCRIPT STYLE SVG IMG SECTION MAIN TH THEAD TBODY COL FIGURE SUP MARK'.split(
    ' ',
  );
const ATTRIBUTES = [
  'href',
  'data-weft-style',
  'data-indent',
  'data-checked',
  'aria-checked',
  'type',
  'checked',
  'align',
  'dir',
  'class',
  'colspan',
  'rowspan',
  'width',
  TABLE_DATA,
];
/** Browsers nest no deeper. */
const MOST_DEPTH = 500;

interface FakeText {
  readonly nodeType: 3;
  readonly nodeValue: string;
}

class FakeElement {
  readonly nodeType = 1;
  readonly childNodes: (FakeElement | FakeText)[] = [];
  readonly attributes = new Map<string, string>();
  readonly nodeValue = null;
  readonly tagName: string;
  constructor(tagName: string) {
    this.tagName = tagName;
  }
  get children(): FakeElement[] {
    return this.childNodes.filter((child): child is FakeElement => child.nodeType === 1);
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
}

/** Codes: 0 text (length, bytes), 1 open (tag), 2 close, 3 attribute (name, length, bytes); anything else is a letter. */
export function bytesToElement(input: Uint8Array): HtmlElement {
  const root = new FakeElement('BODY');
  const open = [root];
  let at = 0;
  const byte = (): number => input[at++] ?? 0;
  const words = (): string => {
    const length = byte();
    const from = at;
    at += length;
    return new TextDecoder().decode(input.subarray(from, at));
  };
  while (at < input.length) {
    const top = open.at(-1)!;
    const code = byte();
    if (code === 0) top.childNodes.push({ nodeType: 3, nodeValue: words() });
    else if (code === 1) {
      const element = new FakeElement(TAGS[byte() % TAGS.length]!);
      top.childNodes.push(element);
      if (open.length < MOST_DEPTH) open.push(element);
    } else if (code === 2 && open.length > 1) open.pop();
    else if (code === 3) top.attributes.set(ATTRIBUTES[byte() % ATTRIBUTES.length]!, words());
    else top.childNodes.push({ nodeType: 3, nodeValue: String.fromCharCode(code) });
  }
  return root;
}
