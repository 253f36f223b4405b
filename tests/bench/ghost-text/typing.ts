/** Typing in a page, and when what was typed is on screen, seen from inside the page. */
import type { Page } from '@playwright/test';

/** Milliseconds between two keys, at least and at most: a quick typist, and no clock. */
const PAUSES = [90, 150] as const;
/** Milliseconds from frame to frame. */
const FRAME = 1000 / 60;
/** Parts of a frame in which a key may come. */
const PARTS = 8;

/** What the page saw while somebody typed; times in ms. */
export interface Seen {
  readonly letters: Letter[];
  readonly ghosts: number[];
  /** Those of `ghosts` that nothing was shown of before. */
  readonly fresh: number[];
}

/** From a key to its letter on screen, and to the frame that showed it. */
export interface Letter {
  readonly elapsed: number;
  readonly untilFrame: number;
}

/** Watches from inside: the time of each key, of the frame that shows its letter, and of the frame that shows a suggestion. */
export function watch(): void {
  const seen: Seen = { letters: [], ghosts: [], fresh: [] };
  Object.assign(globalThis, { seen });
  const isGhost = (node: Node | null): boolean => node instanceof Element && node.matches('.weft-ghost');
  let key = 0;
  let isWaiting = false;
  addEventListener(
    'keydown',
    (event) => {
      key = event.timeStamp;
      isWaiting = true;
    },
    true,
  );
  const onFrame = (act: (letter: Letter) => void): void => {
    const of = key;
    requestAnimationFrame((frame) =>
      setTimeout(() => act({ elapsed: performance.now() - of, untilFrame: frame - of })),
    );
  };
  addEventListener('input', () => onFrame((letter) => seen.letters.push(letter)), true);
  new MutationObserver((changes) => {
    const isFresh = changes.some(({ addedNodes }) => [...addedNodes].some(isGhost));
    // What is left of a suggestion whose letters are typed is on screen with the letter.
    const isRest = changes.some(({ type, target }) => type === 'characterData' && isGhost(target.parentElement));
    if ((!isFresh && !isRest) || !isWaiting) return;
    isWaiting = false;
    onFrame(({ elapsed }) => {
      seen.ghosts.push(elapsed);
      if (isFresh) seen.fresh.push(elapsed);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Types a text, letter by letter, as unevenly each time. */
export async function typed(page: Page, text: string): Promise<Seen> {
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'seen'), { letters: [], ghosts: [], fresh: [] }));
  let state = 1;
  for (const letter of `${text} `) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const delay = PAUSES[0] + ((PAUSES[1] - PAUSES[0]) * state) / 2 ** 32;
    await page.keyboard.type(letter, { delay });
  }
  return await page.evaluate(() => Reflect.get(globalThis, 'seen') as Seen);
}

/**
 * The median of what letters took, as if keys had come evenly in all parts of a frame. Most of the time is spent waiting for the
 * frame: of a few hundred keys more may come right behind one by chance, and that is a millisecond.
 */
export function medianOverFrame(letters: readonly Letter[]): number {
  const toPart = ({ untilFrame }: Letter): number =>
    Math.floor((PARTS * (((untilFrame % FRAME) + FRAME) % FRAME)) / FRAME) % PARTS;
  const counts = new Array<number>(PARTS).fill(0);
  for (const letter of letters) counts[toPart(letter)] = (counts[toPart(letter)] ?? 0) + 1;
  if (counts.includes(0)) throw new RangeError('too few letters');
  let weight = 0;
  for (const letter of letters.toSorted((a, b) => a.elapsed - b.elapsed)) {
    weight += 1 / (PARTS * (counts[toPart(letter)] ?? 1));
    if (weight >= 0.5) return letter.elapsed;
  }
  throw new RangeError('no letters');
}
