/** Banners: standing sentences above the text, for what stays true until something is done about it. */
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { Eye, Info, MessageSquare, TriangleAlert, X } from 'lucide';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { commonWords } from '../words/common.ts';

/** A button of a banner. */
export interface BannerAction {
  readonly label: string;
  run(): void;
}

/** A standing sentence. */
export interface Banner {
  readonly topic: string;
  readonly kind: 'reading' | 'commenting' | 'info' | 'trouble';
  readonly words: string;
  /** What can be done about it, the likeliest first. */
  readonly actions?: readonly BannerAction[];
  /** Given: the banner can be put away. */
  readonly onDismiss?: () => void;
}

/** The banners of a page. */
export interface Banners extends Part {
  set(banner: Banner): void;
  clear(topic: string): void;
}

const icons = { reading: Eye, commenting: MessageSquare, info: Info, trouble: TriangleAlert } as const;

/** Creates an empty place for banners. */
export function createBanners(): Banners {
  const element = document.createElement('div');
  element.className = 'weft-banners';
  const cleanup = createCleanup();
  let banners: readonly Banner[] = [];
  const paint = (): void => {
    const view = repeat(
      banners,
      (banner) => banner.topic,
      (
        banner,
      ) => html`<div class="weft-banner" data-kind=${banner.kind} role=${banner.kind === 'trouble' ? 'alert' : 'note'}>
        ${iconView(icons[banner.kind], 16)}
        <p>${banner.words}</p>
        ${
          banner.actions === undefined
            ? nothing
            : html`<div class="weft-banner-actions">
                ${banner.actions.map(
                  ({ label, run }) =>
                    html`<button type="button" class="weft-button" @click=${() => run()}>${label}</button>`,
                )}
              </div>`
        }
        ${
          banner.onDismiss === undefined
            ? nothing
            : html`<button type="button" class="weft-icon-button" aria-label=${commonWords().dismiss} @click=${() => {
                clear(banner.topic);
                banner.onDismiss?.();
              }}>${iconView(X, 16)}</button>`
        }
      </div>`,
    );
    render(view, element);
  };
  const clear = (topic: string): void => {
    if (!banners.some((banner) => banner.topic === topic)) return;
    banners = banners.filter((banner) => banner.topic !== topic);
    paint();
  };
  const set = (banner: Banner): void => {
    const at = banners.findIndex((other) => other.topic === banner.topic);
    // Said again in the same words, an alert would be read out again.
    if (banners[at]?.words === banner.words) return;
    banners = at < 0 ? [...banners, banner] : banners.with(at, banner);
    paint();
  };
  cleanup.add(() => element.remove());
  return { element, set, clear, destroy: () => cleanup.run() };
}
