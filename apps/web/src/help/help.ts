/** ERR-5, ERR-6: what this device does for others in a document, and what it may ask of them. Loaded once another device is there. */
import type { Library, WeftDocument } from '@weft/crdt-core';
import type { EditorShell } from '@weft/editor-ui/element';
import type { SummaryHelpers } from '@weft/editor-ui/summary';
import { createLocalAi, type LocalAi } from '@weft/local-ai';
import {
  type Bit,
  createHelper,
  createHelpers,
  type DeviceKind,
  type Help,
  type PeerPorts,
  summarizeWithHelp,
  type Trust,
  type Work,
} from '@weft/local-ai/peer';
import { startLocalAiWorker } from '../local-ai-worker.ts';
import { helpWords } from '../words/help.ts';
import { followBattery } from './battery.ts';
import { readDeviceKind } from './device-kind.ts';

export interface HelpOptions {
  readonly library: Library;
  readonly shared: WeftDocument;
  readonly shell: Pick<EditorShell, 'banners' | 'notices'> & { announce(words: string): void };
}

/** A document's help, given and taken. */
export interface DocumentHelp {
  /** This device's own summaries, as a last resort, are made by `own`. */
  helpers(own: Parameters<typeof summarizeWithHelp>[0]): SummaryHelpers;
  stop(): void;
}

const TOPIC = 'help';

const PORTS: PeerPorts = {
  now: () => performance.now(),
  later(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** A device as it is called in sentences. */
function toName(name: string, kind: DeviceKind): string {
  return helpWords().kinds[kind](name);
}

export function startHelp({ library, shared, shell }: HelpOptions): DocumentHelp {
  const { errands } = shared;
  const kind = readDeviceKind();
  const battery = followBattery(() => helper.refresh());
  let ai: LocalAi | undefined;

  function trust(from: { readonly device: string }): Trust {
    const { helpsOwn = false, ownDevices = [] } = library.settings();
    if (helpsOwn && ownDevices.some(({ id }) => id === from.device)) return 'take';
    return library.get(shared.roomId)?.helps === true ? 'ask' : 'refuse';
  }

  async function perform(work: Work, push: (bit: Bit) => void, signal: AbortSignal): Promise<boolean> {
    if (work.task !== 'summarize') return false;
    ai ??= createLocalAi(startLocalAiWorker);
    const run = ai.createSummarizer({ signal }).summarize(work.request);
    for await (const sentence of run.parts) push({ type: 'sentence', sentence });
    const end = await run.end;
    return end.ok;
  }

  const helper = createHelper({
    channel: errands,
    ports: PORTS,
    kind,
    tasks: () => (battery.isLow() ? [] : ['summarize']),
    trust,
    perform,
    helped: ({ from, kind: of, task }) =>
      shell.notices.show({ topic: TOPIC, kind: 'done', words: helpWords().done[task](toName(from.name, of)) }),
  });
  const helpers = createHelpers(errands, PORTS, kind);

  let shown: readonly string[] = [];
  function paint(help: readonly Help[]): void {
    const words = helpWords();
    const topics = help.map(({ key }) => `${TOPIC} ${key}`);
    const before = shown;
    for (const topic of before) if (!topics.includes(topic)) shell.banners.clear(topic);
    shown = topics;
    for (const { key, from, kind: of, task, phase } of help) {
      const name = toName(from.name, of);
      const stop = { label: words.stop, run: () => helper.stop(key) };
      const allow = { label: words.allow, run: () => helper.allow(key) };
      const decline = { label: words.decline, run: () => helper.decline(key) };
      shell.banners.set({
        topic: `${TOPIC} ${key}`,
        kind: 'info',
        words:
          phase === 'asking'
            ? words.asks[task](name)
            : phase === 'working'
              ? words.tasks[task](name)
              : words.next(name),
        actions: phase === 'asking' ? [allow, decline] : [stop],
      });
      // Said as a part of a sentence: without its end.
      if (phase === 'asking' && !before.includes(`${TOPIC} ${key}`))
        shell.announce(words.asks[task](name).replace(/\.$/u, ''));
    }
  }

  const stops = [helper.help.subscribe(paint), library.observe(() => helper.refresh())];

  return {
    helpers: (own) => ({
      get: () =>
        helpers.offers
          .get()
          .filter(({ tasks }) => tasks.includes('summarize'))
          .map(({ from, kind: of }) => ({ device: from.device, name: toName(from.name, of) })),
      subscribe: (listener) => helpers.offers.subscribe(() => listener()),
      summarize(device, request) {
        const offer = helpers.offers
          .get()
          .find(({ from, tasks }) => from.device === device && tasks.includes('summarize'));
        return offer && summarizeWithHelp(own, helpers, offer, request);
      },
    }),
    stop() {
      for (const stop of stops) stop();
      battery.stop();
      for (const topic of shown) shell.banners.clear(topic);
      helper.destroy();
      helpers.destroy();
      ai?.destroy();
    },
  };
}
