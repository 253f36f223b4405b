/** The woven mark, in the text's own colours. */
import { html, type TemplateResult } from 'lit/html.js';

/** @param size CSS pixels of the square it fills */
export function markView(size: number): TemplateResult {
  return html`<svg class="app-mark" viewBox="10 10 44 44" width=${size} height=${size} aria-hidden="true" focusable="false">
    <g class="app-mark-warp">
      <rect x="17.5" y="10" width="11" height="22.5" rx="2" />
      <rect x="17.5" y="49.5" width="11" height="4.5" rx="2" />
      <rect x="35.5" y="10" width="11" height="4.5" rx="2" />
      <rect x="35.5" y="31.5" width="11" height="22.5" rx="2" />
    </g>
    <g class="app-mark-weft">
      <rect x="10" y="17.5" width="4.5" height="11" rx="2" />
      <rect x="31.5" y="17.5" width="22.5" height="11" rx="2" />
      <rect x="10" y="35.5" width="22.5" height="11" rx="2" />
      <rect x="49.5" y="35.5" width="4.5" height="11" rx="2" />
    </g>
  </svg>`;
}
