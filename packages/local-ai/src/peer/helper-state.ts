/** ERR-6: what a helping device knows of the errands it has taken, and what may happen to them. */
import type { Companion } from '../ports/channel.ts';
import type { ErrandMessage, StopReason } from './messages.ts';

/** Whether a device is helped: at once, after its helper's person was asked, or not at all. */
export type Trust = 'take' | 'ask' | 'refuse';

/** `asking`: the person is asked; `queued`: another errand comes first; `telling`: done, and the last words are on their way. */
export type ErrandPhase = 'taking' | 'asking' | 'queued' | 'working' | 'telling';

/** One errand that was taken. */
export interface Errand {
  readonly key: string;
  readonly id: string;
  readonly from: Companion;
  readonly phase: ErrandPhase;
  readonly trust: Trust;
  readonly of: number;
  readonly pieces: ReadonlyMap<number, Uint8Array>;
  /** What was answered so far; `confirmed` of it the asker has. */
  readonly records: readonly Uint8Array[];
  readonly confirmed: number;
  readonly sent: number;
  readonly sentAt: number;
  readonly heardAt: number;
  /** When this phase began. */
  readonly since: number;
}

export interface HelperState {
  /** In the order in which they came. */
  readonly errands: readonly Errand[];
  /** How the last errands ended, so that what comes late begins none anew. */
  readonly over: readonly { readonly key: string; readonly why: StopReason | 'done' }[];
  /** When which device began an errand lately. */
  readonly begun: readonly { readonly device: string; readonly trust: Trust; readonly at: number }[];
}

export type HelperEvent =
  | { readonly type: 'message'; readonly from: Companion; readonly trust: Trust; readonly message: ErrandMessage }
  /** The person's word: it may be done; it may not; it is to stop, or this device is not helped any more. */
  | { readonly type: 'allow' | 'decline' | 'stop'; readonly key: string }
  /** Of the engine: more of the answer; all of it; there will be none. */
  | { readonly type: 'record'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly type: 'finish' | 'fail'; readonly key: string }
  /** What is asked cannot be read. */
  | { readonly type: 'break'; readonly key: string }
  /** That session left the room. */
  | { readonly type: 'gone'; readonly session: string }
  | { readonly type: 'tick' };

export type HelperEffect =
  | { readonly type: 'send'; readonly session: string; readonly message: ErrandMessage }
  /** The whole question is here. */
  | { readonly type: 'read'; readonly key: string; readonly bytes: Uint8Array }
  /** It may be worked on. */
  | { readonly type: 'run'; readonly key: string }
  /** Nobody wants the answer any more. */
  | { readonly type: 'cancel'; readonly key: string };

export const NO_ERRANDS: HelperState = { errands: [], over: [], begun: [] };
