import * as Y from 'yjs';
import type { ClientRun } from '../plugins/authors.ts';

/** Which clients wrote the letters of a block, in order. What they deleted is left out. */
export function blockToClients(element: unknown): ClientRun[] {
  const runs: ClientRun[] = [];
  if (!(element instanceof Y.XmlElement)) return runs;
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    for (let item = child._start; item !== null; item = item.right) {
      if (!item.deleted && item.content instanceof Y.ContentString)
        runs.push({ client: item.id.client, length: item.length });
    }
  }
  return runs;
}
