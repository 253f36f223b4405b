import { testOnPage } from '../harness/policed-page.ts';
import type { ShellPage } from './shell-page.ts';

export { expect } from '@playwright/test';

declare global {
  var shellPage: ShellPage;
}

/** `page` has the shell's bundle and its stylesheets. */
export const test: ReturnType<typeof testOnPage> = testOnPage({
  script: new URL('./shell-page.ts', import.meta.url),
  sheets: ['tokens', 'ui', 'panel', 'history', 'content', 'suggestions', 'writing'],
  css: 'body { margin: 0; }',
  body: '<div id="place"></div>',
});
