import type { Failure, Result } from '@weft/crypto';

/** A relay's address, taken apart. */
export interface RelayAddress {
  /** `ws://` or `wss://`, authority and path, without a slash at the end. */
  readonly base: string;
  /** The authority as it is dialled, which the proof names: the port is left out where it is the scheme's own. */
  readonly host: string;
}

const BAD_ADDRESS: Failure<'relay-address'> = {
  code: 'relay-address',
  sentence:
    'This is not the address of a relay. It starts with wss:// (or ws:// on your own network), such as wss://relay.example.org.',
};

/**
 * Reads a relay's address.
 *
 * @param text - `ws(s)://authority[/path]`; spaces around it are passed over
 * @returns `relay-address` where it is something else, or carries a name, a password, a query or a fragment: nothing secret
 * may be in an address, since it is written to logs along the way
 */
export function parseRelayAddress(text: string): Result<RelayAddress, Failure<'relay-address'>> {
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.host === '') {
    return { ok: false, failure: BAD_ADDRESS };
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return { ok: false, failure: BAD_ADDRESS };
  }
  return {
    ok: true,
    value: { base: `${url.protocol}//${url.host}${withoutSlashes(url.pathname)}`, host: url.host },
  };
}

/** A loop: the expression for this takes the square of the slashes' number where something follows them. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}
