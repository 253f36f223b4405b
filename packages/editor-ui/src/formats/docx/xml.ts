import { Parser } from 'htmlparser2';

/** An element of an XML part: names without their prefix, but for relationships (`r:id`), which other names would collide with. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Xml[];
  /** Of what holds text: the text. */
  readonly text: string;
}

/** A part that was read. */
export interface ReadXml {
  readonly root: Xml;
  /** Whether there was more than could be read: it ends before its elements do, or is nested deeper than any program writes. */
  readonly isCut: boolean;
}

/** Deeper elements are left out: no program writes them, and calls do not go that deep. */
const MOST_DEPTH = 200;
/** More elements than a document of any use has. */
const MOST_ELEMENTS = 4_000_000;

interface Building extends Xml {
  readonly children: Building[];
  text: string;
}

function toName(name: string): string {
  return name.startsWith('r:') ? name : name.slice(name.indexOf(':') + 1);
}

/**
 * Reads XML into plain objects. Declarations of types are not read, so no entity of a file's own is ever put in; what is broken is read as far as it
 * goes. Undefined for what has no element at all, or too many.
 */
export function readXml(text: string): ReadXml | undefined {
  const root: Building = { name: '', attributes: {}, children: [], text: '' };
  const open: Building[] = [root];
  let depth = 0;
  let count = 0;
  let isCut = false;
  const parser = new Parser(
    {
      onopentag(name, given) {
        depth += 1;
        count += 1;
        if (depth > MOST_DEPTH) isCut = true;
        if (depth > MOST_DEPTH || count > MOST_ELEMENTS) return;
        const attributes = Object.fromEntries(Object.entries(given).map(([key, value]) => [toName(key), value]));
        const element: Building = { name: toName(name), attributes, children: [], text: '' };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext(part) {
        const top = open.at(-1);
        if (top && depth <= MOST_DEPTH) top.text += part;
      },
      onclosetag() {
        if (depth <= MOST_DEPTH && count <= MOST_ELEMENTS && open.length > 1) open.pop();
        depth -= 1;
      },
    },
    { xmlMode: true },
  );
  parser.write(text);
  if (depth > 0) isCut = true;
  parser.end();
  const [first] = root.children;
  return count > MOST_ELEMENTS || first === undefined ? undefined : { root: first, isCut };
}

export function child(element: Xml | undefined, name: string): Xml | undefined {
  return element?.children.find((each) => each.name === name);
}

/** The element at the end of a path of names. */
export function descend(element: Xml | undefined, ...names: readonly string[]): Xml | undefined {
  return names.reduce<Xml | undefined>(child, element);
}

/** The first element with a name, at any depth. */
export function find(element: Xml, name: string): Xml | undefined {
  for (const each of element.children) {
    const found = each.name === name ? each : find(each, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All elements with a name, at any depth, but for those in one of them. */
export function findAll(element: Xml, name: string): Xml[] {
  return element.children.flatMap((each) => (each.name === name ? [each] : findAll(each, name)));
}

export function valueOf(element: Xml | undefined): string | undefined {
  return element?.attributes['val'];
}

/** A property that is on by being there, unless it says it is off. */
export function isOn(element: Xml | undefined): boolean | undefined {
  if (element === undefined) return undefined;
  return !['0', 'false', 'off', 'none'].includes(valueOf(element) ?? '1');
}
