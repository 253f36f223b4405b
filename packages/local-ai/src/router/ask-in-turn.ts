import type { Engine, EngineRun, Passed, RoutedEnd, RoutedPart, RoutedRun } from '../ports/engine.ts';
import type { SnapshotHeads } from '../ports/snapshot.ts';
import type { TaskEnd, TaskFailure, TaskName } from '../ports/task.ts';
import { CANCELLED } from '../runs/run.ts';
import { createStream } from '../runs/stream.ts';
import { chooseEngine, type Conditions } from './route.ts';

/** Which engines there are, and what is true now; asked anew for every task. */
export interface RouterPorts {
  engines(): readonly Engine[];
  conditions(): Conditions;
  /** An engine failed, so that it is not asked again: it belongs into `Conditions.failed`. */
  failed(name: string): void;
}

/** A task for whichever engine can do it. */
export interface Ask {
  readonly task: TaskName;
  /** Milliseconds within which an answer is of use. */
  readonly deadline: number;
  /** Of the snapshot that the answer will be about. */
  readonly heads: SnapshotHeads;
  /** Sets an engine to work; undefined where it is of a kind that cannot. */
  begin(engine: Engine): EngineRun<string, string> | undefined;
  /** Whether an answer will do. Where it will not, the next engine is asked; the last one's answer stands. */
  readonly isGood?: (text: string) => boolean;
}

const GONE: TaskFailure = { code: 'unavailable', sentence: 'It is not there now. Try again later.' };
/** What a caller says of the last answer, where that is poor. */
export const POOR: TaskFailure = {
  code: 'poor-answer',
  sentence: 'What the model answered is not what it was asked for. Try something else, or less text.',
};

/**
 * Asks the best engine that is allowed, and goes on to the next where it is not there, fails, or answers badly. No engine
 * is asked twice, and none at a place that the document does not allow.
 */
export function askInTurn(ports: RouterPorts, ask: Ask): RoutedRun {
  const { stream, push, close } = createStream<RoutedPart>();
  const { promise, resolve } = Promise.withResolvers<RoutedEnd>();
  const passed: Passed[] = [];
  let running: EngineRun<string, string> | undefined;
  let isOver = false;
  const finish = (end: TaskEnd<string>): void => {
    if (isOver) return;
    isOver = true;
    close();
    resolve({ ...end, passed });
  };

  async function go(): Promise<void> {
    const asked = new Set<string>();
    let last: TaskFailure | undefined;
    let poor: TaskEnd<string> | undefined;
    while (!isOver) {
      const all = ports.engines();
      const left = all.filter(({ profile }) => !asked.has(profile.name));
      const profiles = left.map(({ profile }) => profile);
      const { engine: chosen, reason } = chooseEngine(profiles, ask.task, ask.deadline, ports.conditions());
      const engine = left.find(({ profile }) => profile === chosen);
      if (engine === undefined) {
        // What the engine that was asked said is more to the point than that no other is left.
        return finish(poor ?? { ok: false, failure: last ?? { code: 'unavailable', sentence: reason } });
      }
      const { name, place } = engine.profile;
      asked.add(name);
      if ((await engine.availability()) !== 'available') {
        // One of this device that is not set up is nothing to tell of.
        if (place !== 'device') passed.push({ engine: name, failure: GONE });
        continue;
      }
      if (isOver) continue;
      running = ask.begin(engine);
      if (running === undefined) continue;
      let text = '';
      for await (const part of running.parts) {
        text += part;
        if (!isOver) push({ text, engine: name, place, reason });
      }
      const end = await running.end;
      if (end.ok) {
        const answer: TaskEnd<string> = {
          ok: true,
          value: { value: end.value, basedOn: ask.heads },
          place,
          engine: name,
        };
        if (ask.isGood === undefined || ask.isGood(end.value)) return finish(answer);
        poor = answer;
        passed.push({ engine: name, failure: POOR });
        continue;
      }
      // Who does not want it sent wants nothing else done instead.
      if (end.failure.code === 'cancelled' || end.failure.code === 'declined') return finish(end);
      last = end.failure;
      passed.push({ engine: name, failure: last });
      if (last.code === 'engine-failed' || last.code === 'out-of-memory') ports.failed(name);
    }
  }
  void go();

  return {
    parts: stream,
    end: promise,
    cancel() {
      finish({ ok: false, failure: CANCELLED });
      running?.cancel();
    },
  };
}
