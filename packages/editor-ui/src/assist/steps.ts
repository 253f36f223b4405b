/** A list that is being made, and what is still open of it: pure. What an earlier run still says is not heard. */

export interface Listing<Item> {
  readonly run: number;
  readonly phase:
    | { readonly name: 'idle' }
    | { readonly name: 'running'; readonly items: readonly Item[] }
    | { readonly name: 'made'; readonly items: readonly Item[] }
    | { readonly name: 'failed'; readonly sentence: string };
}

export type ListingEvent<Item> =
  | { readonly type: 'start' }
  | { readonly type: 'part'; readonly run: number; readonly item: Item }
  | { readonly type: 'end'; readonly run: number; readonly items: readonly Item[] }
  | { readonly type: 'fail'; readonly run: number; readonly sentence: string }
  | { readonly type: 'cancel' }
  /** These are dealt with. */
  | { readonly type: 'drop'; readonly items: readonly Item[] };

export function stepListing<Item>(state: Listing<Item>, event: ListingEvent<Item>): Listing<Item> {
  const { phase, run } = state;
  switch (event.type) {
    case 'start':
      return { run: run + 1, phase: { name: 'running', items: [] } };
    case 'part':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { run, phase: { ...phase, items: [...phase.items, event.item] } };
    case 'end':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { run, phase: { name: 'made', items: event.items } };
    case 'fail':
      if (phase.name !== 'running' || event.run !== run) return state;
      return { run, phase: { name: 'failed', sentence: event.sentence } };
    case 'cancel':
      return phase.name === 'running' ? { run: run + 1, phase: { name: 'idle' } } : state;
    case 'drop':
      if (phase.name !== 'made') return state;
      return { run, phase: { ...phase, items: phase.items.filter((item) => !event.items.includes(item)) } };
  }
}
