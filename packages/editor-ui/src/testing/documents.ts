import * as fc from 'fast-check';
import { Fragment, type Mark, type Node } from 'prosemirror-model';
import { isSourceKind } from '../schema/block.ts';
import { LANGUAGES } from '../schema/languages.ts';
import { PALETTE } from '../schema/palette.ts';
import { schema } from '../schema/schema.ts';
import { buildTable } from '../table/layout.ts';
import type { BlockKind } from '../schema/kinds.ts';

/** What a document may hold: all of it, or what a format can say. */
export interface Bounds {
  readonly kinds: readonly BlockKind[];
  readonly marks: readonly Mark[];
  /** Letters that words are made of. */
  readonly letters: readonly string[];
  readonly looks: boolean;
  readonly spans: boolean;
}

const { date, math, person, link, bold, italic, strike, underline, superscript, subscript, code, highlight, color } =
  schema.marks;

export const EVERY_MARK: readonly Mark[] = [
  ...[bold, italic, strike, underline, superscript, subscript, code].map((type) => type.create()),
  link.create({ href: 'https://example.org/a_(b)?c=1&copy=2' }),
  link.create({ href: 'mailto:ann@example.org' }),
  date.create({ day: '2026-11-21' }),
  person.create({ device: 'ab12' }),
  math.create(),
  ...PALETTE.slice(0, 2).flatMap((name) => [highlight.create({ name }), color.create({ name })]),
];

/** Letters that some format gives a meaning, among others that none does. */
export const LETTERS: readonly string[] = [
  ...'aab cd12.,*_~`[]()<>#+-=|\\!&;:@/"\'$^{}é漢',
  '\n',
  ' ',
  '😀',
  'www.',
  'http://x.org',
  'a@b.org',
  '&amp;',
  '[^1]',
  '- ',
  '# ',
  '1. ',
  '<b>',
];

function runs({ marks, letters }: Bounds): fc.Arbitrary<Fragment> {
  const words = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const run = fc
    .tuple(words, marks.length === 0 ? fc.constant([]) : fc.subarray([...marks], { maxLength: 3 }))
    .map(([text, on]) =>
      schema.text(
        text,
        on.reduce((set: readonly Mark[], mark) => mark.addToSet(set), []),
      ),
    );
  return fc.array(run, { maxLength: 4 }).map((nodes) => Fragment.fromArray(nodes));
}

function block(bounds: Bounds): fc.Arbitrary<Node> {
  return fc
    .record({
      kind: fc.constantFrom(...bounds.kinds),
      content: runs(bounds),
      level: fc.integer({ min: 1, max: 6 }),
      indent: fc.integer({ min: 0, max: 3 }),
      checked: fc.boolean(),
      align: bounds.looks ? fc.constantFrom(null, 'start', 'center', 'end') : fc.constant(null),
      dir: bounds.looks ? fc.constantFrom(null, 'ltr', 'rtl') : fc.constant(null),
      language: fc.constantFrom(null, ...LANGUAGES.slice(0, 3)),
    })
    .map(({ kind, content, level, indent, checked, align, dir, language }) => {
      const attrs = {
        kind,
        level: kind === 'heading' ? level : null,
        indent: indent > 0 ? indent : null,
        checked: kind === 'task' ? checked : null,
        align,
        dir,
        language: kind === 'code' ? language : null,
      };
      const plain = Fragment.fromArray(content.content.map((node) => node.mark([])));
      return schema.nodes.block.create(attrs, isSourceKind(kind) ? joined(plain) : content);
    });
}

function joined(content: Fragment): Fragment {
  const text = content.textBetween(0, content.size);
  return text === '' ? Fragment.empty : Fragment.from(schema.text(text));
}

function table(bounds: Bounds): fc.Arbitrary<Node> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: 3 }),
      cells: fc.array(runs(bounds), { minLength: 6, maxLength: 9 }),
      headerRow: fc.boolean(),
      headerColumn: bounds.looks ? fc.boolean() : fc.constant(false),
      aligns: fc.array(fc.constantFrom(null, 'center' as const, 'end' as const), { minLength: 3, maxLength: 3 }),
      span: bounds.spans ? fc.boolean() : fc.constant(false),
    })
    .map(({ width, cells, headerRow, headerColumn, aligns, span }) => {
      const height = Math.max(2, Math.floor(cells.length / width));
      const isSpan = span && width > 1;
      return buildTable({
        id: null,
        columns: Array.from({ length: width }, (_, c) => ({
          id: `c${c}`,
          width: bounds.looks && c === 0 ? 120 : null,
          align: aligns[c] ?? null,
        })),
        headerRow,
        headerColumn: headerColumn && width > 1,
        rows: Array.from({ length: height }, (_, r) => ({
          id: `r${r}`,
          cells: Array.from({ length: width }, (__, c) => ({
            content: isSpan && r === 0 && c === 1 ? Fragment.empty : (cells[r * width + c] ?? Fragment.empty),
            spanRow: null,
            spanColumn: isSpan && r === 0 && c === 0 ? 'c1' : null,
          })),
        })),
      });
    });
}

/** A whole document. */
export function documents(bounds: Bounds): fc.Arbitrary<Node> {
  const top = fc.oneof(
    { weight: 8, arbitrary: block(bounds) },
    { weight: 1, arbitrary: table(bounds) },
    { weight: 1, arbitrary: fc.constant(schema.nodes.divider.create()) },
  );
  return fc.array(top, { minLength: 1, maxLength: 8 }).map((nodes) => schema.nodes.doc.create(null, nodes));
}
