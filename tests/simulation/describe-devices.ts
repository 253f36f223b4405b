import type { SimDevice, SimTab } from './sim-types.ts';

/** How every tab stands, for whoever has to find out why a world does not come to rest. */
export function describeDevices(devices: readonly SimDevice[], now: number): string {
  return devices.flatMap((device) => device.tabs().map((tab) => describeTab(device, tab, now))).join('\n');
}

function describeTab({ name }: SimDevice, tab: SimTab, now: number): string {
  const { replica } = tab;
  const short = (session: string | undefined): string => session?.slice(0, 4) ?? '';
  const heads = [...replica.ledger.heads()].map(([session, { seq }]) => `${short(session)}:${seq}`);
  const gaps = replica.gaps().map(({ session, from, until }) => `${short(session)}:${from}–${until}`);
  const alarms = replica.alarms().map(({ code, session }) => `${code} ${short(session)}`);
  const damaged = replica.damaged().map(({ failure, session, seq }) => `${failure.code} ${short(session)}:${seq}`);
  return [
    `${name} ${tab.leads() ? 'leads' : 'follows'} as ${replica.role} ${short(replica.sessionHex)} unsaved ${tab.unsaved()}`,
    `  epoch ${replica.certificate.epoch}${replica.isRemoved() ? ', removed' : ''} aside ${replica.aside.entries().length}`,
    `  heads ${heads.sort().join(' ')} gaps ${gaps.join(' ')} damaged ${damaged.join(' ')} alarms ${alarms.join(', ')}`,
    `  ${describeSession(tab, now)}`,
  ].join('\n');
}

function describeSession(tab: SimTab, now: number): string {
  const state = tab.driver()?.state();
  if (state === undefined) return 'no session';
  const { phase, positions, base, head, heads, inFlight, waiting, blocked, failure, pausedUntil } = state;
  return [
    `${phase} cursor ${positions.cursor} base ${base} head ${head} unsent ${heads.unsentOwn}+${heads.unsentOthers}`,
    `in flight ${inFlight.size} waiting ${waiting.size} blocked ${blocked.size} failure ${failure?.code ?? 'none'}`,
    `paused ${Math.max(0, pausedUntil - now)}`,
  ].join(' ');
}
