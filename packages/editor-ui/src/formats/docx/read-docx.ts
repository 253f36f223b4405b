import { MAX_TITLE_LENGTH } from '../../binding/title.ts';
import { toCaption } from '../../schema/attachment.ts';
import { toSafeHref } from '../../schema/href.ts';
import type { WeftJsonBlock } from '../json/types.ts';
import { type ImportedFile, importFailure, type ImportNote, type ImportResult } from '../types.ts';
import { type DocxPackage, openDocx } from './package.ts';
import { readBlocks } from './read-blocks.ts';
import type { RunContext } from './read-runs.ts';
import { readStyles } from './styles.ts';
import { child, type Xml } from './xml.ts';

/** The most footnotes that are read. */
const MOST_NOTES = 50_000;

/** A Word file as plain data. Nothing in it runs, and nothing it refers to is fetched. Never throws. */
export function readDocx(bytes: Uint8Array): ImportResult {
  const file = openDocx(bytes);
  if (typeof file === 'string') return { ok: false, failure: importFailure(file) };
  const body = child(file.xml(file.main), 'body');
  if (body === undefined) return { ok: false, failure: importFailure('import-damaged') };
  const notes = new Set<ImportNote>();
  const files: Record<string, ImportedFile> = {};
  /** By kind and id, in the order in which the text refers to them. */
  const footnotes = new Map<
    string,
    { readonly kind: 'footnote' | 'endnote'; readonly id: string; readonly number: number }
  >();
  const styles = readStyles(file);
  const contextOf = (part: string): RunContext => {
    const relations = file.relations(part);
    return {
      styles,
      href: (id) => toSafeHref(relations.get(id ?? '')?.target),
      picture(id) {
        const found = relations.get(id ?? '');
        if (found === undefined || found.isOutside) return undefined;
        return takePicture(file, found.target, files);
      },
      footnote(kind, id) {
        const key = `${kind} ${id}`;
        const known = footnotes.get(key) ?? { kind, id, number: footnotes.size + 1 };
        if (footnotes.size < MOST_NOTES) footnotes.set(key, known);
        return known.number;
      },
      note: (note) => notes.add(note),
    };
  };
  const { blocks, title } = readBlocks(body, contextOf(file.main));
  const parts = new Map(
    [...file.relations(file.main).values()].map(({ target, type }) => [type.slice(type.lastIndexOf('/') + 1), target]),
  );
  const notesOf = (kind: string): { readonly byId: ReadonlyMap<string, Xml>; readonly context: RunContext } => {
    const part = parts.get(`${kind}s`);
    const all = (part === undefined ? undefined : file.xml(part))?.children ?? [];
    const byId = new Map(all.filter(({ name }) => name === kind).map((each) => [each.attributes['id'] ?? '', each]));
    return { byId, context: contextOf(part ?? file.main) };
  };
  const known = { footnote: notesOf('footnote'), endnote: notesOf('endnote') };
  // Footnotes may refer to others: those come behind.
  const ends: WeftJsonBlock[] = [];
  for (const { kind, id, number } of footnotes.values())
    ends.push(...toFootnote(known[kind].byId.get(id), number, known[kind].context));
  if (hasMargins(file)) notes.add('margins');
  if (file.isCut()) notes.add('cut');
  return {
    ok: true,
    value: {
      title: (toCaption(title) || coreTitle(file)).slice(0, MAX_TITLE_LENGTH),
      blocks: withoutEmptyEnd([...blocks, ...ends]),
      files,
      notes: [...notes],
    },
  };
}

/** A paragraph that begins with its number, raised; further ones follow. */
function toFootnote(found: Xml | undefined, number: number, context: RunContext): WeftJsonBlock[] {
  const [first, ...rest] = found === undefined ? [] : readBlocks(found, context).blocks;
  const raised = { text: String(number), marks: ['superscript' as const] };
  const own = first?.type === 'text' ? first.text : [];
  const [head, ...tail] = own;
  const text = typeof head === 'string' ? head.trimStart() : (head ?? '');
  return [
    { type: 'text', kind: 'paragraph', text: [raised, ' ', ...(text === '' ? [] : [text]), ...tail] },
    ...(first?.type === 'text' || first === undefined ? [] : [first]),
    ...rest,
  ];
}

/** Whether words stand above or below the text of each page. */
function hasMargins(file: DocxPackage): boolean {
  const hasWords = (element: Xml): boolean =>
    (element.name === 't' && /\p{L}/u.test(element.text)) || element.children.some(hasWords);
  return [...file.relations(file.main).values()].some(({ type, target }) => {
    const part = /\/(?:header|footer)$/.test(type) ? file.xml(target) : undefined;
    return part !== undefined && hasWords(part);
  });
}

function takePicture(file: DocxPackage, path: string, files: Record<string, ImportedFile>): string | undefined {
  if (Object.hasOwn(files, path)) return path;
  const bytes = file.bytes(path);
  if (bytes === undefined) return undefined;
  files[path] = { name: path.slice(path.lastIndexOf('/') + 1), type: 'application/octet-stream', bytes };
  return path;
}

/** What the file's properties call it, where they do. */
function coreTitle(file: DocxPackage): string {
  const core = [...file.relations('').values()].find(({ type }) => type.endsWith('/core-properties'));
  return toCaption(child(core && file.xml(core.target), 'title')?.text ?? '');
}

/** Word ends every document with a paragraph; an empty one is nobody's. */
function withoutEmptyEnd(blocks: readonly WeftJsonBlock[]): readonly WeftJsonBlock[] {
  const last = blocks.at(-1);
  const isEmpty = last?.type === 'text' && last.kind === 'paragraph' && last.text.length === 0;
  return isEmpty ? blocks.slice(0, -1) : blocks;
}
