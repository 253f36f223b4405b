/** What of a source file a person would see: texts of templates, labels, sentences. */
import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, parse, type TemplateElement, type TemplateLiteral } from 'acorn';

/** A piece of text that a person would see. */
export interface VisibleText {
  readonly line: number;
  readonly text: string;
}

/** A word with a capital, or words with a space between them: what labels and sentences look like, and names do not. */
const WORDS = /^\s*["“„(]?\p{Lu}\p{Ll}|\p{L}{2}\p{P}?\s+\p{L}/u;
/** A piece of a template: words, or a word beside what is put in. */
const PIECE = /\p{L}{2,}\s|\s\p{L}{2,}/u;
const LETTER = /\p{L}/u;
/** Keys, alone or as a shortcut, as the DOM and ProseMirror write them. */
const KEY =
  /^((Mod|Control|Ctrl|Alt|Shift|Meta)-)*(Arrow(Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Delete|Backspace|Control|Ctrl|Meta|AltGraph|F\d+|\S)$/;
/** Pieces of HTML that a converter puts together. */
const MARKUP = /^[">]*<|^ data-|^[">]* ?[\w-]*="|^"[^"]*="/;
const SEEN =
  /\s(?:aria-label|aria-description|aria-roledescription|aria-valuetext|placeholder|title|alt|data-tip|label)="([^"]*)(?:"|$)/g;

/** Calls whose texts are names of the platform's. */
const PLATFORM =
  /^(querySelector|querySelectorAll|closest|matches|createElement|createElementNS|listen|addEventListener|removeEventListener|getAttribute|toggleAttribute|removeAttribute|hasAttribute|add|remove|toggle|contains|includes|startsWith|endsWith|split|replaceAll|replace|getMap|getArray|getText|getXmlFragment|getPropertyValue|setProperty|matchMedia|execCommand|getData|setData|indexOf|test|getContext|textToBytes)$/;

function toParents(program: AnyNode): ReadonlyMap<AnyNode, AnyNode> {
  const parents = new Map<AnyNode, AnyNode>();
  const visit = (node: AnyNode): void => {
    for (const value of Object.values(node) as unknown[]) {
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (typeof child !== 'object' || child === null || !('type' in child)) continue;
        parents.set(child as AnyNode, node);
        visit(child as AnyNode);
      }
    }
  };
  visit(program);
  return parents;
}

function nameOf(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'Literal') return String(node.value);
  return node.type === 'MemberExpression' ? nameOf(node.property as AnyNode) : '';
}

/** Whether a text stands where the platform alone, or a programmer, reads it. */
function isUnseen(node: AnyNode, parents: ReadonlyMap<AnyNode, AnyNode>): boolean {
  let child = node;
  for (let parent = parents.get(child); parent; child = parent, parent = parents.get(child)) {
    if (/^(Import|Export)\w+Declaration$/.test(parent.type)) return 'source' in parent && parent.source === child;
    if (parent.type === 'BinaryExpression' && /^[=!]==?$/.test(parent.operator)) return true;
    if (parent.type === 'SwitchCase' && parent.test === child) return true;
    if (parent.type === 'Property') {
      if (parent.key === child && !parent.computed) return true;
      if (/^(class|className|rel|key|topic)$/.test(nameOf(parent.key as AnyNode))) return true;
    }
    if (parent.type === 'MemberExpression' && parent.property === child) return true;
    if (parent.type === 'AssignmentExpression' && /^(className|rel)$/.test(nameOf(parent.left as AnyNode))) return true;
    if (parent.type === 'NewExpression' && nameOf(parent.callee as AnyNode).endsWith('Error')) return true;
    if (parent.type === 'CallExpression') {
      const name = nameOf(parent.callee as AnyNode);
      if (PLATFORM.test(name)) return true;
      const [first] = parent.arguments;
      if (name === 'setAttribute') return !SEEN.test(` ${first === undefined ? '' : nameOf(first as AnyNode)}="`);
    }
    if (/Function/.test(parent.type)) return false;
  }
  return false;
}

/** What is seen of a template of Lit: its texts, and what is written into attributes that are seen or read out. */
function* templateTexts(template: TemplateLiteral): Generator<{ readonly text: string; readonly at: TemplateElement }> {
  let isInTag = false;
  for (const at of template.quasis) {
    const parts = at.value.raw.split(/(?=<[a-z/!])|(?<=>)/i);
    for (const part of parts) {
      const isTag: boolean = isInTag || /^<[a-z/!]/i.test(part);
      if (!isTag && LETTER.test(part)) yield { text: part.trim(), at };
      if (isTag) for (const [, text = ''] of part.matchAll(SEEN)) if (LETTER.test(text)) yield { text, at };
      isInTag = isTag && !part.endsWith('>');
    }
  }
}

/** Every text of a TypeScript file that a person would see. */
export function readVisibleTexts(code: string): readonly VisibleText[] {
  const program = parse(stripTypeScriptTypes(code), { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const parents = toParents(program);
  const found: VisibleText[] = [];
  const put = (node: AnyNode, text: string): void => {
    if (!KEY.test(text) && !MARKUP.test(text)) found.push({ line: node.loc?.start.line ?? 0, text });
  };
  for (const [node, parent] of parents) {
    if (node.type === 'TemplateLiteral') {
      const tag = parent.type === 'TaggedTemplateExpression' ? nameOf(parent.tag as AnyNode) : '';
      if (tag === 'html' || tag === 'svg') for (const { text, at } of templateTexts(node)) put(at, text);
      else if (tag === '' && !isUnseen(node, parents)) {
        for (const quasi of node.quasis) {
          const text = quasi.value.raw;
          if (WORDS.test(text) || PIECE.test(text)) put(quasi, text);
        }
      }
    } else if (node.type === 'Literal' && typeof node.value === 'string') {
      if (WORDS.test(node.value) && !isUnseen(node, parents)) put(node, node.value);
    }
  }
  return found;
}
