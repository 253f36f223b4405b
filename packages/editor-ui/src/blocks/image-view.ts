import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Captions, Expand, Image, ImageOff } from 'lucide';
import type { DrawAttachment } from './draw-attachment.ts';
import type { PictureHandle, PictureState } from '../files/pictures.ts';
import { partToWords } from '../files/words.ts';
import { bytesToWords, percent } from '../words/format.ts';
import {
  type AttachmentBlock,
  MAX_CAPTION_LENGTH,
  MAX_WIDTH,
  MIN_WIDTH,
  readAttachment,
  toCaption,
  toWidth,
} from '../schema/attachment.ts';
import { openDialog } from '../ui/dialog.ts';
import { iconView } from '../ui/icon.ts';
import { type AttachmentContext, type AttachmentDesk, createAttachmentView } from './attachment-view.ts';
import { onAsked } from './show-pictures.ts';
import type { EditorView } from 'prosemirror-view';
import { fileWords } from '../words/files.ts';
import { commonWords } from '../words/common.ts';

/** A picture is fetched when it is about this many pixels from the window. */
const NEAR = '600px';
const STEP = 5;

/** A picture: fetched when it comes near, drawn from bytes that were checked, sized and described in place. */
export function imageView(context: AttachmentContext): DrawAttachment {
  return (node, view, getPos, dom) =>
    createAttachmentView(node, view, getPos, context, dom, (desk) => createImage(desk, context, view));
}

function createImage(
  { dom, cleanup, node, isSelected, set, bar, sending }: AttachmentDesk,
  context: AttachmentContext,
  view: EditorView,
): () => void {
  let picture: PictureState = { phase: 'fetching', bytes: 0, isAbsent: false };
  let handle: PictureHandle | undefined;
  /** The attachment that is shown, or being fetched. */
  let shown: unknown;
  let isNear = false;
  let isGone = false;
  let changed = (): void => undefined;
  /** The browser could not draw it, though its first bytes say that it is a picture. */
  let isBroken = false;
  let isDescribing = false;
  /** While the handle is dragged: the width it would have, in per cent. */
  let dragged: number | undefined;

  function fetch(): void {
    const { reference } = readAttachment(node());
    const key = node().attrs['file'];
    if (!isNear || shown === key) return;
    shown = key;
    isBroken = false;
    // The one before stays until the new one is there to take its place.
    const before = handle;
    handle =
      reference === undefined
        ? undefined
        : context.pictures.show(reference, (state) => {
            picture = state;
            draw();
            changed();
          });
    before?.release();
  }

  function come(): void {
    isNear = true;
    observer.disconnect();
    fetch();
  }

  /** Settles once the picture is drawn, or it is known that it will not be. */
  async function settled(): Promise<void> {
    while (picture.phase === 'fetching' && !picture.isAbsent && !isGone)
      await new Promise<void>((go) => (changed = go));
    await dom
      .querySelector('img')
      ?.decode()
      .catch(() => undefined);
  }

  const observer = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && come(),
    {
      rootMargin: NEAR,
    },
  );
  observer.observe(dom);
  cleanup.add(() => observer.disconnect());
  cleanup.add(() => handle?.release());
  cleanup.add(() => {
    isGone = true;
    changed();
  });
  cleanup.add(
    onAsked(view.dom, () => {
      come();
      return picture.phase === 'fetching' && readAttachment(node()).reference !== undefined ? settled() : undefined;
    }),
  );

  function open(block: AttachmentBlock): void {
    if (picture.phase !== 'shown') return;
    const { url } = picture;
    const title = block.alt || block.caption || block.reference?.name || fileWords().picture;
    openDialog(context.overlays, {
      title,
      size: 'picture',
      body: () => html`<div class="weft-picture-full"><img src=${url} alt=${block.alt} /></div>`,
    });
  }

  function describe(): void {
    isDescribing = !isDescribing;
    draw();
    if (isDescribing) dom.querySelector<HTMLInputElement>('.weft-image-alt input')?.focus();
  }

  /** However the field is left, what was typed counts; the text's own undo takes it back. */
  function field(name: 'alt' | 'caption', label: string, value: string): TemplateResult {
    const write = (event: Event): void =>
      set(name, toCaption((event.currentTarget as HTMLInputElement).value.trim()) || null);
    return html`<input
      type="text"
      dir="auto"
      class="weft-field"
      aria-label=${label}
      placeholder=${label}
      maxlength=${MAX_CAPTION_LENGTH}
      .value=${value}
      @change=${write}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.isComposing) {
          event.preventDefault();
          (event.currentTarget as HTMLInputElement).blur();
          // As Escape does: back to the block.
          dom.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
        }
      }}
    />`;
  }

  function resize(event: PointerEvent): void {
    const frame = dom.querySelector<HTMLElement>('.weft-image-frame');
    if (frame === null || event.button !== 0) return;
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    const isRtl = getComputedStyle(dom).direction === 'rtl';
    const move = ({ clientX }: PointerEvent): void => {
      const box = frame.getBoundingClientRect();
      const pixels = isRtl ? box.right - clientX : clientX - box.left;
      const whole = dom.getBoundingClientRect().width;
      dragged = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round((100 * pixels) / whole)));
      draw();
    };
    const end = (): void => {
      grip.removeEventListener('pointermove', move);
      const width = dragged;
      dragged = undefined;
      if (width !== undefined) set('width', width);
      draw();
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', end, { once: true });
  }

  function grip(width: number | undefined): TemplateResult {
    const now = dragged ?? width ?? drawnWidth();
    const keys = (event: KeyboardEvent): void => {
      const isRtl = getComputedStyle(dom).direction === 'rtl';
      const next = sliderStep(event.key, now, isRtl);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      set('width', next);
    };
    return html`<span
      class="weft-image-grip"
      role="slider"
      tabindex=${isSelected() ? '0' : '-1'}
      aria-label=${fileWords().width}
      aria-valuemin=${MIN_WIDTH}
      aria-valuemax=${MAX_WIDTH}
      aria-valuenow=${now}
      aria-valuetext=${fileWords().widthIs(percent(now / 100))}
      @pointerdown=${resize}
      @keydown=${keys}
    ></span>`;
  }

  /** What the picture takes now, in per cent of the text's width. */
  function drawnWidth(): number {
    const whole = dom.getBoundingClientRect().width;
    const frame = dom.querySelector('.weft-image-frame')?.getBoundingClientRect().width ?? whole;
    return whole === 0 ? MAX_WIDTH : Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round((100 * frame) / whole)));
  }

  function body(block: AttachmentBlock): TemplateResult {
    if (picture.phase === 'shown' && !isBroken) {
      return html`<img
        src=${picture.url}
        alt=${block.alt}
        draggable="false"
        decoding="async"
        @dblclick=${() => open(block)}
        @error=${() => {
          isBroken = true;
          draw();
        }}
      />`;
    }
    const { reference } = block;
    const words = stateToWords(isBroken ? { phase: 'unshowable' } : picture, reference?.bytes);
    return html`<div class="weft-image-box" role="img" aria-label=${block.alt || reference?.name || fileWords().picture}>
      ${iconView(picture.phase === 'fetching' && !picture.isAbsent && reference !== undefined ? Image : ImageOff, 20)}
      <span><b dir="auto">${reference?.name ?? ''}</b> ${words}</span>
      ${
        picture.phase === 'failed'
          ? html`<button type="button" class="weft-button" @click=${() => handle?.retry()}>${commonWords().tryAgain}</button>`
          : nothing
      }
    </div>`;
  }

  function draw(): void {
    fetch();
    const block = readAttachment(node());
    const isShown = picture.phase === 'shown' && !isBroken;
    const canEdit = view.editable;
    const own = [
      ...(isShown ? [{ label: fileWords().openFull, icon: Expand, run: () => open(block) }] : []),
      ...(canEdit ? [{ label: fileWords().describe, icon: Captions, run: describe }] : []),
    ];
    const hasCaption = block.caption !== '' || (canEdit && isDescribing);
    render(
      html`<div class="weft-image-frame" ?data-sized=${(dragged ?? block.width) !== undefined} ?data-shown=${isShown}>
          ${body(block)} ${bar(fileWords().picture, own, block.reference)} ${canEdit && isShown ? grip(block.width) : nothing}
        </div>
        ${sending(block.reference)}
        ${
          canEdit && isDescribing
            ? html`<div
                class="weft-image-alt"
                @focusout=${({ relatedTarget }: FocusEvent) => {
                  if (relatedTarget instanceof Node && dom.contains(relatedTarget)) return;
                  isDescribing = false;
                  draw();
                }}
              >
                ${field('alt', fileWords().description, block.alt)}
                ${field('caption', fileWords().caption, block.caption)}
              </div>`
            : nothing
        }
        ${hasCaption && !(canEdit && isDescribing) ? html`<figcaption dir="auto">${block.caption}</figcaption>` : nothing}`,
      dom,
    );
    // Styles go through the CSSOM: the page's policy allows no others.
    const frame = dom.querySelector<HTMLElement>('.weft-image-frame');
    const width = dragged ?? block.width;
    if (frame !== null) {
      frame.style.inlineSize = width === undefined ? '' : `${String(width)}%`;
      const { size } = block;
      const box = frame.querySelector<HTMLElement>('.weft-image-box');
      if (box !== null)
        box.style.aspectRatio = size === undefined ? '' : `${String(size.width)} / ${String(size.height)}`;
      if (box !== null) box.style.maxInlineSize = size === undefined ? '' : `max(16rem, ${String(size.width)}px)`;
    }
  }

  return draw;
}

/** What a slider's key asks for. */
export function sliderStep(key: string, now: number, isRtl: boolean): number | undefined {
  const more = key === 'ArrowUp' || key === (isRtl ? 'ArrowLeft' : 'ArrowRight');
  const less = key === 'ArrowDown' || key === (isRtl ? 'ArrowRight' : 'ArrowLeft');
  if (key === 'Home') return MIN_WIDTH;
  if (key === 'End') return MAX_WIDTH;
  if (!more && !less) return undefined;
  return toWidth(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, now + (more ? STEP : -STEP))));
}

function stateToWords(state: PictureState, bytes: number | undefined): string {
  if (bytes === undefined) return fileWords().pictureDamaged;
  switch (state.phase) {
    case 'fetching':
      return state.isAbsent
        ? fileWords().nobodyHas
        : fileWords().fetchingPart(partToWords(state.bytes, bytes), bytesToWords(bytes));
    case 'failed':
      return state.sentence;
    case 'unshowable':
      return fileWords().unshowable;
    case 'shown':
      return '';
  }
}
