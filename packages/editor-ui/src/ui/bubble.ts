/**
 * The bubble: marks beside a selection, or what can be done with the link the caret stands in. It never takes focus; the
 * keyboard has the fixed toolbar and the shortcuts for the same commands.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { ExternalLink, MessageSquare, MessageSquarePlus, Pencil, Unlink } from 'lucide';
import { shortcutAria, shortcutLabel } from '../commands/shortcut.ts';
import { isSourceKind } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import type { Editor } from '../editor.ts';
import type { CommandId } from '../commands/ids.ts';
import { iconView, mirrored } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { type Anchor, closePopover, keepSelection, openPopover } from './popover.ts';
import { answersView, authorWords, dotView, whatView } from './suggestion-view.ts';
import { commandButton } from './toolbar.ts';
import { barWords } from '../words/bars.ts';
import { menuWords } from '../words/menus.ts';

const marks: readonly CommandId[] = ['bold', 'italic', 'underline', 'strike', 'code', 'math', 'link'];
const kinds: readonly CommandId[] = ['heading1', 'heading2', 'quote'];
const cells: readonly CommandId[] = ['mergeCells', 'splitCells'];

/** Where marks mean nothing. */
const PLAIN: ReadonlySet<string> = new Set(['code', 'math', 'divider', 'image', 'file']);

/** Options of {@link createBubble}. */
export interface BubbleOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
  /** What begins a comment on the selection, where one can be begun. */
  readonly comment?: (() => (() => void) | undefined) | undefined;
  /** The threads at the caret that are not in sight beside the text. */
  readonly threads?: (() => readonly string[]) | undefined;
  readonly showThread?: ((thread: string) => void) | undefined;
}

/** Creates the bubble; it shows and hides by itself. */
export function createBubble({ editor, isApple, comment, threads, showThread }: BubbleOptions): Part {
  const element = document.createElement('div');
  element.className = 'weft-bubble';
  element.popover = 'manual';
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', barWords().selection);
  const cleanup = createCleanup();
  const text = editor.view.dom;
  let pressed = false;
  let touched = false;
  let dismissed: string | undefined;
  let passed: string | undefined;

  const anchor: Anchor = { getBoundingClientRect: () => editor.selectionRect() ?? text.getBoundingClientRect() };
  const button = (id: CommandId): TemplateResult => commandButton(editor, id, isApple);

  const linkView = (href: string): TemplateResult => {
    // Peers write hrefs too: what is not plainly an address is shown and cannot be followed.
    const safe = toSafeHref(href);
    const words = href.replace(/^https?:\/\/(www\.)?/, '').replace(/^mailto:/, '');
    return html`${
      safe !== undefined
        ? html`<a class="weft-bubble-link" href=${safe} target="_blank" rel="noopener noreferrer">
            ${iconView(mirrored(ExternalLink), 15)}<span dir="ltr">${words}</span>
          </a>`
        : html`<span class="weft-bubble-link" dir="ltr">${words}</span>`
    }
      <button type="button" class="weft-icon-button" aria-label=${barWords().editLink} data-tip=${barWords().editLink} @click=${() => editor.commands.link.run()}>
        ${iconView(Pencil, 16)}
      </button>
      <button type="button" class="weft-icon-button" aria-label=${editor.commands.unlink.label} data-tip=${editor.commands.unlink.label} @click=${() => editor.commands.unlink.run()}>
        ${iconView(Unlink, 16)}
      </button>`;
  };
  const commentView = (): TemplateResult | typeof nothing => {
    const begin = comment?.();
    return begin === undefined
      ? nothing
      : html`<button
          type="button"
          class="weft-icon-button"
          aria-label=${menuWords().comment}
          aria-keyshortcuts=${shortcutAria('Mod-Alt-m', isApple)}
          data-tip=${menuWords().comment}
          data-keys=${shortcutLabel('Mod-Alt-m', isApple)}
          @click=${begin}
        >${iconView(MessageSquarePlus)}</button>`;
  };
  const threadsView = (here: readonly string[]): TemplateResult => {
    const [first] = here;
    const words = barWords().showComments(here.length);
    return html`<button type="button" class="weft-bubble-link" @click=${() => first !== undefined && showThread?.(first)}>
      ${iconView(MessageSquare, 15)}<span dir="ltr">${words}</span>
    </button>`;
  };
  const content = (): TemplateResult | undefined => {
    const state = editor.state.get();
    if (!state.focused || state.frozen !== undefined || pressed) return undefined;
    if (!state.selectionEmpty && !touched && (isSourceKind(state.kind) || !PLAIN.has(state.kind))) {
      const canMark = state.editable && !PLAIN.has(state.kind);
      const view = commentView();
      if (!canMark) return view === nothing ? undefined : html`${view}`;
      const more = state.kind === 'table' ? cells : kinds;
      return html`${marks.map(button)}<i class="weft-bubble-line"></i>${more.map(button)}${
        view === nothing ? nothing : html`<i class="weft-bubble-line"></i>${view}`
      }`;
    }
    const [id] = state.selectedSuggestions;
    const suggestion =
      state.selectionEmpty && id !== undefined && id !== passed ? editor.suggestions.get()?.get(id) : undefined;
    // One's own, while one suggests, is what is being written.
    if (suggestion && !(suggestion.author.isSelf && state.mode === 'suggesting')) {
      return html`${dotView(suggestion)}<span class="weft-bubble-suggestion"><strong>${authorWords(suggestion)}</strong> ${whatView(suggestion)}</span>
        ${answersView(editor, suggestion, (verdict, one) => editor.suggestions.get()?.[verdict]([one]))}`;
    }
    if (!state.editable) return undefined;
    const here = state.selectionEmpty && state.linkHref === undefined ? (threads?.() ?? []) : [];
    if (here.length > 0 && here.join() !== dismissed) return threadsView(here);
    if (state.selectionEmpty && state.linkHref !== undefined && dismissed !== state.linkHref)
      return linkView(state.linkHref);
    return undefined;
  };
  /** What the caret stands in. */
  const toSubject = (): string => editor.state.get().linkHref ?? threads?.().join() ?? '';
  const refresh = (): void => {
    if (toSubject() === '') dismissed = undefined;
    if (!editor.state.get().selectedSuggestions.includes(passed ?? '')) passed = undefined;
    const view = content();
    if (view === undefined || editor.selectionRect() === undefined) {
      closePopover(element);
      return;
    }
    render(view, element);
    openPopover(element, anchor, 'top');
  };

  keepSelection(element, cleanup);
  cleanup.listen(text, 'pointerdown', (event) => {
    pressed = true;
    touched = event.pointerType !== 'mouse';
    refresh();
  });
  cleanup.listen(window, 'pointerup', () => {
    if (!pressed) return;
    pressed = false;
    refresh();
  });
  cleanup.listen(text, 'keydown', (event) => {
    if (event.key !== 'Escape' || !element.matches(':popover-open')) return;
    dismissed = toSubject();
    [passed] = editor.state.get().selectedSuggestions;
    closePopover(element);
  });
  cleanup.listen(window, 'scroll', refresh, { passive: true, capture: true });
  cleanup.listen(window, 'resize', refresh, { passive: true });
  cleanup.add(editor.state.subscribe(refresh));
  cleanup.add(() => element.remove());
  return { element, destroy: () => cleanup.run() };
}
