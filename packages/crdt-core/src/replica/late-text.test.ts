import { loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTestRoomWith } from '../testing/test-room.ts';
import { updateToText } from './late-text.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

function blockWith(doc: Y.Doc, words: string): Y.XmlText {
  const block = new Y.XmlElement('paragraph');
  const text = new Y.XmlText(words);
  block.setAttribute('align', 'center');
  block.insert(0, [text]);
  doc.getXmlFragment('content').push([block]);
  return text;
}

describe('KEY-8 a look at late changes', () => {
  test('shows words, a line for each block, and no attributes', () => {
    const doc = new Y.Doc();
    blockWith(doc, 'one');
    blockWith(doc, 'two').insert(3, '!');
    const text = updateToText(Y.encodeStateAsUpdate(doc));
    expect(text.split('\n').filter((line) => line !== '')).toEqual(['one', 'two!']);
  });

  test('shows nothing for a deletion, ends at a limit, and survives junk', () => {
    const doc = new Y.Doc();
    const text = blockWith(doc, 'x'.repeat(5_000));
    expect(updateToText(Y.encodeStateAsUpdate(doc)).length).toBe(2_001);
    const before = Y.encodeStateVector(doc);
    text.delete(0, 10);
    expect(updateToText(Y.encodeStateAsUpdate(doc, before))).toBe('');
    for (const junk of [[], [1], [255, 255, 255, 255, 255], [1, 9, 3, 4, 200, 1, 2]]) {
      expect(updateToText(new Uint8Array(junk))).toBe('');
    }
  });

  test('opens what was set aside, and applies nothing', () => {
    const room = createTestRoomWith(sodium, 7);
    const admin = room.replica({ device: room.device(), isAdmin: true });
    const gone = room.replica({ device: room.device() });
    const give = (from: Replica, to: Replica): void => {
      for (const { envelope } of [...from.ledger.entries()]) to.receive(envelope, 'relay');
    };
    gone.doc.getText('t').insert(0, 'before');
    gone.flush();
    give(gone, admin);
    admin.rekey([gone.people.deviceOf(gone.sessionHex) ?? '']);
    gone.doc.getText('t').insert(6, ' too late');
    gone.flush();
    give(gone, admin);
    expect(admin.aside.textOf(gone.sessionHex)).toBe(' too late');
    expect(admin.aside.textOf('00')).toBe('');
    expect(admin.doc.getText('t').toString()).toBe('before');
  });
});
