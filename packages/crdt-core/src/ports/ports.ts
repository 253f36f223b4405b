import type { Randomness, Sodium } from '@weft/crypto';
import type { Clock } from './clock.ts';
import type { Timers } from './timers.ts';

/** What a replica needs from outside. It has no other access to time, chance or the machine. */
export interface Ports {
  readonly sodium: Sodium;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly timers: Timers;
}
