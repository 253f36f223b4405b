import type { DocumentStatus } from '@weft/crdt-core';
import type { BannerAction, Banners } from './banners.ts';
import { isGrave } from './happenings.ts';
import { toSentence } from '../words/failures.ts';

/**
 * What stands above the text because a person may have to act: what cannot be saved, a relay that refuses, and what happened and is grave.
 *
 * @param isRemoved - one sentence says so already: what the relay then says is of no use
 * @param toActions - what can be done about a failure, by its code
 * @returns to be called whenever the status changed
 */
export function createTroubles(
  banners: Banners,
  isRemoved: () => boolean,
  toActions?: (code: string) => readonly BannerAction[] | undefined,
): (status: DocumentStatus) => void {
  const told = new Set<string>();

  function show(topic: string, failure: DocumentStatus['saved']['failure']): void {
    if (failure === undefined) return banners.clear(topic);
    const actions = toActions?.(failure.code);
    banners.set({ topic, kind: 'trouble', words: toSentence(failure), ...(actions === undefined ? {} : { actions }) });
  }

  return ({ saved, relay, unsent, alarms }) => {
    show('storage', saved.failure);
    // Merely out of reach is what offline is for.
    const isAway = relay.failure?.code === 'relay-offline';
    const isRefusing = relay.state === 'refused' || (relay.state === 'connected' && unsent > 0 && !isAway);
    show('relay', isRefusing && !isRemoved() ? relay.failure : undefined);
    const raised = new Map(alarms.filter(isGrave).map((alarm) => [`alarm ${alarm.code}`, alarm]));
    for (const topic of told) {
      if (raised.has(topic)) continue;
      // It is so no longer; should it come again, it is told again.
      told.delete(topic);
      banners.clear(topic);
    }
    for (const [topic, alarm] of raised) {
      if (told.has(topic)) continue;
      told.add(topic);
      banners.set({ topic, kind: 'trouble', words: toSentence(alarm), onDismiss: () => undefined });
    }
  };
}
