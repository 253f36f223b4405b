/** What the views of images and files have in common: their commands, how far they are sent, and keys. */
import type { AttachmentReference, Attachments, AttachmentUpload } from '@weft/crdt-core';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { IconNode } from 'lucide';
import { Download, Replace, Trash2 } from 'lucide';
import type { Node } from 'prosemirror-model';
import { NodeSelection, type Transaction } from 'prosemirror-state';
import type { EditorView, NodeView, ViewMutationRecord } from 'prosemirror-view';
import type { EditorNotice } from '../errors.ts';
import { downloadBytes } from '../files/download.ts';
import type { Pictures } from '../files/pictures.ts';
import { partToWords } from '../files/words.ts';
import { schema } from '../schema/schema.ts';
import { attachRoving, settleTabStop } from '../ui/roving.ts';
import { iconView } from '../ui/icon.ts';
import { type Cleanup, createCleanup } from '../ui/part.ts';
import { toSentence } from '../words/failures.ts';
import { fileWords } from '../words/files.ts';
import { commonWords } from '../words/common.ts';

/** What the views act on. */
export interface AttachmentContext {
  readonly attachments: Attachments | undefined;
  readonly pictures: Pictures;
  /** Where a picture opens at full size. */
  readonly overlays: HTMLElement;
  notice(failure: EditorNotice): void;
  /** Dispatches a change that is undone by itself. */
  dispatchApart(tr: Transaction): void;
  /** Asks for a file, and puts it in the place of the block with this id. */
  replace(id: unknown, isImage: boolean): void;
  /** A block was removed on purpose: what nothing refers to any more need not be sent. */
  removed(): void;
}

/** One command of a block. */
interface Action {
  readonly label: string;
  readonly icon: IconNode;
  run(): void;
}

/** A node view in the making. */
export interface AttachmentDesk {
  readonly dom: HTMLElement;
  readonly cleanup: Cleanup;
  node(): Node;
  isSelected(): boolean;
  /** Sets one attribute, if anything may be written. */
  set(name: string, value: unknown): void;
  /** The commands every attachment has, after those of its own. */
  bar(label: string, own: readonly Action[], reference: AttachmentReference | undefined): TemplateResult;
  /** How far it is on its way to the relay, if it is not there. */
  sending(reference: AttachmentReference | undefined): TemplateResult | typeof nothing;
}

/**
 * A node view that draws itself anew whenever something about it changes.
 *
 * @param dom - its element, empty
 * @param create - answers with what draws it
 */
export function createAttachmentView(
  first: Node,
  view: EditorView,
  getPos: () => number | undefined,
  context: AttachmentContext,
  dom: HTMLElement,
  create: (desk: AttachmentDesk) => () => void,
): NodeView {
  const { attachments } = context;
  const cleanup = createCleanup();
  let node = first;
  let isSelected = false;
  let fetching: { readonly stop: AbortController; bytes: number } | undefined;
  let isDestroyed = false;

  function draw(): void {
    if (isDestroyed) return;
    redraw();
    const bar = dom.querySelector<HTMLElement>('.weft-attachment-bar');
    if (bar !== null) settleTabStop(bar);
  }

  function remove(): void {
    const position = getPos();
    if (position === undefined || !view.editable) return;
    context.dispatchApart(view.state.tr.delete(position, position + node.nodeSize).scrollIntoView());
    view.focus();
    context.removed();
  }

  async function download(reference: AttachmentReference): Promise<void> {
    if (attachments === undefined) return;
    if (fetching !== undefined) return fetching.stop.abort();
    const own = { stop: new AbortController(), bytes: 0 };
    fetching = own;
    draw();
    const read = await attachments.read(reference, {
      signal: own.stop.signal,
      wait: false,
      onProgress: ({ bytes }) => {
        own.bytes = bytes;
        draw();
      },
    });
    fetching = undefined;
    draw();
    if (read.ok) downloadBytes(read.value, reference.name);
    else if (read.failure.code !== 'attachment-cancelled' && !isDestroyed) context.notice(read.failure);
  }

  function bar(label: string, own: readonly Action[], reference: AttachmentReference | undefined): TemplateResult {
    const done = fetching === undefined ? '' : partToWords(fetching.bytes, reference?.bytes ?? 0);
    const get: Action = {
      label: fetching === undefined ? fileWords().download : fileWords().stopFetching(done),
      icon: Download,
      run: () => reference && void download(reference),
    };
    const edit: readonly Action[] = [
      {
        label: fileWords().replace,
        icon: Replace,
        run: () => context.replace(node.attrs['id'], node.type === schema.nodes.image),
      },
      { label: commonWords().remove, icon: Trash2, run: remove },
    ];
    const actions = [...own, ...(reference && attachments ? [get] : []), ...(view.editable ? edit : [])];
    return html`<div class="weft-attachment-bar" role="toolbar" aria-label=${label}>
      ${actions.map(
        ({ label: words, icon, run }) => html`<button
          type="button"
          class="weft-icon-button"
          data-item
          tabindex="-1"
          aria-label=${words}
          data-tip=${words}
          @click=${run}
        >${iconView(icon, 16)}</button>`,
      )}
    </div>`;
  }

  function sending(reference: AttachmentReference | undefined): TemplateResult | typeof nothing {
    const upload = attachments?.uploads.get().find(({ session }) => session === reference?.session);
    if (upload === undefined || attachments === undefined) return nothing;
    return html`<div class="weft-attachment-sending" ?data-failed=${upload.failure !== undefined}>
      <span>${uploadToWords(upload)}</span>
      ${
        upload.failure === undefined
          ? nothing
          : html`<button type="button" class="weft-button" @click=${() => attachments.retry(upload.session)}>${commonWords().tryAgain}</button>`
      }
      ${view.editable ? html`<button type="button" class="weft-button" @click=${remove}>${commonWords().cancel}</button>` : nothing}
      ${
        upload.failure === undefined
          ? html`<progress max=${upload.chunks} .value=${upload.sent} aria-label=${fileWords().sending}></progress>`
          : nothing
      }
    </div>`;
  }

  const redraw = create({
    dom,
    cleanup,
    node: () => node,
    isSelected: () => isSelected,
    set(name, value) {
      const position = getPos();
      if (position === undefined || !view.editable || node.attrs[name] === value) return;
      context.dispatchApart(view.state.tr.setNodeAttribute(position, name, value));
    },
    bar,
    sending,
  });

  attachRoving(dom, 'horizontal', cleanup);
  cleanup.listen(dom, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    const position = getPos();
    if (position === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    view.focus();
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, position)));
  });
  if (attachments !== undefined) cleanup.add(attachments.uploads.subscribe(draw));
  draw();
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      node = next;
      draw();
      return true;
    },
    selectNode() {
      isSelected = true;
      dom.classList.add('ProseMirror-selectednode');
      draw();
    },
    deselectNode() {
      isSelected = false;
      dom.classList.remove('ProseMirror-selectednode');
      draw();
    },
    // What has a use of its own keeps its events; a press anywhere else selects the block.
    stopEvent: (event) => (event.target as Element).closest?.('button, input, textarea, [role="slider"]') != null,
    ignoreMutation: (_mutation: ViewMutationRecord) => true,
    destroy() {
      isDestroyed = true;
      fetching?.stop.abort();
      cleanup.run();
    },
  };
}

function uploadToWords({ sent, chunks, failure }: AttachmentUpload): string {
  if (failure !== undefined) return toSentence(failure);
  return sent === 0 ? fileWords().waitingToSend : fileWords().sendingPart(partToWords(sent, chunks));
}
