/** ERR-5: what other devices offer to do, and asks one of them. */
import type { EngineRun } from '../ports/engine.ts';
import type { Companion, PeerChannel, PeerPorts } from '../ports/channel.ts';
import { createStream } from '../runs/stream.ts';
import { type AskerEffect, askerDue, createAsker, stepAsker } from './asker-step.ts';
import {
  bytesToId,
  decodeErrand,
  type DeviceKind,
  encodeErrand,
  type ErrandMessage,
  type ErrandTask,
  MOST_HELPED,
  PIECE_BYTES,
  type StopReason,
} from './messages.ts';
import { runStep } from './run-step.ts';
import { createTold, type Told } from './told.ts';
import { type Bit, bytesToBit, questionToBytes, type Work } from './work.ts';

/** An offer counts so long unless it is made again (ms). */
const OFFER_MS = 150_000;
/** An asker stays to confirm what its helper says last (ms). */
const LINGER_MS = 10_000;

/** A device that helps this one. */
export interface Offer {
  readonly from: Companion;
  readonly kind: DeviceKind;
  readonly tasks: readonly ErrandTask[];
}

/** Why another device gave no answer. `too-long`: there is more to read than one device asks of another. */
export type NoHelp = StopReason | 'too-long';

/** How an errand ended. */
export type ErrandEnd = { readonly ok: true } | { readonly ok: false; readonly why: NoHelp };

/** How far a helper is. */
export type HelperPhase = 'taking' | 'waiting' | 'working';

/** An errand under way. */
export interface ErrandRun {
  readonly parts: EngineRun<Exclude<Bit, { readonly type: 'done' }>, never>['parts'];
  readonly end: Promise<ErrandEnd>;
  readonly phase: Told<HelperPhase>;
  cancel(): void;
}

/** The other devices, as an asker sees them. */
export interface Helpers {
  /** One of a device, by name. */
  readonly offers: Told<readonly Offer[]>;
  /**
   * Asks one of those that offer it.
   *
   * @param within - ms in which an answer is of use
   */
  ask(offer: Offer, work: Work, within: number): ErrandRun;
  destroy(): void;
}

/** @param kind - what this device is */
export function createHelpers(channel: PeerChannel, ports: PeerPorts, kind: DeviceKind): Helpers {
  const known = new Map<string, { readonly offer: Offer; readonly at: number }>();
  const offers = createTold<readonly Offer[]>([]);
  /** Errands under way, by helper and id. */
  const open = new Map<string, (event: { readonly type: 'gone' | 'cancel' } | Heard) => void>();
  let stopTimer: (() => void) | undefined;
  interface Heard {
    readonly type: 'message';
    readonly message: ErrandMessage;
  }

  function tell(): void {
    const now = ports.now();
    const here = new Set(channel.company.get().map(({ session }) => session));
    for (const [session, { at }] of known) if (!here.has(session) || now - at >= OFFER_MS) known.delete(session);
    // The newest of a device: its tabs are one helper.
    const byDevice = new Map([...known.values()].map(({ offer }) => [offer.from.device, offer]));
    const next = [...byDevice.values()].toSorted(
      (a, b) => a.from.name.localeCompare(b.from.name) || (a.from.device < b.from.device ? -1 : 1),
    );
    stopTimer?.();
    const soonest = Math.min(...[...known.values()].map(({ at }) => at + OFFER_MS));
    stopTimer = Number.isFinite(soonest) ? ports.later(Math.max(0, soonest - now), tell) : undefined;
    if (JSON.stringify(next) !== JSON.stringify(offers.get())) offers.set(next);
  }

  const stops = [
    channel.listen((from, bytes) => {
      const message = decodeErrand(bytes);
      if (message === undefined) return;
      if (message.type === 'who') return;
      if (message.type !== 'offer') return open.get(`${from.session} ${message.id}`)?.({ type: 'message', message });
      const { tasks } = message;
      known.delete(from.session); // to the end: the newest
      if (tasks.length > 0) known.set(from.session, { offer: { from, tasks, kind: message.kind }, at: ports.now() });
      tell();
    }),
    channel.company.subscribe((company) => {
      const here = new Set(company.map(({ session }) => session));
      for (const [name, push] of open) if (!here.has(name.slice(0, name.indexOf(' ')))) push({ type: 'gone' });
      tell();
    }),
  ];

  // Those who were here before made their offers when nobody listened.
  for (const { session } of channel.company.get().slice(0, MOST_HELPED))
    channel.send(session, encodeErrand({ type: 'who' }));

  return {
    offers,
    ask({ from }, work, within) {
      const { stream, push, close } = createStream<Exclude<Bit, { readonly type: 'done' }>>();
      const { promise, resolve } = Promise.withResolvers<ErrandEnd>();
      const phase = createTold<HelperPhase>('taking');
      const bytes = questionToBytes({ work, kind });
      if (bytes === undefined) {
        close();
        return { parts: stream, end: Promise.resolve({ ok: false, why: 'too-long' }), phase, cancel() {} };
      }
      const id = bytesToId(ports.random(16));
      const name = `${from.session} ${id}`;
      const now = ports.now();
      /** Nothing that follows belongs to the answer. */
      let isWhole = false;
      const stepping = runStep({
        ports,
        initial: createAsker(id, toPieces(bytes), now, now + within),
        step: stepAsker,
        due: askerDue,
        tick: { type: 'tick' },
        perform,
        changed: (state) => {
          if (state.phase !== 'over' && state.phase !== phase.get()) phase.set(state.phase);
        },
      });

      function perform(effect: AskerEffect): void {
        switch (effect.type) {
          case 'send':
            if (!channel.send(from.session, encodeErrand(effect.message))) stepping.push({ type: 'gone' });
            return;
          case 'record': {
            const bit = isWhole ? undefined : bytesToBit(effect.bytes, work);
            isWhole ||= bit === undefined || bit.type === 'done';
            if (bit === undefined) return stepping.push({ type: 'broken' });
            if (bit.type === 'done') return stepping.push({ type: 'done' });
            return push(bit);
          }
          case 'end': {
            const { why } = effect;
            close();
            resolve(why === 'done' ? { ok: true } : { ok: false, why });
            ports.later(LINGER_MS, () => {
              open.delete(name);
              stepping.stop();
            });
          }
        }
      }
      open.set(name, (event) => stepping.push(event));
      stepping.push({ type: 'begin' });
      return { parts: stream, end: promise, phase, cancel: () => stepping.push({ type: 'cancel' }) };
    },
    destroy() {
      for (const push of open.values()) push({ type: 'cancel' });
      for (const stop of stops) stop();
      stopTimer?.();
    },
  };
}

function toPieces(bytes: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
  return Array.from({ length: count }, (_, at) => bytes.slice(at * PIECE_BYTES, (at + 1) * PIECE_BYTES));
}
