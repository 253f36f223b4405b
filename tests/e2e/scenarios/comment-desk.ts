import { expect, type Locator } from '@playwright/test';
import type { Desk } from './desk.ts';

export const mod: 'Meta' | 'Control' = process.platform === 'darwin' ? 'Meta' : 'Control';

/** Selects these words, which stand in one piece of the text, as a person would by a mouse. */
export async function selectWords(desk: Desk, words: string): Promise<void> {
  await expect(desk.text).toContainText(words);
  await desk.text.evaluate(async (text, wanted) => {
    const frame = async (): Promise<unknown> => await new Promise((resolve) => requestAnimationFrame(resolve));
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.textContent ?? '').indexOf(wanted);
      if (at < 0) continue;
      (text as HTMLElement).focus();
      // Where the focus has just come back, ProseMirror shows what was selected before, 20 ms later: nobody is as fast.
      for (let held = 0; held < 3; held++) {
        const selection = document.getSelection();
        if (selection?.toString() !== wanted || selection.anchorNode !== node) {
          selection?.setBaseAndExtent(node, at, node, at + wanted.length);
          held = 0;
        }
        await frame();
      }
      return;
    }
    throw new Error(`“${wanted}” is not in one piece in the text`);
  }, words);
}

/** The comments beside the text of a tab. */
export function toComments({ page }: Desk): Locator {
  return page.getByRole('complementary', { name: 'Comments' });
}

/** Comments on these words. */
export async function comment(desk: Desk, words: string, text: string): Promise<void> {
  await selectWords(desk, words);
  await desk.page.keyboard.press(`${mod}+Alt+m`);
  const field = toComments(desk).getByRole('textbox', { name: 'Comment' });
  await expect(field).toBeFocused();
  await field.fill(text);
  await desk.page.keyboard.press(`${mod}+Enter`);
  await expect(field).toHaveCount(0);
}
