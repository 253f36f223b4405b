import type { SearchHit } from '@weft/local-ai';
import { html, type TemplateResult } from 'lit/html.js';

/** Words with what was found in them marked. */
export function snippetView({ text, hits }: SearchHit['snippet']): TemplateResult {
  const parts: (string | TemplateResult)[] = [];
  let at = 0;
  for (const { start, end } of hits) {
    parts.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return html`${parts}${text.slice(at)}`;
}
