import { InputRule, inputRules } from 'prosemirror-inputrules';
import type { EditorState, Plugin, Transaction } from 'prosemirror-state';
import type { PlainMark } from '../commands/marks.ts';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { typedToHref } from '../schema/href.ts';
import { toLanguage } from '../schema/languages.ts';
import { schema } from '../schema/schema.ts';
import type { BlockKind } from '../schema/kinds.ts';

/** Markdown as it is typed. Backspace right after takes a shortcut back and leaves what was typed. */
export function markdownRules(): Plugin {
  return inputRules({
    rules: [
      kindRule(/^(#{1,6})\s$/, 'heading', (match) => ({ level: match[1]?.length ?? 1 })),
      kindRule(/^\[( |x|X)?\]\s$/, 'task', (match) => ({ checked: match[1] === 'x' || match[1] === 'X' })),
      kindRule(/^[-*+]\s$/, 'bullet'),
      kindRule(/^1[.)]\s$/, 'ordered'),
      kindRule(/^>\s$/, 'quote'),
      kindRule(/^>>\s$/, 'toggle'),
      kindRule(/^\$\$\s$/, 'math'),
      formulaRule(),
      kindRule(/^```([\w+#-]*)\s$/, 'code', (match) => ({ language: toLanguage(match[1]) ?? null })),
      dividerRule(),
      addressRule(),
      markRule(/(?:^|[^*\w])(\*\*([^\s*](?:[^*]*[^\s*])?)\*\*)$/, 'bold'),
      markRule(/(?:^|[^*\w])(\*([^\s*](?:[^*]*[^\s*])?)\*)$/, 'italic'),
      markRule(/(?:^|[^_\w])(_([^\s_](?:[^_]*[^\s_])?)_)$/, 'italic'),
      markRule(/(?:^|[^~])(~~([^\s~](?:[^~]*[^\s~])?)~~)$/, 'strike'),
      markRule(/(?:^|[^`])(`([^`]+)`)$/, 'code'),
      markRule(/(?:^|[^$\\\w])(\$([^\s$](?:[^$]*[^\s$\\])?)\$)$/, 'math', (inner) => !/^[\d\s.,–-]*$/.test(inner)),
    ],
  });
}

function blockAt(state: EditorState, position: number): { kind: BlockKind; before: number } | undefined {
  const $position = state.doc.resolve(position);
  if ($position.depth !== 1) return undefined;
  return { kind: readBlock($position.parent).kind, before: $position.before(1) };
}

function isSource(state: EditorState, position: number): boolean {
  return isSourceKind(blockAt(state, position)?.kind);
}

function kindRule(
  pattern: RegExp,
  kind: BlockKind,
  toAttrs: (match: RegExpMatchArray) => Readonly<Record<string, unknown>> = () => ({}),
): InputRule {
  return new InputRule(
    pattern,
    (state, match, start, end) => {
      const block = blockAt(state, start);
      if (!block || isSourceKind(block.kind) || block.kind === kind) return null;
      // "[ ] " after "- " makes the bullet a task; in a heading nothing is a list.
      if (block.kind === 'heading' && kind !== 'heading') return null;
      const tr = state.tr.delete(start, end);
      for (const [name, value] of Object.entries({ kind, ...toAttrs(match) })) {
        tr.setNodeAttribute(block.before, name, value);
      }
      return tr;
    },
    { inCodeMark: false },
  );
}

function dividerRule(): InputRule {
  return new InputRule(/^(?:---|—-)$/, (state, _match, start, end) => {
    const block = blockAt(state, start);
    const $start = state.doc.resolve(start);
    if (!block || block.kind !== 'paragraph') return null;
    // Only on a line of its own.
    if ($start.parent.content.size !== end - start) return null;
    return state.tr.delete(start, end).insert(block.before, schema.nodes.divider.create());
  });
}

/** An address becomes a link when the word ends; a full stop after it is not part of it. */
function addressRule(): InputRule {
  return new InputRule(
    /(?:^|\s)((?:https?:\/\/|www\.)[^\s]+?)[.,;:!?)]*\s$/,
    (state, match, start, end) => {
      const [whole, address] = match;
      const href = address === undefined ? undefined : typedToHref(address);
      if (isSource(state, end) || address === undefined || href === undefined) return null;
      const from = start + whole.indexOf(address);
      if (state.doc.rangeHasMark(from, from + address.length, schema.marks.link)) return null;
      return state.tr
        .addMark(from, from + address.length, schema.marks.link.create({ href }))
        .insertText(whole.slice(-1), end)
        .removeStoredMark(schema.marks.link);
    },
    { inCodeMark: false },
  );
}

/** `$$x$$` alone on its line. */
function formulaRule(): InputRule {
  return new InputRule(
    /^\$\$([^$]+)\$\$$/,
    (state, match, start, end) => {
      const block = blockAt(state, start);
      const source = match[1]?.trim();
      if (block?.kind !== 'paragraph' || !source) return null;
      if (state.doc.resolve(start).parent.content.size !== end - start) return null;
      return state.tr.replaceWith(start, end, schema.text(source)).setNodeAttribute(block.before, 'kind', 'math');
    },
    { inCodeMark: false },
  );
}

function markRule(pattern: RegExp, name: PlainMark, isMeant: (inner: string) => boolean = () => true): InputRule {
  return new InputRule(
    pattern,
    (state, match, _start, end): Transaction | null => {
      const [, whole, inner] = match;
      if (isSource(state, end) || whole === undefined || inner === undefined || !isMeant(inner)) return null;
      // The last letter of the match is being typed and is not in the document yet.
      const from = end - (whole.length - 1);
      const opening = whole.indexOf(inner);
      const tr = state.tr;
      tr.delete(from + opening + inner.length, end);
      tr.delete(from, from + opening);
      tr.addMark(from, from + inner.length, schema.marks[name].create());
      // What comes next is written as if the signs had never been there.
      const marks = state.storedMarks ?? state.selection.$from.marks();
      return tr.setStoredMarks(schema.marks[name].removeFromSet(marks));
    },
    { inCodeMark: false },
  );
}
