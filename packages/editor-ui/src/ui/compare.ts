/** A version beside the document as it is now, in one text: what came since, what went, and by whom. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Changes, ChangeRun, ComparedBlock } from '../review/changes.ts';
import { openDialog } from './dialog.ts';
import { historyWords } from '../words/history.ts';

export interface CompareOptions {
  readonly host: HTMLElement;
  /** Of the version. */
  readonly name: string;
  readonly changes: Changes;
  nameOf(author: string): string;
  onClose(): void;
}

/** Of a long run in the middle of nothing new, this much is shown at each end. */
const NEAR = 120;
/** More changed blocks than this are not drawn at once. */
const MOST_BLOCKS = 300;

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;

/** How many words each author added and removed, the most first. */
export function countByAuthor(
  blocks: readonly ComparedBlock[],
): readonly { readonly author: string; readonly added: number; readonly removed: number }[] {
  const counts = new Map<string, { added: number; removed: number }>();
  for (const { kind, author, text } of blocks.flatMap(({ runs }) => runs)) {
    if (kind === 'same') continue;
    const count = counts.get(author) ?? { added: 0, removed: 0 };
    count[kind] += text.match(WORDS)?.length ?? 0;
    counts.set(author, count);
  }
  return [...counts]
    .map(([author, count]) => ({ author, ...count }))
    .sort((a, b) => b.added + b.removed - a.added - a.removed);
}

function isChanged({ block, runs }: ComparedBlock): boolean {
  return block !== 'same' || runs.some(({ kind }) => kind !== 'same');
}

function runView({ kind, text, author }: ChangeRun, nameOf: CompareOptions['nameOf']): TemplateResult | string {
  if (kind === 'same') return text.length > 2 * NEAR ? `${text.slice(0, NEAR)} … ${text.slice(-NEAR)}` : text;
  const { addedBy, removedBy } = historyWords();
  const said = kind === 'added' ? addedBy(nameOf(author)) : removedBy(nameOf(author));
  const spoken = html`<span class="weft-hidden">${said}: </span>`;
  return kind === 'added'
    ? html`<ins title=${said}>${spoken}${text}</ins>`
    : html`<del title=${said}>${spoken}${text}</del>`;
}

/** Opens the comparison. */
export function openCompare({ host, name, changes, nameOf, onClose }: CompareOptions): void {
  const words = historyWords();
  const blocks = changes.blocks();
  const changed = blocks.filter(isChanged);
  const counts = countByAuthor(changed);
  openDialog(host, {
    title: words.since(name),
    size: 'wide',
    onClose,
    body: () =>
      html`${
        changed.length === 0
          ? html`<p>${words.noneChanged}</p>`
          : html`<ul class="weft-compare-counts">${counts.map(
              ({ author, added, removed }) =>
                html`<li>${nameOf(author)}: ${added > 0 ? html`<ins>${words.added(added)}</ins>` : nothing}${
                  added > 0 && removed > 0 ? ', ' : nothing
                }${removed > 0 || added === 0 ? html`<del>${words.removed(removed)}</del>` : nothing}</li>`,
            )}</ul>
          <div class="weft-compare weft-history" tabindex="0" role="region" aria-label=${words.whatChanged}>
            ${changed
              .slice(0, MOST_BLOCKS)
              .map(({ runs, block }) => html`<p data-block=${block}>${runs.map((run) => runView(run, nameOf))}</p>`)}
            ${changed.length > MOST_BLOCKS ? html`<p>${words.moreParagraphs(changed.length - MOST_BLOCKS)}</p>` : nothing}
          </div>`
      }`,
  });
}
