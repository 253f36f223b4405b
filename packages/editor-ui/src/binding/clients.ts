import * as Y from 'yjs';
import type { ClientRun } from '../plugins/authors.ts';
import type { Shown } from './twins.ts';

/** Which clients wrote the letters of a block, in order. What they deleted is left out. */
export function blockToClients(element: unknown, shown: Shown): ClientRun[] {
  const runs: ClientRun[] = [];
  if (!(element instanceof Y.XmlElement)) return runs;
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    for (const { client, length } of shown.pieces(child)) runs.push({ client, length });
  }
  return runs;
}
