import { type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model';
import {
  ATTACHMENT_DATA,
  attachmentToAttrs,
  attachmentToData,
  attrsToAttachment,
  dataToAttachment,
} from './attachment.ts';
import type { MarkName } from './kinds.ts';
import { attrsToBlock, type Block, blockToAttributes, MAX_ID_LENGTH } from './block.ts';
import { toSafeHref } from './href.ts';
import { MATH_DATA, PERSON_DATA, toDay, toDeviceId } from './inline.ts';
import { toColor } from './palette.ts';
import { LOOK_SPEC, PRESENCE_SPEC, SUGGESTION_MARKS, type SuggestionMark } from './suggestion.ts';
import { quickenAttributes } from './quick-attributes.ts';
import { cell, row, table } from './table.ts';

/** Written by `toDOM`, so that a drag or a browser's own edit keeps what HTML has no tag for. */
function blockData(block: Block): Record<string, string> {
  const data: Record<string, string> = { 'data-kind': block.kind };
  if (block.indent > 0) data['data-indent'] = String(block.indent);
  if (block.kind === 'task') data['data-checked'] = String(block.checked);
  if (block.align) data['data-align'] = block.align;
  if (block.dir) data['dir'] = block.dir;
  if (block.kind === 'code' && block.language) data['data-language'] = block.language;
  return data;
}

function blockToDom(block: Block): DOMOutputSpec {
  const data = blockData(block);
  switch (block.kind) {
    case 'heading':
      return [`h${block.level}`, data, 0];
    case 'bullet':
    case 'task':
      return ['ul', ['li', data, 0]];
    case 'ordered':
      return ['ol', ['li', data, 0]];
    case 'quote':
      return ['blockquote', data, 0];
    case 'callout':
      return ['aside', data, 0];
    case 'code':
    case 'math':
      return ['pre', data, ['code', 0]];
    default:
      return ['p', data, 0];
  }
}

function domToAttrs(element: HTMLElement, kind: string): Record<string, unknown> {
  const { dataset } = element;
  const { id: _, ...attributes } = blockToAttributes({
    kind: dataset['kind'] ?? kind,
    level: Number(dataset['level'] ?? element.tagName.slice(1)),
    indent: Number(dataset['indent'] ?? 0),
    checked: dataset['checked'] === 'true',
    align: dataset['align'],
    dir: element.getAttribute('dir'),
    language: dataset['language'],
  });
  return attributes;
}

function blockRule(tag: string, kind: string): { tag: string; getAttrs(node: HTMLElement): Record<string, unknown> } {
  return { tag, getAttrs: (node) => domToAttrs(node, kind) };
}

/**
 * One type for every block of text: changing kind, level or nesting touches an attribute and never the text, so that
 * it merges with what somebody else types meanwhile. A newline in the text is a line break.
 */
const block: NodeSpec = {
  group: 'top',
  content: 'text*',
  whitespace: 'pre',
  attrs: {
    id: { default: null },
    kind: { default: 'paragraph' },
    level: { default: null },
    indent: { default: null },
    checked: { default: null },
    align: { default: null },
    dir: { default: null },
    language: { default: null },
    ...PRESENCE_SPEC,
    ...LOOK_SPEC,
  },
  toDOM: (node) => blockToDom(attrsToBlock(node.attrs)),
  parseDOM: [
    blockRule('div.weft-block', 'paragraph'),
    blockRule('h1', 'heading'),
    blockRule('h2', 'heading'),
    blockRule('h3', 'heading'),
    blockRule('h4', 'heading'),
    blockRule('h5', 'heading'),
    blockRule('h6', 'heading'),
    blockRule('li', 'bullet'),
    blockRule('blockquote', 'quote'),
    blockRule('aside', 'callout'),
    blockRule('pre', 'code'),
    blockRule('p', 'paragraph'),
  ],
};

const divider: NodeSpec = {
  group: 'top',
  atom: true,
  selectable: true,
  attrs: { id: { default: null }, ...PRESENCE_SPEC },
  toDOM: () => ['hr'],
  parseDOM: [{ tag: 'hr' }],
};

/**
 * A leaf that shows an attachment. `file` names it, in one text (`referenceToFile`); its bytes are never in the document. What is
 * said of it lies in attributes: of two people who change one caption at once, one's stays.
 */
function attachment(tag: 'figure' | 'p', isImage: boolean): NodeSpec {
  const own = isImage ? { alt: { default: null }, caption: { default: null }, width: { default: null } } : {};
  return {
    group: 'top',
    atom: true,
    selectable: true,
    draggable: true,
    attrs: { id: { default: null }, file: { default: null }, ...own, ...PRESENCE_SPEC },
    toDOM: (node) => [tag, { [ATTACHMENT_DATA]: attachmentToData(attrsToAttachment(node.attrs)) }],
    parseDOM: [
      {
        tag: `${tag}[${ATTACHMENT_DATA}]`,
        // Before the rule for a paragraph.
        priority: 60,
        getAttrs: (node) => {
          const block = dataToAttachment(node.getAttribute(ATTACHMENT_DATA));
          if (block === undefined) return false;
          const { file, ...said } = attachmentToAttrs(block);
          return isImage ? { file, ...said } : { file };
        },
      },
    ],
  };
}

const link: MarkSpec = {
  attrs: { href: { default: null } },
  inclusive: false,
  toDOM: (mark) => {
    const href = toSafeHref(mark.attrs['href']);
    if (href === undefined) return ['span', { class: 'weft-link-refused' }, 0];
    return ['a', { href, rel: 'noopener noreferrer', title: href, class: 'weft-link' }, 0];
  },
  parseDOM: [
    {
      tag: 'a[href]',
      getAttrs: (node) => {
        const href = toSafeHref(node.getAttribute('href'));
        return href === undefined ? false : { href };
      },
    },
  ],
};

/** A colour by its name. Two people who colour one word apart: one colour holds. */
function colorMark(tag: 'span' | 'mark', of: 'ink' | 'mark'): MarkSpec {
  return {
    attrs: { name: { default: null } },
    toDOM: (mark) => {
      const name = toColor(mark.attrs['name']);
      return name === undefined ? ['span', 0] : [tag, { [`data-weft-${of}`]: name, class: `weft-${of}-${name}` }, 0];
    },
    parseDOM: [
      {
        tag: `${tag}[data-weft-${of}]`,
        getAttrs: (node) => {
          const name = toColor(node.getAttribute(`data-weft-${of}`));
          return name === undefined ? false : { name };
        },
      },
    ],
  };
}

/**
 * A formula within the words, a day and a person are marked text and not nodes of their own: what stands there is letters that merge, are
 * found, commented on, suggested and exported like all letters, and show as they are where nobody can draw them (decision 27).
 */
const math: MarkSpec = {
  code: true,
  toDOM: () => ['code', { [MATH_DATA]: '', class: 'weft-math-source', spellcheck: 'false' }, 0],
  // Before the rule for inline code.
  parseDOM: [{ tag: `code[${MATH_DATA}]`, priority: 60 }],
};

const date: MarkSpec = {
  inclusive: false,
  attrs: { day: { default: null } },
  toDOM: (mark) => {
    const day = toDay(mark.attrs['day']);
    return day === undefined ? ['span', 0] : ['time', { datetime: day, class: 'weft-date' }, 0];
  },
  parseDOM: [
    {
      tag: 'time[datetime]',
      getAttrs: (node) => {
        const day = toDay(node.getAttribute('datetime'));
        return day === undefined ? false : { day };
      },
    },
  ],
};

const person: MarkSpec = {
  inclusive: false,
  attrs: { device: { default: null } },
  toDOM: (mark) => {
    const device = toDeviceId(mark.attrs['device']);
    return device === undefined ? ['span', 0] : ['span', { [PERSON_DATA]: device, class: 'weft-person' }, 0];
  },
  parseDOM: [
    {
      tag: `span[${PERSON_DATA}]`,
      getAttrs: (node) => {
        const device = toDeviceId(node.getAttribute(PERSON_DATA));
        return device === undefined ? false : { device };
      },
    },
  ],
};

/** No mark excludes another: two people's marks on one word merge, and what merged must stay valid. */
const marks: Readonly<Record<string, MarkSpec>> = {
  ...SUGGESTION_MARKS,
  link,
  bold: {
    toDOM: () => ['strong', 0],
    parseDOM: [{ tag: 'strong' }, { tag: 'b' }, { style: 'font-weight=bold' }, { style: 'font-weight=700' }],
  },
  italic: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }] },
  underline: { toDOM: () => ['u', 0], parseDOM: [{ tag: 'u' }, { style: 'text-decoration=underline' }] },
  strike: {
    toDOM: () => ['s', 0],
    parseDOM: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }, { style: 'text-decoration=line-through' }],
  },
  superscript: { toDOM: () => ['sup', 0], parseDOM: [{ tag: 'sup' }, { style: 'vertical-align=super' }] },
  subscript: { toDOM: () => ['sub', 0], parseDOM: [{ tag: 'sub' }, { style: 'vertical-align=sub' }] },
  color: colorMark('span', 'ink'),
  highlight: colorMark('mark', 'mark'),
  date,
  person,
  math,
  code: { code: true, toDOM: () => ['code', { spellcheck: 'false' }, 0], parseDOM: [{ tag: 'code' }] },
};

type SchemaMark = SuggestionMark | MarkName;

/** `*` and never `+`: when two people each delete one of two blocks, nothing may be lost with them. */
export const schema: Schema<
  'doc' | 'block' | 'divider' | 'image' | 'file' | 'table' | 'row' | 'cell' | 'text',
  SchemaMark
> = new Schema({
  nodes: {
    doc: { content: 'top*' },
    block,
    divider,
    image: attachment('figure', true),
    file: attachment('p', false),
    table,
    row,
    cell,
    text: {},
  },
  marks: marks as Record<SchemaMark, MarkSpec>,
});

quickenAttributes(Object.values(schema.nodes));

/** Whether a node shows an attachment. */
export function isAttachment(node: Node): boolean {
  return node.type === schema.nodes.image || node.type === schema.nodes.file;
}

/** Whether a value can be a block id. */
export function isBlockId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;
}
