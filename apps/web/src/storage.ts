/** How much room Weft takes on this device, and whether the browser may clear it. */

/** What the browser says; undefined where it says nothing. */
export interface StorageUse {
  /** Bytes. */
  readonly used: number;
  /** Bytes. */
  readonly quota: number;
  /** True: kept until the person removes it. */
  readonly kept: boolean;
}

/** Asks the browser. */
export async function readStorageUse(): Promise<StorageUse | undefined> {
  const storage = navigator.storage as StorageManager | undefined;
  if (storage?.estimate === undefined) return undefined;
  try {
    const { usage, quota } = await storage.estimate();
    const kept = storage.persisted === undefined ? false : await storage.persisted();
    return usage === undefined || quota === undefined ? undefined : { used: usage, quota, kept };
  } catch {
    return undefined;
  }
}

/** Asks the browser to keep what is stored. Some ask the person, some decide by themselves. */
export async function keepStorage(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

/** Room is called short when less than this share of the quota is left. */
const SHORT = 0.05;

/** Whether the person should hear of it before writing fails. */
export function isRoomShort(use: StorageUse): boolean {
  return use.quota > 0 && (use.quota - use.used) / use.quota < SHORT;
}
