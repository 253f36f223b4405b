/** How a browser tells of the battery; not all do. */
interface Battery extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}

const LOW = 0.2;

/** Follows the battery: whether it is too low to work for others. `changed` runs when that changes. */
export function followBattery(changed: () => void): { isLow(): boolean; stop(): void } {
  const controller = new AbortController();
  let isLow = false;
  const follow = async (): Promise<void> => {
    const battery = await (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.().catch(() => undefined);
    if (battery === undefined || controller.signal.aborted) return;
    const read = (): void => {
      const before = isLow;
      isLow = !battery.charging && battery.level < LOW;
      if (isLow !== before) changed();
    };
    for (const event of ['levelchange', 'chargingchange'])
      battery.addEventListener(event, read, { signal: controller.signal });
    read();
  };
  void follow();
  return { isLow: () => isLow, stop: () => controller.abort() };
}
