import type { ReplicaAlarm } from './types.ts';

/** More different alarms than a person can read. */
const MAX_ALARMS = 100;

/** What was raised, each (code, session) once. */
export interface Alarms {
  /** False if the same was raised before, or too many were. */
  add(alarm: ReplicaAlarm): boolean;
  all(): readonly ReplicaAlarm[];
}

/** No alarms yet. */
export function createAlarms(): Alarms {
  const raised = new Map<string, ReplicaAlarm>();
  return {
    add(alarm) {
      const name = `${alarm.code}/${alarm.session ?? ''}`;
      if (raised.has(name) || raised.size >= MAX_ALARMS) return false;
      raised.set(name, alarm);
      return true;
    },
    all: () => [...raised.values()],
  };
}
