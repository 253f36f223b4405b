/** Another device's language model, as one engine among this device's own. */
import type { EngineProfile, TextEngine } from '../ports/engine.ts';
import type { TaskFailure, TaskName } from '../ports/task.ts';
import { startRun } from '../runs/run.ts';
import type { Helpers, NoHelp, Offer } from './helpers.ts';

const TASKS: readonly TaskName[] = ['rewrite', 'complete', 'extract', 'classify', 'summarize'];
/** ms until an answer begins, as far as can be known before it was asked. */
const LATENCY_MS = 1_500;
const WITHIN_MS = 60_000;

/** Why there was no answer, and what to do. */
const SENTENCES: Readonly<Record<NoHelp, string>> = {
  cancelled: 'This was cancelled. Ask again if you want it.',
  declined: 'The other device said no. Ask its person, or do it here.',
  refused: 'The other device does not help this one now. Turn its help on there, or do it here.',
  busy: 'The other device has too much to do. Try again in a minute, or do it here.',
  stopped: 'Somebody stopped it on the other device. Ask its person, or do it here.',
  failed: 'The other device could not do it. Do it here.',
  broken: 'The other device gave an answer that is none. Do it here.',
  vanished: 'The other device is not there any more. Do it here.',
  late: 'The other device took too long. Do it here.',
  'too-long': 'This is more than one device asks of another. Do it here, or with less text.',
};

/**
 * The engine of a device that offers to write. Where it gives no answer it is only not available, now: the next engine is asked, and this one again
 * another time.
 *
 * @param name what people call the device
 */
export function createPeerTextEngine(
  helpers: Pick<Helpers, 'ask' | 'offers'>,
  { from }: Offer,
  name: string,
  quality: number,
): TextEngine {
  const running = new Set<() => void>();
  const current = (): Offer | undefined =>
    helpers.offers.get().find((one) => one.from.device === from.device && one.tasks.includes('write'));
  const profile: EngineProfile = {
    name,
    place: 'peer',
    tasks: TASKS,
    latency: LATENCY_MS,
    memory: 0,
    context: Number.POSITIVE_INFINITY,
    quality,
    isHeavy: false,
  };
  return {
    kind: 'text',
    profile,
    availability: () => Promise.resolve(current() === undefined ? 'unavailable' : 'available'),
    generate: (request) =>
      startRun(async (push, signal) => {
        const offer = current();
        const refuse = (why: NoHelp): { readonly ok: false; readonly failure: TaskFailure } => ({
          ok: false,
          failure: { code: why === 'cancelled' || why === 'too-long' ? why : 'helper-none', sentence: SENTENCES[why] },
        });
        if (offer === undefined) return refuse('vanished');
        const errand = helpers.ask(offer, { task: 'write', request }, WITHIN_MS);
        signal.addEventListener('abort', errand.cancel, { once: true });
        running.add(errand.cancel);
        let text = '';
        for await (const bit of errand.parts) {
          if (bit.type !== 'text') continue;
          text += bit.text;
          push(bit.text);
        }
        const end = await errand.end;
        running.delete(errand.cancel);
        return end.ok ? { ok: true, value: text } : refuse(end.why);
      }),
    destroy() {
      for (const cancel of running) cancel();
    },
  };
}
