/** A summary by another device, and by this one where the other gives none. */
import type { TaskEnd, TaskRun, Summary, SummaryRequest, SummarySentence, SummaryTask } from '../ports/task.ts';
import { CANCELLED } from '../runs/run.ts';
import { createStream } from '../runs/stream.ts';
import type { ErrandRun, HelperPhase, Helpers, NoHelp, Offer } from './helpers.ts';
import { createTold, type Told } from './told.ts';

/** Where a summary is being made: by the other device, or here, and why not there. */
export type HelpedPlace =
  | { readonly place: 'peer'; readonly phase: HelperPhase }
  | { readonly place: 'device'; readonly why: NoHelp };

/** A summary that another device was asked for. */
export interface HelpedRun extends Omit<TaskRun<SummarySentence, Summary>, 'parts'> {
  /** `undefined`: what came so far does not count, this device begins anew. */
  readonly parts: AsyncIterable<SummarySentence | undefined>;
  readonly at: Told<HelpedPlace>;
}

/** A summary is of use for so long (ms): its person may have to be asked first. */
const WITHIN_MS = 60_000;

/**
 * Asks the device that made the offer, and this device's own engine where the other declines, vanishes, or answers what is no answer. An answer
 * is put together here, of sentences of the snapshot: a helper picks them and writes none.
 */
export function summarizeWithHelp(
  own: SummaryTask,
  helpers: Pick<Helpers, 'ask'>,
  offer: Offer,
  request: SummaryRequest,
): HelpedRun {
  const { stream, push, close } = createStream<{ readonly sentence: SummarySentence | undefined }>();
  const { promise, resolve } = Promise.withResolvers<TaskEnd<Summary>>();
  const at = createTold<HelpedPlace>({ place: 'peer', phase: 'taking' });
  let running: { cancel(): void } | undefined;
  let isOver = false;
  const finish = (end: TaskEnd<Summary>): void => {
    isOver = true;
    close();
    resolve(end);
  };

  async function ask(): Promise<void> {
    const errand: ErrandRun = helpers.ask(offer, { task: 'summarize', request }, WITHIN_MS);
    running = errand;
    const stop = errand.phase.subscribe((phase) => at.set({ place: 'peer', phase }));
    const sentences: SummarySentence[] = [];
    for await (const bit of errand.parts) {
      if (bit.type !== 'sentence') continue;
      sentences.push(bit.sentence);
      push({ sentence: bit.sentence });
    }
    const end = await errand.end;
    stop();
    if (isOver) return;
    if (end.ok && sentences.length > 0) {
      const text = sentences.map((sentence) => sentence.text).join(request.type === 'key-points' ? '\n' : ' ');
      const value = { value: { text, sentences }, basedOn: request.snapshot.heads };
      return finish({ ok: true, value, place: 'peer', engine: offer.from.device });
    }
    if (!end.ok && end.why === 'cancelled') return finish({ ok: false, failure: CANCELLED });
    if (sentences.length > 0) push({ sentence: undefined });
    at.set({ place: 'device', why: end.ok ? 'failed' : end.why });
    await summarizeHere();
  }

  async function summarizeHere(): Promise<void> {
    const run = own.summarize(request);
    running = run;
    for await (const sentence of run.parts) push({ sentence });
    const end = await run.end;
    if (!isOver) finish(end);
  }

  async function* toParts(): AsyncGenerator<SummarySentence | undefined> {
    for await (const { sentence } of stream) yield sentence;
  }

  void ask();
  return {
    parts: { [Symbol.asyncIterator]: toParts },
    end: promise,
    at,
    cancel() {
      if (isOver) return;
      finish({ ok: false, failure: CANCELLED });
      running?.cancel();
    },
  };
}
