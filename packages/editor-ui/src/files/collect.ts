import type { AttachmentReference, Attachments, Readable } from '@weft/crdt-core';
import * as Y from 'yjs';
import { attrsToAttachment } from '../schema/attachment.ts';
import type { EditorPorts } from '../ports.ts';

/** A document is looked through this long after it was opened, and after it last changed, in ms. */
const AFTER_OPENING_MS = 10_000;
const AFTER_CHANGE_MS = 30_000;
/** How deep nested elements are followed: this version writes none. */
const MAX_DEPTH = 32;

/**
 * The attachments that a fragment names: of every element, shown or not, known to this version or not. To be used on the whole content of
 * a document, or of a version of it.
 */
export function contentToReferences(content: Y.XmlFragment, depth: number = 0): AttachmentReference[] {
  const found: AttachmentReference[] = [];
  if (depth > MAX_DEPTH) return found;
  for (const element of content.toArray()) {
    if (!(element instanceof Y.XmlElement)) continue;
    const { reference } = attrsToAttachment(element.getAttributes());
    if (reference !== undefined) found.push(reference);
    found.push(...contentToReferences(element, depth + 1));
  }
  return found;
}

/** Whether what a document says can be trusted to be all it says: nothing of it is known to be missing here. */
export type Wholeness = Readable<{ readonly gaps: number; readonly pending: boolean }>;

export interface CollectorOptions {
  readonly attachments: Attachments | undefined;
  readonly status: Wholeness | undefined;
  readonly ports: Pick<EditorPorts, 'timeout'>;
  /** All that is named, by the text and by what can still be undone; undefined while it cannot be told. */
  references(): Iterable<AttachmentReference> | undefined;
}

/** Lets go of files that nothing refers to any more (ATT-4). */
export interface Collector {
  /** The document changed. */
  touch(): void;
  /** Something was removed on purpose: now, and not in a while. */
  now(): Promise<void>;
  destroy(): void;
}

/** A collector that looks for the first time a while after it was made. */
export function createCollector({ attachments, status, ports, references }: CollectorOptions): Collector {
  let cancel: (() => void) | undefined;
  const after = (ms: number): void => {
    if (attachments === undefined) return;
    cancel ??= ports.timeout(ms, () => {
      cancel = undefined;
      void now();
    });
  };

  async function now(): Promise<void> {
    const { gaps, pending } = status?.get() ?? { gaps: 0, pending: false };
    // What is missing may name what seems to be left over.
    const named = gaps > 0 || pending ? undefined : references();
    if (attachments !== undefined && named !== undefined) await attachments.collect(named);
  }

  after(AFTER_OPENING_MS);
  return {
    touch: () => after(AFTER_CHANGE_MS),
    now,
    destroy() {
      cancel?.();
    },
  };
}
