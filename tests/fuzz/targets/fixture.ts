import { createTestRoomWith, type TestRoom } from '@weft/crdt-core/testing';
import {
  type Capability,
  concat,
  createSession,
  deriveKeys,
  type EpochKeys,
  loadSodium,
  type Role,
  type Session,
  type Sodium,
  textToBytes,
  withRoot,
} from '@weft/crypto';
import * as Y from 'yjs';

/** One room with everything known, the same in every run. */
export interface Fixture {
  readonly sodium: Sodium;
  readonly room: TestRoom;
  readonly capability: Capability;
  readonly keys: EpochKeys;
  readonly sessions: Readonly<Record<Role, Session>>;
  /** Two editors, for what insiders do to each other. */
  readonly editors: readonly [Session, Session];
  /** Signs bytes that lack only a signature, as the session's own program could. */
  sign(body: Uint8Array, session: Session): Uint8Array;
}

export async function createFixture(): Promise<Fixture> {
  const sodium = await loadSodium();
  const room = createTestRoomWith(sodium, 2026);
  const capability = room.capability('editor');
  const { certificate } = capability;
  const keys = withRoot(deriveKeys(sodium, 'editor', capability.secret), room.room);
  const session = (role: Role): Session =>
    createSession(sodium, room.random.bytes, keys, certificate, { role, notAfter: certificate.notAfter });
  return {
    sodium,
    room,
    capability,
    keys,
    sessions: {
      viewer: session('viewer'),
      commenter: session('commenter'),
      editor: session('editor'),
      admin: session('admin'),
    },
    editors: [session('editor'), session('editor')],
    sign: (body, { pair }) =>
      concat(body, sodium.sign(concat(textToBytes('weft/envelope/v1'), sodium.hash(body)), pair.secretKey)),
  };
}

/** Yjs updates of everything that a document of ours holds: text, marks, blocks, maps, deletions. */
export function sampleUpdates(clientId: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const title = doc.getText('title');
  const content = doc.getXmlFragment('content');
  doc.transact(() => title.insert(0, 'a title'));
  doc.transact(() => {
    const block = new Y.XmlElement('block');
    block.setAttribute('kind', 'heading');
    block.setAttribute('level', 2 as unknown as string);
    const words = new Y.XmlText();
    words.insert(0, 'some words', { bold: true });
    words.insert(4, 'a link', { link: { href: 'https://weft.example/' } });
    block.insert(0, [words]);
    content.insert(0, [block, new Y.XmlElement('divider')]);
  });
  doc.transact(() => title.delete(2, 3));
  doc.transact(() => content.delete(1, 1));
  doc.transact(() => {
    const map = doc.getMap('meta');
    map.set('n', 1.5);
    map.set('o', { a: [1, 'two', null, true, 2n] });
    map.set('b', Uint8Array.of(1, 2, 3));
    doc.getArray('list').push([1, 'x', null]);
    title.insertEmbed(1, { embedded: true });
  });
  return [...updates, Y.mergeUpdates(updates)];
}

/** Reads an input as a list of bytes and of parts with their length before them. */
export function takeFrom(input: Uint8Array): { byte(): number; part(most: number): Uint8Array } {
  let at = 0;
  return {
    byte: () => input[at++] ?? 0,
    part(most) {
      const length = Math.min(most, (input[at++] ?? 0) * 256 + (input[at++] ?? 0));
      const part = input.subarray(at, at + length);
      at += length;
      return part;
    },
  };
}

/** The opposite of `part`. */
export function toPart(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}
