import { readFileSync } from 'node:fs';

/** How the editor's text looks: what a layout costs depends on it. */
export const CONTENT_CSS: string = readFileSync(
  new URL('../../../packages/editor-ui/src/styles/content.css', import.meta.url),
  'utf8',
);
