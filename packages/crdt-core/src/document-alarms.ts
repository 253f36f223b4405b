import type { Capability, Failure, HeadPin } from '@weft/crypto';
import { MOST_HEAD_PINS, toHex } from '@weft/crypto';
import type { Alarm } from './document-status.ts';
import { toDamage } from './errors.ts';
import { ledgerToPins } from './ledger/head-pins.ts';
import type { Ports } from './ports/index.ts';
import type { Replica } from './replica/types.ts';
import { createAlarmList } from './sync/alarm-list.ts';
import { createPinWatch } from './sync/pin-watch.ts';

/** What a person should be told of a document: by its replica, by the links whichever tab holds them, and by what the link pins. */
export interface DocumentAlarms {
  /** The same array until something changes. */
  all(): readonly Alarm[];
  /** From the links that this tab holds. */
  raise(failure: Failure<string>): void;
  /** What sibling tabs cannot see for themselves. */
  shared(): readonly Failure<string>[];
  /** What the tab with the links says of them. */
  take(shared: readonly Failure<string>[]): void;
  /** KEY-7. `isCaughtUp`: the relay, or a peer, has handed over everything it has. */
  consider(isCaughtUp: boolean): void;
  /** KEY-7: a capability as it is handed on: with what it pinned and has not come, then the newest that `isSent`. */
  pin(capability: Capability, isSent: (session: string, seq: number) => boolean): Capability;
  stop(): void;
}

export interface DocumentAlarmsOptions {
  readonly ports: Ports;
  /** Loaded. */
  readonly replica: Replica;
  /** Of the link by which it was opened. */
  readonly pins: readonly HeadPin[];
  changed(): void;
}

/** Listens to a replica from now on; what it raised before counts too. */
export function createDocumentAlarms({ ports, replica, pins, changed }: DocumentAlarmsOptions): DocumentAlarms {
  const { sodium } = ports;
  const alarms = createAlarmList(ports.clock);
  const shared = new Map<string, Failure<string>>();

  function raise(failure: Failure<string>): void {
    if (alarms.add(failure)) changed();
  }

  function raiseShared({ code, sentence }: Failure<string>): void {
    shared.set(code, { code, sentence });
    raise({ code, sentence });
  }

  const watch = createPinWatch({
    sodium,
    ledger: replica.ledger,
    timers: ports.timers,
    pins,
    raise,
    clear: (code) => {
      if (alarms.clear(code)) changed();
    },
  });
  const stops = [
    replica.on('appended', () => watch.touch()),
    replica.on('alarm', (raised) => {
      watch.touch(); // of two histories, the second
      // What another session did came over a link: siblings are given what is left of it, and no reason to wonder.
      const isOther = raised.session !== undefined && raised.session !== replica.sessionHex;
      (isOther ? raiseShared : raise)(raised);
    }),
    replica.on('damaged', ({ failure }) => raise(toDamage(failure))),
  ];
  for (const raised of replica.alarms()) raise(raised);
  for (const { failure } of replica.damaged()) raise(toDamage(failure));

  return {
    all: () => alarms.all(),
    raise: raiseShared,
    shared: () => [...shared.values()],
    take(others) {
      for (const one of others) raise(one);
    },
    consider: (isCaughtUp) => watch.consider(isCaughtUp && !replica.isRemoved()),
    pin(capability, isSent) {
      const handed = new Map<string, HeadPin>();
      for (const pin of [...watch.open(), ...ledgerToPins(sodium, replica.ledger, isSent)]) {
        if (handed.size < MOST_HEAD_PINS) handed.set(toHex(pin.hash), pin);
      }
      return { ...capability, pins: [...handed.values()] };
    },
    stop() {
      watch.stop();
      for (const stop of stops) stop();
    },
  };
}
