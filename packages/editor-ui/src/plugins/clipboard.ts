import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Brought, ClipboardContext } from '../clipboard/part.ts';
import type { Late } from '../late/late.ts';
import type { TransferPart } from '../late/parts.ts';
import { dropPosition } from './drop-position.ts';
import { readPending } from './read-pending.ts';

/** Where something was pasted that is not read yet, moved along with what is written meanwhile. */
interface Waiting {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

type Order = { readonly add: Waiting } | { readonly done: number };

const key: PluginKey<readonly Waiting[]> = new PluginKey<readonly Waiting[]>('weft-clipboard');

export interface ClipboardOptions extends ClipboardContext {
  transfer(): Late<TransferPart>;
}

/** Copy, cut, paste and drop. What reads and writes other formats is fetched with the first selection, at the latest with the first paste. */
export function clipboard(context: ClipboardOptions): Plugin {
  const copied = new Set<string>();
  let serial = 0;
  // Without its part, as it may be offline, ProseMirror copies: its own blocks, which can be pasted here again.
  const copy = (view: EditorView, event: ClipboardEvent): boolean => {
    readPending(view);
    return context.transfer().get()?.copySelection(view, event, copied) ?? false;
  };

  function insert(view: EditorView, brought: Brought, at?: number): void {
    readPending(view);
    const transfer = context.transfer().get();
    if (transfer && !transfer.isMarkdown(brought)) transfer.insertBrought(view, brought, context, copied, at);
    else void insertLater(view, brought, at);
  }

  /** Goes where it was meant to go, whatever is typed until it can be read. */
  async function insertLater(view: EditorView, given: Brought, at?: number): Promise<void> {
    const id = serial++;
    const { from, to } = view.state.selection;
    view.dispatch(view.state.tr.setMeta(key, { add: { id, from, to } } satisfies Order));
    const transfer = await context.transfer().load();
    const brought = (await transfer?.readMarkdown(given)) ?? given;
    if (view.isDestroyed) return;
    const place = placeOf(view.state, id);
    view.dispatch(view.state.tr.setMeta(key, { done: id } satisfies Order));
    if (!transfer || !place || !view.editable) return;
    const { doc, selection } = view.state;
    const hasMoved = selection.from !== place.from || selection.to !== place.to;
    if (!hasMoved) {
      transfer.insertBrought(view, brought, context, copied, at);
      return;
    }
    view.dispatch(view.state.tr.setSelection(TextSelection.between(doc.resolve(place.from), doc.resolve(place.to))));
    transfer.insertBrought(view, brought, context, copied, at);
    // The caret goes on where it was, behind or before what came in.
    const grown = selection.from > place.from ? view.state.doc.content.size - doc.content.size : 0;
    const next = view.state.doc.resolve(Math.min(selection.head + grown, view.state.doc.content.size));
    view.dispatch(view.state.tr.setSelection(TextSelection.near(next)));
  }

  return new Plugin<readonly Waiting[]>({
    key,
    state: {
      init: () => [],
      apply: (tr, waiting) => applyOrder(tr, waiting),
    },
    view: () => ({
      update({ state }) {
        if (!state.selection.empty) context.transfer().prepare();
      },
    }),
    props: {
      handleDOMEvents: {
        copy: (view, event) => copy(view, event),
        cut(view, event) {
          if (!copy(view, event)) return false;
          if (view.editable) view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta('uiEvent', 'cut'));
          return true;
        },
        paste(view, event) {
          if (!event.clipboardData || !view.editable) return false;
          event.preventDefault();
          insert(view, toBrought(event.clipboardData, isShifted(view)));
          return true;
        },
        drop(view, event) {
          // Our own selection being moved: ProseMirror does that.
          if (!event.dataTransfer || view.dragging) return false;
          if (!view.editable) {
            // Left to the browser, a file would take the place of the page.
            if (event.dataTransfer.files.length > 0) event.preventDefault();
            return false;
          }
          event.preventDefault();
          const place = { left: event.clientX, top: event.clientY };
          const at = view.posAtCoords(place);
          if (!at) return true;
          const tr = view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos)));
          view.dispatch(tr);
          view.focus();
          insert(view, toBrought(event.dataTransfer), dropPosition(view, place));
          return true;
        },
      },
    },
  });
}

/** After its event a clipboard is empty. */
function toBrought(data: DataTransfer, isPlain: boolean = false): Brought {
  return { html: data.getData('text/html'), text: data.getData('text/plain'), files: [...data.files], isPlain };
}

/** A paste does not say whether Shift was held; ProseMirror keeps what the last key said. */
function isShifted(view: EditorView): boolean {
  return (view as unknown as { readonly input?: { readonly shiftKey?: boolean } }).input?.shiftKey === true;
}

function applyOrder(tr: Transaction, waiting: readonly Waiting[]): readonly Waiting[] {
  const order = tr.getMeta(key) as Order | undefined;
  const moved =
    tr.docChanged && waiting.length > 0
      ? // What is typed there comes behind.
        waiting.map(({ id, from, to }) => ({ id, from: tr.mapping.map(from, -1), to: tr.mapping.map(to, -1) }))
      : waiting;
  if (!order) return moved;
  return 'add' in order ? [...moved, order.add] : moved.filter(({ id }) => id !== order.done);
}

function placeOf(state: EditorState, id: number): Waiting | undefined {
  return key.getState(state)?.find((place) => place.id === id);
}
