/** Which relay a document talks to. */

/**
 * The relay a link names, or else the one that served the app.
 * @param relays hints of the capability, `ws://` or `wss://`
 */
export function toRelayAddress(relays: readonly string[], page: Pick<Location, 'protocol' | 'host'>): string {
  return relays[0] ?? `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}`;
}
