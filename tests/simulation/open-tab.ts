import type { LedgerKeeper, LedgerStorage, TabLink } from '@weft/crdt-core';
import type { SimLink } from './sim-network.ts';
import type { SimTab } from './sim-types.ts';

/** A tab as its device holds it. */
export interface OpenTab extends SimTab {
  readonly keeper: LedgerKeeper;
  readonly tab: TabLink;
  readonly storage: LedgerStorage;
  link: SimLink | undefined;
  leave: ((isDead: boolean) => void) | undefined;
  isDead: boolean;
  close(): Promise<void>;
}

/** Its process ends where it is, without a word. */
export function endTab(tab: OpenTab): void {
  tab.isDead = true;
  tab.leave?.(true);
  tab.link?.destroy();
  tab.driver()?.destroy();
}
