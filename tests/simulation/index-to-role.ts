import type { LinkRole } from '@weft/crypto';
import type { WorldOptions } from './world.ts';

/** The roles of a world's devices: the first is always an editor's. */
export function indexToRole(index: number, { devices, hasViewer, hasCommenter = false }: WorldOptions): LinkRole {
  if (hasViewer && index === devices - 1) return 'viewer';
  const commenter = devices - (hasViewer ? 2 : 1);
  return hasCommenter && index === commenter && index > 0 ? 'commenter' : 'editor';
}
