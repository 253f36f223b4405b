import { createHmac } from 'node:crypto';
import type { IceFrame, IceServer } from '@weft/crdt-core/wire';
import { type Randomness, toHex } from '@weft/crypto/verify';

/** Servers that help browsers to direct connections; the relay names them and is none itself. */
export interface IceOptions {
  readonly stunUrls: readonly string[];
  /** coturn's `use-auth-secret`: whoever is given a name and password can use the server for `ttlS` seconds. */
  readonly turn?: { readonly urls: readonly string[]; readonly secret: string; readonly ttlS: number } | undefined;
}

/** Names the servers for one connection, with credentials of its own. */
export interface Ice {
  frame(): IceFrame;
  /** How often a connection is to be told anew, in ms: half of what its credentials last. 0: once. */
  readonly everyMs: number;
}

export interface IcePorts {
  readonly random: Randomness;
  /** Unix ms. */
  readonly clock: { now(): number };
}

/**
 * TURN credentials by the time-limited REST scheme that coturn speaks (draft-uberti-behave-turn-rest-00): the name is when it ends,
 * in Unix seconds, and something random; the password is its HMAC-SHA1 under the secret that relay and TURN server share.
 */
export function createIce({ stunUrls, turn }: IceOptions, { random, clock }: IcePorts): Ice | undefined {
  const stun: readonly IceServer[] = stunUrls.length > 0 ? [{ urls: stunUrls }] : [];
  if (turn === undefined || turn.urls.length === 0) {
    return stun.length > 0 ? { frame: () => ({ type: 'ice', ttl: 0, servers: stun }), everyMs: 0 } : undefined;
  }
  const { urls, secret, ttlS } = turn;
  return {
    everyMs: ttlS * 500,
    frame() {
      const username = `${Math.floor(clock.now() / 1000) + ttlS}:${toHex(random(8))}`;
      const credential = createHmac('sha1', secret).update(username).digest('base64');
      return { type: 'ice', ttl: ttlS, servers: [...stun, { urls, username, credential }] };
    },
  };
}
