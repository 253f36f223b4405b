import type { Result } from '@weft/crypto';

/** Where the relay is. */
export interface Target {
  /** `ws://` or `wss://`, without a slash at the end. */
  readonly socketUrl: string;
  readonly httpUrl: string;
  /** The authority that a proof names. */
  readonly host: string;
}

export interface TargetFailure {
  readonly code: 'address-invalid';
  readonly sentence: string;
}

/** Reads an address such as `wss://relay.example.org`, `https://…` or `localhost:4400`. */
export function parseTarget(text: string): Result<Target, TargetFailure> {
  const full = text.includes('://') ? text : `${/^(localhost|127\.|\[::1\])/.test(text) ? 'ws' : 'wss'}://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  const isSecure = url?.protocol === 'wss:' || url?.protocol === 'https:';
  const isPlain = url?.protocol === 'ws:' || url?.protocol === 'http:';
  if (url === undefined || (!isSecure && !isPlain) || url.username !== '' || url.hash !== '' || url.host === '') {
    const sentence = 'Name the relay by its address, such as wss://relay.example.org or localhost:4400.';
    return { ok: false, failure: { code: 'address-invalid', sentence } };
  }
  const path = url.pathname.replace(/\/$/, '');
  return {
    ok: true,
    value: {
      socketUrl: `${isSecure ? 'wss' : 'ws'}://${url.host}${path}`,
      httpUrl: `${isSecure ? 'https' : 'http'}://${url.host}${path}`,
      host: url.host,
    },
  };
}
