/** Who can write for a document, and where: models on this device, another device in it, an address that the person named. */
import type { Library, WeftDocument } from '@weft/crdt-core';
import type { WritingPlace, WritingPlaces } from '@weft/editor-ui/assist';
import {
  type Condense,
  createLocalAi,
  createRewriter,
  createWrittenSummaries,
  DEVICE_ONLY,
  type Engine,
  type LocalAi,
  type Place,
  type RouterPorts,
  type TextEngine,
} from '@weft/local-ai';
import { createNamedEndpoint } from './endpoint.ts';
import { toHost } from './to-host.ts';
import { findEngines, watchOwnModels } from './engines.ts';
import type { HelpWatch } from './help/watch-help.ts';
import { startLocalAiWorker } from './local-ai-worker.ts';
import { observeOnly } from './observe-only.ts';

export interface Writers extends WritingPlaces {
  destroy(): void;
}

export interface WritersOptions {
  readonly library: Library;
  readonly root: HTMLElement;
  readonly shared: Pick<WeftDocument, 'roomId'>;
  readonly help: HelpWatch | undefined;
}

/** Somewhere else, and its engine. */
interface Away {
  readonly id: string;
  readonly at: Exclude<Place, 'device'>;
  readonly name: string;
  readonly engine: TextEngine;
}

/** Nothing is looked for before {@link Writers.look}. */
export function createWriters({ library, root, shared, help }: WritersOptions): Writers {
  let own: readonly Engine[] = [];
  const failed = new Set<string>();
  const listeners = new Set<() => void>();
  let watching: Promise<() => void> | undefined;
  let hasEnded = false;
  /** Picks what is read of a text that is too long for whoever writes. */
  let ai: LocalAi | undefined;
  const endpoint = createNamedEndpoint(root, () => library.settings().endpoint);

  /** What the places depend on, of all that the library holds. */
  function toRules(): string {
    const { address = '', model = '' } = library.settings().endpoint ?? {};
    return [library.get(shared.roomId)?.reach ?? '', address, model].join('\n');
  }

  /** Elsewhere, as far as the document's text may go; asked anew for every task. */
  function toAway(): readonly Away[] {
    const reach = library.get(shared.roomId)?.reach ?? 'devices';
    if (reach === 'device') return [];
    const peers = (help?.writers() ?? []).map(
      ({ device, name, engine }): Away => ({ id: device, at: 'peer', name, engine }),
    );
    const named = library.settings().endpoint;
    const engine = reach === 'address' ? endpoint.engine() : undefined;
    if (named === undefined || engine === undefined) return peers;
    return [...peers, { id: 'address', at: 'endpoint', name: toHost(named.address), engine }];
  }

  const condense: Condense = (snapshot, letters) => {
    ai ??= createLocalAi(startLocalAiWorker);
    return ai.condense(snapshot, letters);
  };

  /** Engines of this device, and where it was chosen that of another place. What is chosen is asked first. */
  function toPlace(id: string, at: Place, name: string): WritingPlace {
    const find = (): Away | undefined => toAway().find((one) => one.id === id);
    const ports: RouterPorts = {
      engines() {
        const away = find();
        return away === undefined ? own : [away.engine, ...own];
      },
      // Nothing leaves the device but to where it was chosen.
      conditions: () => ({ ...DEVICE_ONLY, places: find() === undefined ? [] : [at], failed: [...failed] }),
      failed: (engine) => failed.add(engine),
    };
    return { id, at, name, rewriter: createRewriter(ports), summaries: createWrittenSummaries(ports, condense) };
  }

  /** Says so where there are others than before. */
  async function findOwn(): Promise<void> {
    const found = await findEngines();
    if (hasEnded) return;
    const toNames = (engines: readonly Engine[]): string => engines.map(({ profile }) => profile.name).join('\n');
    const isNew = toNames(found) !== toNames(own);
    own = found;
    if (isNew) for (const listener of listeners) listener();
  }

  return {
    get: () => [toPlace('', 'device', ''), ...toAway().map(({ id, at, name }) => toPlace(id, at, name))],
    subscribe(listener) {
      listeners.add(listener);
      const stopHelp = help?.subscribe(listener);
      const stopLibrary = observeOnly(library, toRules, () => void endpoint.load().then(listener));
      return () => {
        listeners.delete(listener);
        stopHelp?.();
        stopLibrary();
      };
    },
    async look() {
      watching ??= watchOwnModels(() => void findOwn());
      await Promise.all([findOwn(), endpoint.load()]);
    },
    destroy() {
      hasEnded = true;
      void watching?.then((stop) => stop());
      for (const engine of own) engine.destroy();
      endpoint.engine()?.destroy();
      ai?.destroy();
    },
  };
}
