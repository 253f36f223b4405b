import type { timeWords } from '../times.ts';
import type { Translation } from '../words.ts';

export const times: Translation<typeof timeWords> = {
  justNow: 'gerade eben',
  someTimeAgo: 'vor einiger Zeit',
  noTime: 'Das andere Gerät nannte keine Zeit, die stimmen kann.',
  clockAhead: 'Uhr geht vor',
  yetToCome: (time) => `Die Uhr des anderen Geräts zeigte ${time}. Das liegt noch in der Zukunft.`,
  byTheirClock: (time) => `${time}, nach der Uhr des anderen Geräts`,
};
