import type { Plugin, Transaction } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Binding } from '../binding/binding.ts';
import type { EditorNotice } from '../errors.ts';
import type { History } from '../history/history.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { EditorEvents } from '../editor-events.ts';
import type { EditorPorts } from '../ports.ts';

/**
 * The parts that bring plugins and, among them, the editor's own, in the order in which they hear of keys. The search comes before what shows
 * what it found, also where a formula or a fold would hide it.
 */
export const PLUGGED = [
  'tables',
  'find',
  'math',
  'pieces',
  'ghost',
  'comments',
  'authors',
  'suggestions',
  'code',
  'files',
  'own',
  'cursors',
] as const;

export type PluggedPart = (typeof PLUGGED)[number];

/** What a part that is fetched on use works on. */
export interface PartHost {
  readonly view: EditorView;
  readonly document: EditorDocument;
  readonly binding: Binding;
  readonly history: History;
  readonly ports: EditorPorts;
  emit<K extends keyof EditorEvents>(event: K, value: EditorEvents[K]): void;
  notice(failure: EditorNotice): void;
  /** Where dialogs stand. */
  readonly overlays: HTMLElement;
  canWrite(): boolean;
  /** Dispatches a local change past the reading of it as a suggestion. */
  dispatch(tr: Transaction): void;
  /** Adds the plugins of a part to the editor's state. */
  plug(part: PluggedPart, ...plugins: readonly Plugin[]): void;
}
