/** What writes for other devices: a model that the person of this one added, or the browser's own. */
import { chooseEngine, DEVICE_ONLY, type TextEngine, type TextRequest } from '@weft/local-ai';
import { type Bit, MOST_TEXT } from '@weft/local-ai/peer';
import { findEngines, watchOwnModels } from '../engines.ts';

export interface OwnWriter {
  /** Whether one was there when it was looked last. */
  isThere(): boolean;
  look(): Promise<void>;
  /** Answers whether it wrote all of it. */
  write(request: TextRequest, push: (bit: Bit) => void, signal: AbortSignal): Promise<boolean>;
  stop(): void;
}

async function findWriter(failed: ReadonlySet<string>): Promise<TextEngine | undefined> {
  const engines = (await findEngines()).flatMap((engine) => (engine.kind === 'text' ? [engine] : []));
  const states = await Promise.all(engines.map((engine) => engine.availability()));
  const there = engines.filter((_, at) => states[at] === 'available');
  const profiles = there.map(({ profile }) => profile);
  const conditions = { ...DEVICE_ONLY, failed: [...failed] };
  const { engine } = chooseEngine(profiles, 'rewrite', Number.POSITIVE_INFINITY, conditions);
  return there.find(({ profile }) => profile === engine);
}

/** @param changed called when there is one, or none any more */
export function createOwnWriter(changed: () => void): OwnWriter {
  const failed = new Set<string>();
  let isThere = false;
  let stopWatching: Promise<() => void> | undefined;
  let hasStopped = false;

  async function look(): Promise<void> {
    stopWatching ??= watchOwnModels(() => void look());
    const isFound = (await findWriter(failed)) !== undefined;
    if (hasStopped || isFound === isThere) return;
    isThere = isFound;
    changed();
  }

  return {
    isThere: () => isThere,
    look,
    async write(request, push, signal) {
      const engine = await findWriter(failed);
      if (engine === undefined || signal.aborted) return false;
      const run = engine.generate(request);
      signal.addEventListener('abort', run.cancel, { once: true });
      for await (const part of run.parts) {
        for (let at = 0; at < part.length; at += MOST_TEXT)
          push({ type: 'text', text: part.slice(at, at + MOST_TEXT) });
      }
      const end = await run.end;
      signal.removeEventListener('abort', run.cancel);
      if (!end.ok && (end.failure.code === 'engine-failed' || end.failure.code === 'out-of-memory')) {
        failed.add(engine.profile.name);
        void look();
      }
      return end.ok;
    },
    stop() {
      hasStopped = true;
      void stopWatching?.then((stop) => stop());
    },
  };
}
