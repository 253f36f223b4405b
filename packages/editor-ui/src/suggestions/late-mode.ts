import type { Late } from '../late/late.ts';
import type { EditorMode } from './types.ts';

/** Whether a person edits or suggests, where what makes suggestions may have to be fetched. */
export interface LateMode {
  /** Whoever means to suggest writes nothing else: what they write before that which makes suggestions is here is not done. */
  isHeld(): boolean;
  set(mode: EditorMode): void;
}

/**
 * @param hold - keeps what is typed until this is done
 * @param apply - turns suggesting on or off in the view; the part is here, or it is off
 */
export function createLateMode(
  part: Late<object>,
  first: EditorMode,
  hold: (until: Promise<unknown>) => void,
  apply: (isSuggesting: boolean) => void,
): LateMode {
  let isHeld = first === 'suggesting';

  function settle(isSuggesting: boolean): void {
    isHeld = false;
    apply(isSuggesting);
  }

  // Ended with the part itself.
  part.subscribe(() => isHeld && settle(true));
  return {
    isHeld: () => isHeld,
    set(mode) {
      if (mode === 'editing' || part.get()) return settle(mode === 'suggesting');
      isHeld = true;
      // Out of reach: they go on as before, which the part has said.
      hold(part.load().then((here) => !here && isHeld && settle(false)));
    },
  };
}
