export type { Clock } from './clock.ts';
export type { Ports } from './ports.ts';
export type { LedgerStorage, OpenLedgerStorage } from './storage.ts';
export type { Cancel, Timers } from './timers.ts';
