import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { lookedUp } from '../plugins/looked-up.ts';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import type { EditorPorts } from '../ports.ts';
import type * as Grammars from './grammars.ts';

/** Longer code, in UTF-16 units, is drawn in one colour: it must stay quick to type in. */
const MAX_CODE = 50_000;
/** Code longer than this waits until typing pauses for so many ms. */
const LONG_CODE = 3_000;
const PAUSE = 250;
/** ms of one frame that colouring may take before it goes on in the next. */
const BUDGET = 8;

interface Done {
  readonly position: number;
  readonly node: Node;
  readonly tokens: readonly Grammars.Token[];
}

const key: PluginKey<DecorationSet> = new PluginKey<DecorationSet>('weft-highlight');

/** A block's language, if it is code that is coloured. */
function languageOf(node: Node): string | undefined {
  if (node.type !== schema.nodes.block || node.content.size > MAX_CODE) return undefined;
  const { kind, language } = readBlock(node);
  return kind === 'code' ? language : undefined;
}

function toDecorations({ position, tokens }: Done): Decoration[] {
  return tokens.map(({ from, to, name }) =>
    Decoration.inline(position + 1 + from, position + 1 + to, { class: `weft-code-${name}` }),
  );
}

/**
 * Colours code by decorations, which are never part of the text. What is typed keeps the colours around it and is looked at
 * again a moment later; nothing is loaded before a block names a language.
 */
export function highlightCode(ports: Pick<EditorPorts, 'frame' | 'timeout' | 'now'>): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, colours) {
        let next = tr.docChanged ? colours.map(tr.mapping, tr.doc) : colours;
        for (const done of (tr.getMeta(key) as readonly Done[] | undefined) ?? []) {
          const { position, node } = done;
          next = next.remove(next.find(position + 1, position + node.nodeSize - 1)).add(tr.doc, toDecorations(done));
        }
        return next;
      },
    },
    props: { decorations: (state) => lookedUp(key.getState(state)) },
    view: (view) => createColourer(view, ports),
  });
}

function createColourer(
  view: EditorView,
  ports: Pick<EditorPorts, 'frame' | 'timeout' | 'now'>,
): { update(view: EditorView, previous: { readonly doc: Node }): void; destroy(): void } {
  /** Blocks are values: what was coloured, with the language it was coloured in. */
  let coloured = new WeakMap<Node, string>();
  const ready = new Set<string>();
  const asked = new Set<string>();
  let grammars: typeof Grammars | undefined;
  let cancel: (() => void) | undefined;

  async function ask(language: string): Promise<void> {
    asked.add(language);
    try {
      grammars ??= await import('./grammars.ts');
      if (await grammars.loadGrammar(language)) ready.add(language);
    } catch {
      // Offline before it was ever fetched: the code stays in one colour, and is asked for again when it is edited.
      asked.delete(language);
    }
    if (!view.isDestroyed) schedule(0);
  }

  function schedule(pause: number): void {
    cancel?.();
    cancel = pause === 0 ? ports.frame(run) : ports.timeout(pause, run);
  }

  function run(): void {
    cancel = undefined;
    if (view.isDestroyed) return;
    if (view.composing) {
      schedule(PAUSE);
      return;
    }
    const started = ports.now();
    const done: Done[] = [];
    let isMore = false;
    view.state.doc.forEach((node, position) => {
      const language = languageOf(node);
      const now = language ?? '';
      if (language === undefined && !coloured.has(node)) return;
      if (coloured.get(node) === now || isMore) return;
      if (language !== undefined && !ready.has(language)) {
        if (!asked.has(language)) void ask(language);
        return;
      }
      if (ports.now() - started > BUDGET) {
        isMore = true;
        return;
      }
      const tokens = language === undefined ? [] : (grammars?.tokenize(language, node.textContent) ?? []);
      coloured.set(node, now);
      done.push({ position, node, tokens });
    });
    if (done.length > 0) view.dispatch(view.state.tr.setMeta(key, done).setMeta('addToHistory', false));
    if (isMore) schedule(0);
  }

  /** The longest pause that a changed block asks for; undefined when there is nothing to colour. */
  function toPause(doc: Node): number | undefined {
    let pause: number | undefined;
    doc.forEach((node) => {
      const language = languageOf(node);
      if (language === undefined || coloured.get(node) === language) return;
      pause = Math.max(pause ?? 0, node.content.size > LONG_CODE && ready.has(language) ? PAUSE : 0);
    });
    return pause;
  }

  const first = toPause(view.state.doc);
  if (first !== undefined) schedule(first);
  return {
    update(_, previous) {
      const { doc } = view.state;
      if (previous.doc === doc) return;
      clearLeft(doc, previous.doc);
      const pause = toPause(doc);
      if (pause !== undefined) schedule(pause);
    },
    destroy() {
      cancel?.();
      coloured = new WeakMap();
    },
  };

  /** A block that is no code any more, or of another language now, loses its colours at the next look. */
  function clearLeft(doc: Node, before: Node): void {
    let isLeft = false;
    const shorter = Math.min(doc.childCount, before.childCount);
    for (let index = 0; index < shorter; index++) {
      const [node, old] = [doc.child(index), before.child(index)];
      if (node === old || languageOf(old) === undefined || languageOf(node) !== undefined) continue;
      coloured.set(node, languageOf(old) ?? '');
      isLeft = true;
    }
    if (isLeft) schedule(0);
  }
}
