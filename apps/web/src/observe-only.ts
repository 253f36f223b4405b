import type { Library } from '@weft/crdt-core';

/** Calls `listener` when what `read` gives is another value than before. A library changes with every word that is typed. */
export function observeOnly(
  library: Pick<Library, 'observe'>,
  read: () => string | boolean,
  listener: () => void,
): () => void {
  let known = read();
  return library.observe(() => {
    const now = read();
    if (now === known) return;
    known = now;
    listener();
  });
}
