/** ERR-6: does errands for other devices, as far as this device's person lets them. */
import type { Companion, PeerChannel, PeerPorts } from '../ports/channel.ts';
import { type ErrandPhase, type HelperEffect, NO_ERRANDS, type Trust } from './helper-state.ts';
import { helperDue, stepHelper } from './helper-step.ts';
import { decodeErrand, type DeviceKind, encodeErrand, type ErrandTask, MOST_HELPED } from './messages.ts';
import { runStep } from './run-step.ts';
import { createTold, type Told } from './told.ts';
import { type Bit, bitToBytes, bytesToQuestion, type Question, type Work } from './work.ts';

/** Said again so often: a device that came meanwhile, or did not hear it. */
export const OFFER_EVERY_MS = 25_000;

/** What this device is doing, or is asked to do, for another. */
export interface Help {
  readonly key: string;
  readonly from: Companion;
  /** What it is, as it says itself. */
  readonly kind: DeviceKind;
  readonly task: ErrandTask;
  readonly phase: Extract<ErrandPhase, 'asking' | 'queued' | 'working'>;
}

export interface HelperOptions {
  readonly channel: PeerChannel;
  readonly ports: PeerPorts;
  /** What this device is. */
  readonly kind: DeviceKind;
  /** What it can do now; nothing: it helps nobody. */
  tasks(): readonly ErrandTask[];
  /** Whom it helps. */
  trust(from: Companion): Trust;
  /** Does the work; answers whether it was done. Must end soon once `signal` is aborted; what it throws means that it was not. */
  perform(work: Work, push: (bit: Bit) => void, signal: AbortSignal): Promise<boolean>;
  /** Something was done for another device. */
  helped?(help: Omit<Help, 'key' | 'phase'>): void;
}

/** The helping end of a device in one document. */
export interface Helper {
  /** In the order in which they came. */
  readonly help: Told<readonly Help[]>;
  allow(key: string): void;
  decline(key: string): void;
  /** The person wants it to stop, now. */
  stop(key: string): void;
  /** What it can do, or whom it helps, is not what it was. */
  refresh(): void;
  destroy(): void;
}

export function createHelper(options: HelperOptions): Helper {
  const { channel, ports, kind } = options;
  const questions = new Map<string, Question>();
  const running = new Map<string, AbortController>();
  /** What each session was offered last. */
  const offered = new Map<string, string>();
  const help = createTold<readonly Help[]>([]);
  let here = new Set<string>();
  let stopTimer: (() => void) | undefined;

  const stepping = runStep({
    ports,
    initial: NO_ERRANDS,
    step: stepHelper,
    due: helperDue,
    tick: { type: 'tick' },
    perform,
    changed({ errands }) {
      for (const key of questions.keys()) if (!errands.some((one) => one.key === key)) questions.delete(key);
      const next = errands.flatMap(({ key, from, phase }): readonly Help[] => {
        const question = questions.get(key);
        if (question === undefined || phase === 'taking' || phase === 'telling') return [];
        return [{ key, from, phase, kind: question.kind, task: question.work.task }];
      });
      // What is only between the machines is nothing to show.
      const toPlain = (list: readonly Help[]): string => list.map(({ key, phase }) => `${key} ${phase}`).join();
      if (toPlain(next) !== toPlain(help.get())) help.set(next);
    },
  });

  function perform(effect: HelperEffect): void {
    switch (effect.type) {
      case 'send':
        channel.send(effect.session, encodeErrand(effect.message));
        return;
      case 'read': {
        const question = bytesToQuestion(effect.bytes);
        if (question === undefined || !options.tasks().includes(question.work.task))
          return stepping.push({ type: 'break', key: effect.key });
        questions.set(effect.key, question);
        return;
      }
      case 'run':
        return void run(effect.key);
      case 'cancel':
        running.get(effect.key)?.abort();
        running.delete(effect.key);
        return;
    }
  }

  async function run(key: string): Promise<void> {
    const question = questions.get(key);
    if (question === undefined) return;
    const controller = new AbortController();
    running.set(key, controller);
    const push = (bit: Bit): void => {
      if (!controller.signal.aborted) stepping.push({ type: 'record', key, bytes: bitToBytes(bit) });
    };
    let isDone = false;
    try {
      isDone = await options.perform(question.work, push, controller.signal);
    } catch {
      // An engine that throws did not do it; the asker is told so.
    }
    if (controller.signal.aborted) return;
    running.delete(key);
    if (!isDone) return stepping.push({ type: 'fail', key });
    push({ type: 'done' });
    const from = stepping.state().errands.find((one) => one.key === key)?.from;
    stepping.push({ type: 'finish', key });
    if (from !== undefined) options.helped?.({ from, kind: question.kind, task: question.work.task });
  }

  /** Says to those whom this device helps what it can do, and to those it helped until now that it does not. `again`: also what they were told. */
  function offer(to: readonly Companion[], again: boolean): void {
    const able = options.tasks();
    for (const companion of to) {
      const trust = options.trust(companion);
      const before = offered.get(companion.session) ?? '';
      const isTooMany = before === '' && trust === 'ask' && offered.size >= MOST_HELPED;
      const tasks = trust === 'refuse' || isTooMany ? [] : able;
      const now = tasks.join();
      if (now === before && (now === '' || !again)) continue;
      if (!channel.send(companion.session, encodeErrand({ type: 'offer', tasks, kind }))) continue;
      if (now === '') offered.delete(companion.session);
      else offered.set(companion.session, now);
    }
  }

  function offerAll(): void {
    stopTimer?.();
    offer(channel.company.get(), true);
    stopTimer = ports.later(OFFER_EVERY_MS, offerAll);
  }

  const stops = [
    channel.listen((from, bytes) => {
      const message = decodeErrand(bytes);
      if (message === undefined || message.type === 'offer' || message.type === 'answer') return;
      if (message.type === 'who') return offer([from], true);
      const trust = options.tasks().length === 0 ? 'refuse' : options.trust(from);
      stepping.push({ type: 'message', from, trust, message });
    }),
    channel.company.subscribe((company) => {
      const before = here;
      here = new Set(company.map(({ session }) => session));
      for (const session of before) {
        if (here.has(session)) continue;
        offered.delete(session);
        stepping.push({ type: 'gone', session });
      }
      offer(company, false);
    }),
  ];
  here = new Set(channel.company.get().map(({ session }) => session));
  offerAll();

  return {
    help,
    allow: (key) => stepping.push({ type: 'allow', key }),
    decline: (key) => stepping.push({ type: 'decline', key }),
    stop: (key) => stepping.push({ type: 'stop', key }),
    refresh() {
      for (const { key, from } of stepping.state().errands) {
        if (options.tasks().length === 0 || options.trust(from) === 'refuse') stepping.push({ type: 'stop', key });
      }
      offer(channel.company.get(), false);
    },
    destroy() {
      for (const { key } of stepping.state().errands) stepping.push({ type: 'stop', key });
      for (const session of offered.keys()) channel.send(session, encodeErrand({ type: 'offer', tasks: [], kind }));
      for (const stop of stops) stop();
      stopTimer?.();
      stepping.stop();
    },
  };
}
