import type { AttachmentProgress, AttachmentReference, Attachments } from '@weft/crdt-core';
import type { EditorPorts } from '../ports.ts';
import { type Picture, sniffPicture } from './sniff.ts';
import { toSentence } from '../words/failures.ts';

/** How far a picture is. */
export type PictureState =
  /** `isAbsent`: nobody who can be reached has it; it comes by itself when someone does. */
  | { readonly phase: 'fetching'; readonly bytes: number; readonly isAbsent: boolean }
  | { readonly phase: 'shown'; readonly url: string; readonly picture: Picture }
  /** It arrived, and its bytes are no picture that is drawn. */
  | { readonly phase: 'unshowable' }
  | { readonly phase: 'failed'; readonly sentence: string };

/** One node's look at a picture. */
export interface PictureHandle {
  retry(): void;
  release(): void;
}

/** The pictures of one editor: each is opened once, however many nodes show it. */
export interface Pictures {
  show(reference: AttachmentReference, listener: (state: PictureState) => void): PictureHandle;
  destroy(): void;
}

/** What makes addresses for bytes in memory: `URL`. */
export interface ObjectUrls {
  createObjectURL(blob: Blob): string;
  revokeObjectURL(url: string): void;
}

/** A node that moves is drawn anew: its picture is not opened again within this many ms. */
const LINGER_MS = 2_000;

interface Entry {
  readonly listeners: Set<(state: PictureState) => void>;
  state: PictureState;
  stop: AbortController;
  cancelEnd: (() => void) | undefined;
}

/** Reads attachments that nodes show as pictures, and gives each an address in memory until the last node has let go of it. */
export function createPictures(
  attachments: Pick<Attachments, 'read'> | undefined,
  urls: ObjectUrls,
  ports: Pick<EditorPorts, 'timeout'>,
): Pictures {
  const entries = new Map<string, Entry>();

  function tell(entry: Entry, state: PictureState): void {
    entry.state = state;
    for (const listener of entry.listeners) listener(state);
  }

  async function load(entry: Entry, reference: AttachmentReference): Promise<void> {
    if (attachments === undefined) return tell(entry, { phase: 'unshowable' });
    const { signal } = entry.stop;
    const onProgress = ({ bytes, isWaiting }: AttachmentProgress): void => {
      if (!signal.aborted) tell(entry, { phase: 'fetching', bytes, isAbsent: isWaiting });
    };
    const read = await attachments.read(reference, { signal, onProgress });
    if (signal.aborted) return;
    if (!read.ok) return tell(entry, { phase: 'failed', sentence: toSentence(read.failure) });
    const picture = sniffPicture(read.value);
    if (picture === undefined) return tell(entry, { phase: 'unshowable' });
    const url = urls.createObjectURL(new Blob([read.value], { type: picture.type }));
    tell(entry, { phase: 'shown', url, picture });
  }

  function end(entry: Entry): void {
    entry.cancelEnd?.();
    entry.stop.abort();
    if (entry.state.phase === 'shown') urls.revokeObjectURL(entry.state.url);
  }

  return {
    show(reference, listener) {
      const key = `${reference.session} ${reference.hash} ${String(reference.bytes)}`;
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = {
          listeners: new Set(),
          state: { phase: 'fetching', bytes: 0, isAbsent: false },
          stop: new AbortController(),
          cancelEnd: undefined,
        };
        entries.set(key, entry);
        void load(entry, reference);
      }
      const own = entry;
      own.cancelEnd?.();
      own.cancelEnd = undefined;
      own.listeners.add(listener);
      listener(own.state);
      let isReleased = false;
      return {
        retry() {
          if (isReleased || own.state.phase !== 'failed') return;
          tell(own, { phase: 'fetching', bytes: 0, isAbsent: false });
          void load(own, reference);
        },
        release() {
          if (isReleased) return;
          isReleased = true;
          own.listeners.delete(listener);
          if (own.listeners.size > 0) return;
          own.cancelEnd = ports.timeout(LINGER_MS, () => {
            if (entries.get(key) === own) entries.delete(key);
            end(own);
          });
        },
      };
    },
    destroy() {
      for (const entry of entries.values()) end(entry);
      entries.clear();
    },
  };
}
