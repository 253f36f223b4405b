/**
 * What tabs of one browser say to each other (SYN-8). They are one trust domain, but a tab may run an older version of the app:
 * what is not understood is passed over.
 */
import type { RelayReport } from '../sync/status.ts';

export type TabMessage =
  /** On coming, and on taking over the links: who I am, what I have. Siblings answer with `have`. */
  | { readonly type: 'hello'; readonly session: string; readonly vector: Uint8Array }
  /** What the other lacked; then it answers in kind, if I lack something. */
  | {
      readonly type: 'have';
      readonly to: string;
      readonly session: string;
      readonly vector: Uint8Array;
      readonly update: Uint8Array;
      readonly isStored: boolean;
    }
  /** A change of the ledger document. Not stored: whoever can, should. */
  | { readonly type: 'update'; readonly update: Uint8Array; readonly isStored: boolean }
  /** An ephemeral of a sibling's, for the leader's links and for all tabs. */
  | { readonly type: 'outgoing'; readonly envelope: Uint8Array }
  /** An ephemeral from the leader's links. */
  | { readonly type: 'incoming'; readonly envelope: Uint8Array; readonly from: number }
  /** Someone came to, or left, the leader's links. */
  | { readonly type: 'peer'; readonly connection: number; readonly change: 'joined' | 'left' }
  /** How the leader's links stand. `heads`: how far it knows its siblings' chains. */
  | { readonly type: 'report'; readonly report: RelayReport; readonly heads: Readonly<Record<string, number>> }
  | { readonly type: 'bye'; readonly session: string };

const TYPES: ReadonlySet<unknown> = new Set([
  'hello',
  'have',
  'update',
  'outgoing',
  'incoming',
  'peer',
  'report',
  'bye',
]);

/** A message of a sibling; `undefined` if it is none that this version knows. */
export function readTabMessage(message: unknown): TabMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, update, vector, envelope } = message as Readonly<Record<string, unknown>>;
  if (!TYPES.has(type)) return undefined;
  for (const bytes of [update, vector, envelope]) {
    if (bytes !== undefined && !(bytes instanceof Uint8Array)) return undefined;
  }
  return message as TabMessage;
}
