import type { Notices } from '@weft/editor-ui/ui';
import { commonWords } from '@weft/editor-ui/words';

/** Where what an import says stands: what it says next takes the place of it. */
export const TOPIC = 'import';

/** Says how far an import is, with the way to stop it. */
export function tellProgress(notices: Notices, stop: AbortController, words: string): void {
  const action = { label: commonWords().cancel, run: () => stop.abort() };
  notices.show({ topic: TOPIC, kind: 'info', words, action });
}
