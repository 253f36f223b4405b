import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const styleOf = (name: string): string =>
  readFileSync(new URL(`../../../packages/editor-ui/src/styles/${name}.css`, import.meta.url), 'utf8');

/** How the editor's text looks: what a layout costs depends on it. */
export const CONTENT_CSS: string = styleOf('tokens') + styleOf('content');

/** ProseMirror alone, with its own stylesheet, in the same letters and lines as wide. Beside `CONTENT_CSS`. */
export const PEER_CSS: string = `${readFileSync(fileURLToPath(import.meta.resolve('prosemirror-view/style/prosemirror.css')), 'utf8')}
.ProseMirror:not(.weft-content) {
  box-sizing: border-box;
  max-inline-size: var(--weft-measure);
  margin-inline: auto;
  padding: var(--weft-space-4) var(--weft-gutter) 35vh;
  color: var(--weft-ink);
  font-family: var(--weft-font-text);
  font-size: var(--weft-size-text);
  line-height: var(--weft-leading-text);
}
.ProseMirror:not(.weft-content) p {
  margin-block: 0.7em;
}`;
