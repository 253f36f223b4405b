import { Plugin, type Selection, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Binding } from '../binding/binding.ts';
import { OWN_TYPE } from '../clipboard/own-type.ts';
import type { Brought, ClipboardContext } from '../clipboard/part.ts';
import type { Late } from '../late/late.ts';
import type { TransferPart } from '../late/parts.ts';
import { dropPosition } from './drop-position.ts';
import { readPending } from './read-pending.ts';

export interface ClipboardOptions extends ClipboardContext {
  transfer(): Late<TransferPart>;
  readonly binding: Pick<Binding, 'selectionToRelative' | 'relativeToSelection'>;
  /** Does this now, or when what was typed before it is done. */
  inTurn(act: () => unknown): void;
}

/** Copy, cut, paste and drop. What reads and writes other formats is fetched with the first selection, at the latest with the first paste. */
export function clipboard(context: ClipboardOptions): Plugin {
  const copied = new Set<string>();
  // Without its part, as it may be offline, ProseMirror copies: its own blocks, which can be pasted here again.
  const copy = (view: EditorView, event: ClipboardEvent): boolean => {
    readPending(view);
    return context.transfer().get()?.copySelection(view, event, copied) ?? false;
  };

  /** At once where it can be read; else this ends when it is there. */
  function insert(view: EditorView, brought: Brought, at?: number): Promise<void> | undefined {
    readPending(view);
    const transfer = context.transfer().get();
    if (!transfer || transfer.isMarkdown(brought)) return insertLater(view, brought, at);
    transfer.insertBrought(view, brought, context, copied, at);
    return undefined;
  }

  /** Goes where it was meant to go, whatever is typed until it can be read. */
  async function insertLater(view: EditorView, given: Brought, at?: number): Promise<void> {
    const { binding } = context;
    const meant = binding.selectionToRelative(view.state.selection);
    const transfer = await context.transfer().load();
    const brought = (await transfer?.readMarkdown(given)) ?? given;
    if (!transfer || view.isDestroyed || !view.editable) return;
    const { selection } = view.state;
    const goesOn = binding.selectionToRelative(selection);
    const there = binding.relativeToSelection(meant);
    const isElsewhere = there?.eq(selection) === false;
    if (isElsewhere) select(view, there);
    transfer.insertBrought(view, brought, context, copied, at);
    // The caret goes on where it was, behind or before what came in.
    if (isElsewhere) select(view, binding.relativeToSelection(goesOn));
  }

  return new Plugin({
    view: () => ({
      update({ state }) {
        if (!state.selection.empty) context.transfer().prepare();
      },
    }),
    props: {
      handleDOMEvents: {
        copy,
        cut(view, event) {
          if (!copy(view, event)) return false;
          if (view.editable) view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta('uiEvent', 'cut'));
          return true;
        },
        paste(view, event) {
          if (!event.clipboardData || !view.editable) return false;
          event.preventDefault();
          const brought = toBrought(event.clipboardData, isShifted(view));
          context.inTurn(() => insert(view, brought));
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
          void insert(view, toBrought(event.dataTransfer), dropPosition(view, place));
          return true;
        },
      },
    },
  });
}

function select(view: EditorView, selection: Selection | undefined): void {
  if (selection) view.dispatch(view.state.tr.setSelection(selection));
}

/** After its event a clipboard is empty. */
function toBrought(data: DataTransfer, isPlain: boolean = false): Brought {
  const [html, text, own] = ['text/html', 'text/plain', OWN_TYPE].map((type) => data.getData(type)) as [
    string,
    string,
    string,
  ];
  return { html, text, own, files: [...data.files], isPlain };
}

/** A paste does not say whether Shift was held; ProseMirror keeps what the last key said. */
function isShifted(view: EditorView): boolean {
  return (view as unknown as { readonly input?: { readonly shiftKey?: boolean } }).input?.shiftKey === true;
}
