/**
 * MathML as plain values, in a closed vocabulary. What a formula's text makes of the renderer passes through here before it comes to a page or
 * a clipboard: elements, attributes, styles and classes that are not named below do not exist, and nothing is ever parsed as HTML.
 */
export interface MathTree {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly styles: Readonly<Record<string, string>>;
  readonly classes: readonly string[];
  readonly children: readonly (MathTree | string)[];
}

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** MathML Core, and `menclose`, which is drawn by its classes. No `maction`, `semantics`, `annotation-xml` or `ms`: nothing acts or embeds. */
const TAGS: ReadonlySet<string> = new Set(
  'math mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover menclose'.split(
    ' ',
  ),
);

const LENGTH = /^-?(?:\d{1,4}(?:\.\d{1,6})?|\.\d{1,6})(?:em|ex|pt|px|cm|mm|in|mu|pc|%)?$/;
const WORD = /^[a-z-]{1,24}(?: [a-z-]{1,24}){0,3}$/;
const COLOR = /^(?:#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,24})$/;
const NUMBER = /^[+-]?\d{1,2}$/;
const LENGTHS = /^(?:-?[\d.]{1,8}(?:em|ex|pt|px|%)? ?){1,4}$/;
const BORDER = /^-?[\d.]{1,8}(?:em|px|pt) (?:solid|dashed)(?: [a-zA-Z]{1,24})?$/;

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  accent: WORD,
  accentunder: WORD,
  columnalign: WORD,
  columnspan: NUMBER,
  depth: LENGTH,
  display: WORD,
  displaystyle: WORD,
  fence: WORD,
  form: WORD,
  height: LENGTH,
  linethickness: LENGTH,
  lspace: LENGTH,
  mathbackground: COLOR,
  mathcolor: COLOR,
  mathsize: LENGTH,
  mathvariant: WORD,
  maxsize: LENGTH,
  minsize: LENGTH,
  movablelimits: WORD,
  notation: WORD,
  rowspan: NUMBER,
  rspace: LENGTH,
  scriptlevel: NUMBER,
  separator: WORD,
  stretchy: WORD,
  symmetric: WORD,
  voffset: LENGTH,
  width: LENGTH,
};

const STYLES: Readonly<Record<string, RegExp>> = {
  'border-bottom': BORDER,
  'border-left': BORDER,
  'border-right': BORDER,
  'border-top': BORDER,
  border: BORDER,
  color: COLOR,
  'font-weight': WORD,
  height: LENGTH,
  'margin-left': LENGTH,
  'margin-right': LENGTH,
  'math-depth': NUMBER,
  padding: LENGTHS,
  'padding-left': LENGTH,
  'padding-right': LENGTH,
  'text-align': WORD,
  width: LENGTH,
};

/** The renderer's own, which the style sheet knows. */
const CLASS =
  /^(?:tml-[a-z0-9-]{1,24}|chr-[a-z-]{1,12}|mathcal|mathscr|upstrike|downstrike|sout|actuarial|longdiv-(?:top|arc)|phasor-(?:bottom|angle)|circle-pad|textcircle|menclose)$/;

/** Deeper or larger than any formula somebody reads; what is beyond is refused as a whole. */
const MAX_DEPTH = 100;
const MAX_NODES = 20_000;

/** What a renderer's node looks like, as far as it is looked at. */
interface Given {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly attributes?: unknown;
  readonly style?: unknown;
  readonly classes?: unknown;
  readonly children?: unknown;
}

function pick(given: unknown, known: Readonly<Record<string, RegExp>>): Record<string, string> {
  const kept: Record<string, string> = {};
  if (typeof given !== 'object' || given === null) return kept;
  for (const [key, value] of Object.entries(given)) {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const text = String(value).trim();
    if (Object.hasOwn(known, name) && known[name]?.test(text) === true) kept[name] = text;
  }
  return kept;
}

/** A renderer's tree as one that is safe to draw; undefined where it is too large. What has no place in it is passed over, its children kept. */
export function toMathTree(root: unknown): MathTree | undefined {
  let count = 0;
  const read = (node: unknown, depth: number): (MathTree | string)[] | undefined => {
    if (typeof node !== 'object' || node === null) return [];
    if (depth > MAX_DEPTH || ++count > MAX_NODES) return undefined;
    const { type, text, attributes, style, classes, children } = node as Given;
    if (typeof text === 'string') return [text];
    const kept: (MathTree | string)[] = [];
    for (const child of Array.isArray(children) ? children : []) {
      const found = read(child, depth + 1);
      if (found === undefined) return undefined;
      kept.push(...found);
    }
    if (typeof type !== 'string' || !TAGS.has(type)) return kept;
    const names = (Array.isArray(classes) ? classes : []).flatMap((each) => String(each).split(' '));
    return [
      {
        tag: type,
        attributes: pick(attributes, ATTRIBUTES),
        styles: pick(style, STYLES),
        classes: names.filter((name) => CLASS.test(name)),
        children: kept,
      },
    ];
  };
  const found = read(root, 0);
  const [only] = found ?? [];
  return typeof only === 'object' && only.tag === 'math' && found?.length === 1 ? only : undefined;
}

/** Draws a formula. Styles go through the CSSOM, as the page's policy asks. */
export function treeToDom(tree: MathTree, ownerDocument: Document): Element {
  const element = ownerDocument.createElementNS(MATHML, tree.tag) as MathMLElement;
  for (const [name, value] of Object.entries(tree.attributes)) element.setAttribute(name, value);
  for (const [name, value] of Object.entries(tree.styles)) element.style.setProperty(name, value);
  if (tree.classes.length > 0) element.setAttribute('class', tree.classes.join(' '));
  element.append(
    ...tree.children.map((child) => (typeof child === 'string' ? child : treeToDom(child, ownerDocument))),
  );
  return element;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string): string => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

function toMarkup({ tag, attributes, children }: MathTree): string {
  const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(value)}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escapeText(child) : toMarkup(child)));
  return `<${tag}${said.join('')}>${inner.join('')}</${tag}>`;
}

/** MathML text with the formula's LaTeX beside it, as other programs look for it. Without styles: they are this page's. */
export function treeToMarkup(tree: MathTree, source: string): string {
  const inner = toMarkup({ ...tree, tag: 'mrow', attributes: {} });
  const display = tree.attributes['display'] === 'block' ? ' display="block"' : '';
  return `<math xmlns="${MATHML}"${display}><semantics>${inner}<annotation encoding="application/x-tex">${escapeText(source)}</annotation></semantics></math>`;
}
