/** Barriers on a page, as axe finds them (https://github.com/dequelabs/axe-core). */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Those that keep people out; the rest are advice. */
const BARRIERS: ReadonlySet<string> = new Set(['serious', 'critical']);

/**
 * What is serious or critical on the page as it stands: every rule as it is painted now, and the contrast of its colours in the other
 * scheme too.
 * @param within - a selector; the whole page without one
 */
export async function findBarriers(page: Page, within?: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(
      async ([place, isDark]) => {
        // Colours on their way from one scheme to the other are nobody's: each transition is at its end first.
        for (;;) {
          const passing = document
            .getAnimations()
            .filter(
              (animation) =>
                Number.isFinite(animation.effect?.getComputedTiming().endTime) && animation.playState === 'running',
            );
          if (passing.length === 0) break;
          await Promise.allSettled(passing.map((animation) => animation.finished));
        }
        const rules = isDark ? { runOnly: { type: 'rule' as const, values: ['color-contrast'] } } : {};
        const { violations: all } = await window.axe.run(place ?? document, {
          ...rules,
          resultTypes: ['violations'],
          // Only the rule about locked orientation reads the sheets themselves, and nothing here locks one.
          preload: false,
        });
        return all.map(({ id, impact, nodes }) => ({
          id,
          impact: impact ?? '',
          nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
        }));
      },
      [within, colorScheme === 'dark'] as const,
    );
    for (const { id, impact, nodes } of violations) {
      if (BARRIERS.has(impact)) found.push(...nodes.map((node) => `${colorScheme}, ${impact}, ${id}: ${node}`));
    }
  }
  return found;
}
