/** Counts open connections per address (RLY-6). Addresses are kept only while a connection is open, and told to nobody. */
export interface AddressCounter {
  /** Counts one more; false, and not counted, if the address has as many as it may. */
  enter(address: string): boolean;
  leave(address: string): void;
}

/**
 * @param most connections per address
 */
export function createAddressCounter(most: number): AddressCounter {
  const open = new Map<string, number>();
  return {
    enter(address) {
      const key = addressToKey(address);
      const count = open.get(key) ?? 0;
      if (count >= most) return false;
      open.set(key, count + 1);
      return true;
    },
    leave(address) {
      const key = addressToKey(address);
      const count = open.get(key) ?? 0;
      if (count <= 1) open.delete(key);
      else open.set(key, count - 1);
    },
  };
}

/** One household has a whole /64 of IPv6, so that is what counts as an address. */
export function addressToKey(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const right = tail === '' ? [] : tail.split(':');
    while (left.length + right.length < 8) left.push('0');
    left.push(...right);
  }
  return left
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/**
 * The address of a client.
 * @param trustProxy whether what the nearest proxy wrote is to be believed
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustProxy: boolean,
): string {
  const written = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
  const nearest = trustProxy ? written?.split(',').at(-1)?.trim() : undefined;
  return nearest === undefined || nearest === '' ? (remoteAddress ?? 'unknown') : nearest;
}
