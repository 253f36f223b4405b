import { ago } from './format.ts';
import { defineWords, type Words } from './words.ts';

const english = {
  justNow: 'just now',
  someTimeAgo: 'some time ago',
  noTime: 'Their device gave no time that makes sense.',
  clockAhead: 'clock ahead',
  yetToCome: (time: string): string => `Their device’s clock said ${time}, which is yet to come.`,
  byTheirClock: (time: string): string => `${time}, by their device’s clock`,
};

export const timeWords: Words<typeof english> = /* @__PURE__ */ defineWords('times', english);

/** How long ago `then` was, both in Unix ms; what is yet to come is now. */
export function agoToWords(then: number, now: number, style: 'long' | 'short' = 'long'): string {
  return now - then < 60_000 ? timeWords().justNow : ago(then, now, style);
}
