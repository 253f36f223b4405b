/** ERR-5, ERR-6: what this device does for others in a document, and what it may ask of them. Loaded once another device is there. */
import type { Library, WeftDocument } from '@weft/crdt-core';
import type { EditorShell } from '@weft/editor-ui/element';
import type { SummaryHelpers } from '@weft/editor-ui/summary';
import { createLocalAi, type LocalAi, type TextEngine } from '@weft/local-ai';
import {
  type Bit,
  createHelper,
  createHelpers,
  createPeerTextEngine,
  type DeviceKind,
  type ErrandTask,
  type Help,
  type Offer,
  type PeerPorts,
  summarizeWithHelp,
  type Trust,
  type Work,
} from '@weft/local-ai/peer';
import { startLocalAiWorker } from '../local-ai-worker.ts';
import { helpWords } from '../words/help.ts';
import { followBattery } from './battery.ts';
import { observeOnly } from '../observe-only.ts';
import { readDeviceKind } from './device-kind.ts';
import { createOwnWriter } from './own-writer.ts';

export interface HelpOptions {
  readonly library: Library;
  readonly shared: WeftDocument;
  readonly shell: Pick<EditorShell, 'banners' | 'notices'> & { announce(words: string): void };
}

/** Another device that writes what it is asked for. */
export interface PeerWriter {
  readonly device: string;
  readonly name: string;
  readonly engine: TextEngine;
}

/** A document's help, given and taken. */
export interface DocumentHelp {
  /** This device's own summaries, as a last resort, are made by `own`. */
  helpers(own: Parameters<typeof summarizeWithHelp>[0]): SummaryHelpers;
  /** Those that offer to write now. */
  writers(): readonly PeerWriter[];
  /** Calls `listener` when others offer something. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

const TOPIC = 'help';
/** Above all on this device: it is asked only where the person chose it. */
const CHOSEN_QUALITY = 100;

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

  /** Whether anybody may ask this device. */
  function isHelping(): boolean {
    const { helpsOwn = false, ownDevices = [] } = library.settings();
    return (helpsOwn && ownDevices.length > 0) || library.get(shared.roomId)?.helps === true;
  }

  async function perform(work: Work, push: (bit: Bit) => void, signal: AbortSignal): Promise<boolean> {
    if (work.task === 'write') return await writer.write(work.request, push, signal);
    ai ??= createLocalAi(startLocalAiWorker);
    const run = ai.createSummarizer({ signal }).summarize(work.request);
    for await (const sentence of run.parts) push({ type: 'sentence', sentence });
    const end = await run.end;
    return end.ok;
  }

  const writer = createOwnWriter(() => helper.refresh());
  const helper = createHelper({
    channel: errands,
    ports: PORTS,
    kind,
    tasks: () => (battery.isLow() ? [] : writer.isThere() ? ['summarize', 'write'] : ['summarize']),
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

  // Models of one's own are looked for only where somebody may ask for what they write.
  let wasHelping = false;
  function look(): void {
    if (isHelping() && !wasHelping) void writer.look();
    wasHelping = isHelping();
  }
  const stops = [
    helper.help.subscribe(paint),
    library.observe(() => {
      helper.refresh();
      look();
    }),
  ];
  look();
  const engines = new Map<string, PeerWriter>();

  /** Whether its text may go to other devices that its person asks. */
  function isAllowed(): boolean {
    return library.get(shared.roomId)?.reach !== 'device';
  }

  function toOffers(task: ErrandTask): readonly Offer[] {
    return isAllowed() ? helpers.offers.get().filter(({ tasks }) => tasks.includes(task)) : [];
  }

  function subscribe(listener: () => void): () => void {
    const stopOffers = helpers.offers.subscribe(listener);
    const stopLibrary = observeOnly(library, isAllowed, listener);
    return () => {
      stopOffers();
      stopLibrary();
    };
  }

  return {
    helpers: (own) => ({
      get: () =>
        toOffers('summarize').map(({ from, kind: of }) => ({ device: from.device, name: toName(from.name, of) })),
      subscribe,
      summarize(device, request) {
        const offer = toOffers('summarize').find(({ from }) => from.device === device);
        return offer && summarizeWithHelp(own, helpers, offer, request);
      },
    }),
    writers: () =>
      toOffers('write').map((offer) => {
        const { device } = offer.from;
        const name = toName(offer.from.name, offer.kind);
        const known = engines.get(device);
        if (known?.name === name) return known;
        const made: PeerWriter = { device, name, engine: createPeerTextEngine(helpers, offer, name, CHOSEN_QUALITY) };
        engines.set(device, made);
        return made;
      }),
    subscribe,
    stop() {
      for (const stop of stops) stop();
      battery.stop();
      for (const topic of shown) shell.banners.clear(topic);
      helper.destroy();
      helpers.destroy();
      writer.stop();
      ai?.destroy();
    },
  };
}
