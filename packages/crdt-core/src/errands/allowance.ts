import type { SessionHex } from '../ledger/types.ts';

/** Errands of one session that are opened at once, and a second from then on; and of all sessions together. */
const BURST = 60;
const PER_SECOND = 30;
const BURST_OF_ALL = 240;
const PER_SECOND_OF_ALL = 120;
/** Sessions whose allowance is remembered. */
const MAX_SESSIONS = 256;

interface Purse {
  tokens: number;
  at: number;
}

/** How much of what others send is opened (ERR-3). */
export interface Allowance {
  /** @param now - ms; a clock that steps back gives nothing and takes nothing */
  take(session: SessionHex, now: number): boolean;
}

export function createAllowance(): Allowance {
  const purses = new Map<SessionHex, Purse>();
  const all: Purse = { tokens: BURST_OF_ALL, at: Number.NEGATIVE_INFINITY };

  function fill(purse: Purse, perSecond: number, burst: number, now: number): void {
    if (Number.isFinite(purse.at))
      purse.tokens = Math.min(burst, purse.tokens + (Math.max(0, now - purse.at) * perSecond) / 1000);
    purse.at = now;
  }

  return {
    take(session, now) {
      const purse = purses.get(session) ?? { tokens: BURST, at: now };
      purses.delete(session); // to the end: whoever is longest unheard of is forgotten first
      purses.set(session, purse);
      if (purses.size > MAX_SESSIONS) purses.delete(purses.keys().next().value ?? '');
      fill(purse, PER_SECOND, BURST, now);
      fill(all, PER_SECOND_OF_ALL, BURST_OF_ALL, now);
      if (purse.tokens < 1 || all.tokens < 1) return false;
      purse.tokens--;
      all.tokens--;
      return true;
    },
  };
}
