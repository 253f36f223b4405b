import type { Editor, EditorOptions } from './types.ts';

/**
 * Mounts an editor for `options.document` in `options.element`.
 * @throws Error when `options.element` is not connected to a light DOM (programmer error).
 */
export function createEditor(options: EditorOptions): Editor {
  throw new Error(`not built yet: ${options.label ?? ''}`);
}
