/** The address that a person named, as an engine. Nothing of it is loaded until there is one. */
import type { NamedEndpoint } from '@weft/crdt-core';
import type { TextEngine } from '@weft/local-ai';
import { loadOnce } from './load.ts';
import { toHost } from './to-host.ts';

/** Tokens that a server is taken to look at: it says no itself where that is too much. */
const CONTEXT = 8192;
/** ms until an answer begins, as far as can be known before. */
const LATENCY_MS = 1500;
/** Above all on this device: it is asked only where the person chose it. */
const CHOSEN_QUALITY = 100;

const loadModels = loadOnce(() => import('@weft/local-ai/models'));
const loadOutgoing = loadOnce(() => import('./dialogs/outgoing.ts'));

/** @param named as it is set now */
export function createNamedEndpoint(
  root: HTMLElement,
  named: () => NamedEndpoint | undefined,
): { load(): Promise<void>; engine(): TextEngine | undefined } {
  let make: ((name: string) => TextEngine) | undefined;
  let made: { readonly name: string; readonly engine: TextEngine } | undefined;
  return {
    async load() {
      if (named() === undefined || make !== undefined) return;
      const [models, outgoing] = await Promise.all([loadModels(), loadOutgoing()]);
      // Without them there is no such place; the next look tries again.
      if (!models.ok || !outgoing.ok) return;
      const { createBrowserAsk, createEndpointEngine } = models.value;
      make = (name) =>
        createEndpointEngine(
          { name, tasks: ['rewrite', 'complete', 'summarize'], latency: LATENCY_MS, quality: CHOSEN_QUALITY },
          {
            endpoint() {
              const now = named();
              return now && { ...now, context: CONTEXT };
            },
            confirm: (what, signal) => outgoing.value.askOutgoing(root, what, signal),
            ask: createBrowserAsk(),
          },
        );
    },
    engine() {
      const now = named();
      if (now === undefined || make === undefined) return undefined;
      const name = `${now.model} (${toHost(now.address)})`;
      if (made?.name !== name) made = { name, engine: make(name) };
      return made.engine;
    },
  };
}
