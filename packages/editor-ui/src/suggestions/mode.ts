import { type EditorState, PluginKey, type Transaction } from 'prosemirror-state';
import type { DecorationSet } from 'prosemirror-view';

export interface Suggesting {
  readonly isOn: boolean;
  /** What is suggested of whole blocks. */
  readonly blocks: DecorationSet;
}

export const suggestingKey: PluginKey<Suggesting> = new PluginKey<Suggesting>('weft-suggesting');

/** Whether what this person does is suggested. */
export function isSuggesting(state: EditorState): boolean {
  return suggestingKey.getState(state)?.isOn === true;
}

export function setSuggesting(state: EditorState, isOn: boolean): Transaction {
  return state.tr.setMeta(suggestingKey, isOn).setStoredMarks(null);
}

/** Blocks `from`…`to` (exclusive) are to stand behind the block of this id, or at the top. */
export interface PlaceOrder {
  readonly from: number;
  readonly to: number;
  readonly after: string | undefined;
}

const PLACE_ORDER = 'weft-suggested-place';

/** Asks for a move to be suggested; who suggests it is known where the transaction is read. */
export function orderPlace(state: EditorState, order: PlaceOrder): Transaction {
  return state.tr.setMeta(PLACE_ORDER, order);
}

export function orderedPlace(tr: Transaction): PlaceOrder | undefined {
  return tr.getMeta(PLACE_ORDER) as PlaceOrder | undefined;
}
