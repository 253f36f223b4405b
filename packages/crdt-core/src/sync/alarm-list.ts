import type { Failure } from '@weft/crypto';
import type { Alarm } from '../document-status.ts';
import type { Clock } from '../ports/index.ts';

/** What a person should be told of, each kind of thing once. */
export interface AlarmList {
  /** The same array until something is added. */
  all(): readonly Alarm[];
  /** True if it was not there. */
  add(alarm: Failure<string>): boolean;
  /** It is so no longer. True if it was there. */
  clear(code: string): boolean;
}

/** A hostile relay or insider can raise alarms at will; the list stays one a person can read. */
const MAX_ALARMS = 32;

/** An empty list. */
export function createAlarmList(clock: Clock): AlarmList {
  let alarms: readonly Alarm[] = [];
  return {
    all: () => alarms,
    add(alarm) {
      if (alarms.length >= MAX_ALARMS || alarms.some(({ code }) => code === alarm.code)) return false;
      alarms = [...alarms, { code: alarm.code, sentence: alarm.sentence, at: clock.now() }];
      return true;
    },
    clear(code) {
      const rest = alarms.filter((alarm) => alarm.code !== code);
      if (rest.length === alarms.length) return false;
      alarms = rest;
      return true;
    },
  };
}
