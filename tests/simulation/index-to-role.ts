import type { LinkRole } from '@weft/crypto';

/** How many devices a world has, and of which kinds. */
interface Devices {
  readonly devices: number;
  readonly hasViewer: boolean;
  readonly hasCommenter?: boolean | undefined;
}

/** The roles of a world's devices: the first is always an editor's. */
export function indexToRole(index: number, { devices, hasViewer, hasCommenter = false }: Devices): LinkRole {
  if (hasViewer && index === devices - 1) return 'viewer';
  const commenter = devices - (hasViewer ? 2 : 1);
  return hasCommenter && index === commenter && index > 0 ? 'commenter' : 'editor';
}
