import type { SimDevice } from './sim-types.ts';

/** Who is told to open the document again does. False if nobody was. */
export async function reopenWhere(devices: readonly SimDevice[], told: 'late-held' | 'spoken-over'): Promise<boolean> {
  let isAny = false;
  for (const device of devices) {
    if (!device.tabs().some(({ replica }) => replica.alarms().some(({ code }) => code === told))) continue;
    isAny = true;
    while (device.tabs().length > 0) await device.closeTab(0);
    await device.openTab();
  }
  return isAny;
}
