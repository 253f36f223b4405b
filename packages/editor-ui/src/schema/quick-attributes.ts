import type { Attrs, NodeType } from 'prosemirror-model';

/** What ProseMirror has and does not type. */
interface Computing {
  readonly defaultAttrs?: Attrs | null;
  computeAttrs?(given: Attrs | null): Attrs;
}

/**
 * ProseMirror puts a node's attributes together one by one, into an object that the engine then keeps as a hash table: of a block with its
 * sixteen attributes that is as much work as reading its text. Here they are a copy of the defaults with what is given put in. Where a later
 * version does this otherwise, it is left as it is.
 */
export function quickenAttributes(types: readonly NodeType[]): void {
  for (const type of types as readonly Computing[]) {
    const { defaultAttrs } = type;
    if (!defaultAttrs || !type.computeAttrs) continue;
    const defaults = { ...defaultAttrs };
    type.computeAttrs = (given) => {
      if (!given) return defaultAttrs;
      const attrs: Record<string, unknown> = { ...defaults };
      for (const name of Object.keys(given)) {
        if (given[name] !== undefined && Object.hasOwn(defaults, name)) attrs[name] = given[name];
      }
      return attrs;
    };
  }
}
