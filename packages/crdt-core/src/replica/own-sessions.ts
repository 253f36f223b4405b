import type { SessionHex } from '../ledger/types.ts';
import type { DeviceHex } from './closings.ts';
import type { ReplicaContext } from './context.ts';

/**
 * Whether a session is one of this device's: the replica's own, or another one that the device vouches for.
 *
 * @param device - this one, where it has a key
 */
export function createIsOwn(
  { own, roster }: Pick<ReplicaContext, 'own' | 'roster'>,
  device: DeviceHex | undefined,
): (session: SessionHex) => boolean {
  return (session) => session === own || (device !== undefined && roster.deviceOf(session) === device);
}
