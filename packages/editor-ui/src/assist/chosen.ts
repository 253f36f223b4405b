/** The words that are to be said anew, or gone on with. */
import type { RewriteStyle, SnapshotBlock } from '@weft/local-ai';
import type { EditorState } from 'prosemirror-state';
import { type Finding, findAgain, readAgain, readProse } from './prose.ts';
import type { Proposal } from './suggest.ts';

/** Letters on either side that must still be the same. */
const AROUND = 2;
/** UTF-16 units that are read of what stands before. */
const READ_BEFORE = 1500;

/** What was selected, in one block; of what is to go on, the place behind it. */
export interface Chosen {
  readonly block: SnapshotBlock;
  readonly place: Finding;
  readonly text: string;
}

/** Undefined where they are not the plain words of one block. */
export function toChosen({ doc, selection }: EditorState, style: RewriteStyle): Chosen | undefined {
  const { from, to, empty } = selection;
  const isContinued = style === 'continued';
  if (empty && !isContinued) return undefined;
  const { $to } = selection;
  const touched = readProse(doc, isContinued ? { from: $to.start(), to: $to.end() } : { from, to });
  const [block] = touched;
  if (block === undefined || touched.length > 1) return undefined;
  const whole = readProse(doc).find(({ id }) => id === block.id);
  const standing = readAgain(doc, new Set([block.id])).get(block.id);
  if (whole === undefined || standing === undefined) return undefined;
  const end = Math.min(whole.text.length, to - standing.at);
  if (isContinued) {
    const before = whole.text.slice(Math.max(0, end - READ_BEFORE), end);
    const text = before.slice(before.lastIndexOf('\ufffc') + 1);
    if (text.trim() === '') return undefined;
    return { block: whole, place: { blockId: block.id, start: end, end }, text };
  }
  const start = Math.max(0, from - standing.at);
  const text = whole.text.slice(start, end);
  if (text.trim() === '' || text.includes('\ufffc')) return undefined;
  return { block: whole, place: { blockId: block.id, start, end }, text };
}

/** Where they stand now, with what would stand there; nothing where they are not there any more. */
export function toProposals({ doc }: EditorState, { block, place }: Chosen, instead: string): readonly Proposal[] {
  const now = readAgain(doc, new Set([place.blockId]));
  const found = findAgain(now, place, block.text, AROUND);
  return found === undefined ? [] : [{ ...found, instead }];
}
