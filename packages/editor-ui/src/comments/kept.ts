/** What this device keeps of the comments for itself: what was seen, and what was begun and not said. */
import type { SealedPlace } from '@weft/crdt-core';
import type { EditorPorts } from '../ports.ts';
import { type AnchorValue, valueToAnchor } from './anchor-value.ts';
import { MAX_TEXT } from './entries.ts';
import type { Thread } from './threads.ts';
import { jsonToSeen, type Seen, seenToJson, seeThreads } from './unread.ts';

/** Words that were not said yet. `anchor`: where a new thread was to begin. */
export interface Draft {
  readonly text: string;
  readonly anchor?: AnchorValue;
}

/** The draft of a new thread; others go by the id of their thread, or of the comment that is being changed. */
export const NEW_THREAD = 'new';

const MAX_DRAFTS = 50;
/** ms from a change until it is saved. */
const SAVE_AFTER = 400;

export interface Kept {
  /** False until what was saved has been read: nothing is called new before. */
  isLoaded(): boolean;
  seen(): Seen;
  see(threads: readonly Thread[]): void;
  draft(key: string): Draft | undefined;
  setDraft(key: string, draft: Draft | undefined): void;
  /** There are drafts that would be gone with the page. */
  wouldLoseDrafts(): boolean;
  /** Saves now what waits to be. */
  flush(): void;
  destroy(): void;
}

export interface KeptOptions {
  readonly place: Pick<SealedPlace, 'load' | 'save'> | undefined;
  readonly ports: Pick<EditorPorts, 'timeout'>;
  threads(): readonly Thread[];
  /** Something was read, or is seen. */
  onChange(): void;
}

export function createKept({ place, ports, threads, onChange }: KeptOptions): Kept {
  let seen: Seen = new Map();
  let drafts = new Map<string, Draft>();
  let isLoaded = place === undefined;
  /** How many changes there were, and how many of them are known to be kept. */
  let changes = 0;
  let saved = 0;
  let isEnded = false;
  let cancel: (() => void) | undefined;

  async function load(): Promise<void> {
    const value = await place?.load();
    if (isEnded) return;
    const { seen: stored, drafts: words } = (typeof value === 'object' && value !== null ? value : {}) as Record<
      string,
      unknown
    >;
    seen = jsonToSeen(stored);
    drafts = new Map([...jsonToDrafts(words), ...drafts]);
    isLoaded = true;
    onChange();
  }

  function save(): void {
    cancel?.();
    cancel = undefined;
    if (place === undefined || !isLoaded || saved === changes) return;
    const upTo = changes;
    void place.save({ seen: seenToJson(seen, threads()), drafts: [...drafts] }).then((isDone) => {
      if (isDone) saved = Math.max(saved, upTo);
    });
  }

  function soon(): void {
    changes++;
    if (place !== undefined) cancel ??= ports.timeout(SAVE_AFTER, save);
  }

  if (place !== undefined) void load();

  return {
    isLoaded: () => isLoaded,
    seen: () => seen,
    see(shown) {
      const next = seeThreads(seen, shown);
      if (next === seen || !isLoaded) return;
      seen = next;
      soon();
      onChange();
    },
    draft: (key) => drafts.get(key),
    setDraft(key, draft) {
      if (draft === undefined || draft.text.trim() === '') {
        if (!drafts.delete(key)) return;
      } else {
        drafts.set(key, draft);
        const [oldest] = drafts.keys();
        if (drafts.size > MAX_DRAFTS && oldest !== undefined) drafts.delete(oldest);
      }
      soon();
    },
    wouldLoseDrafts: () => drafts.size > 0 && saved !== changes,
    flush: save,
    destroy() {
      save();
      isEnded = true;
    },
  };
}

function jsonToDrafts(json: unknown): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  if (!Array.isArray(json)) return drafts;
  for (const each of json.slice(0, MAX_DRAFTS) as unknown[]) {
    const [key, draft] = Array.isArray(each) ? (each as unknown[]) : [];
    const { text, anchor } = (typeof draft === 'object' && draft !== null ? draft : {}) as Record<string, unknown>;
    if (typeof key !== 'string' || typeof text !== 'string') continue;
    const where = valueToAnchor(anchor);
    drafts.set(key, { text: text.slice(0, MAX_TEXT), ...(where === undefined ? {} : { anchor: where }) });
  }
  return drafts;
}
