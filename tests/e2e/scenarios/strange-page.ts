/** What a newer Weft, or a hostile member, does with an edit link: writes what this version does not know, or should not believe. */
import { browserPorts, openDocument, type WeftDocument } from '@weft/crdt-core';
import { createMemoryDisk } from '@weft/crdt-core/testing';
import { linkToCapability } from '@weft/crypto';
import * as Y from 'yjs';

let shared: WeftDocument | undefined;

/** Joins by a link; answers with what is there, once it is. */
export async function join(link: string, relay: string): Promise<string> {
  const ports = await browserPorts();
  const capability = linkToCapability(ports.sodium, link);
  if (!capability.ok) throw new Error(capability.failure.sentence);
  const storage = createMemoryDisk().open;
  const opened = await openDocument({ ports, capability: capability.value, relay, storage });
  if (!opened.ok) throw new Error(opened.failure.sentence);
  shared = opened.value;
  const { content, doc } = shared;
  while (!content.toString().includes('Known')) await new Promise((resolve) => doc.once('update', resolve));
  return content.toString();
}

/** Says what nobody should believe: of itself, of a link, of a picture, of a block. */
export function deceive(): void {
  if (shared === undefined) throw new Error('not there yet');
  const user = { name: '<img src=x onerror=alert(1)>\u202e', color: 'red;background:url(//x)' };
  shared.awareness.setLocalState({ user, cursor: { anchor: 'no', head: { tname: 'evil' } } });
  const text = new Y.XmlText();
  text.insert(0, 'press me', { link: { href: 'javascript:globalThis.hacked = true' } });
  const block = new Y.XmlElement('block');
  const attributes = { id: 'strange', kind: 'heading', level: '"><script>', align: 'x;background:url(//x)', dir: '"' };
  for (const [name, value] of Object.entries(attributes)) block.setAttribute(name, value);
  block.insert(0, [text]);
  shared.content.push([block]);
}

/** Writes a node that only a newer version knows. */
export function writeNewer(): void {
  if (shared === undefined) throw new Error('not there yet');
  const block = new Y.XmlElement('hologram');
  block.insert(0, [new Y.XmlText('kept as it is')]);
  shared.content.push([block]);
}

/** What the document holds now, as XML. */
export function read(): string {
  return shared?.content.toString() ?? '';
}
