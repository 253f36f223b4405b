import { loadSodium } from '@weft/crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../replica/types.ts';
import { createTestRoomWith, envelopesOf } from '../testing/test-room.ts';

const sodium = await loadSodium();

function give(from: Replica, to: Replica): void {
  for (const one of envelopesOf(from)) to.receive(one, 'relay');
}

function textIn(replica: Replica): Y.XmlText {
  const block = replica.doc.getXmlFragment('content').get(0);
  if (!(block instanceof Y.XmlElement)) throw new Error('no block');
  const text = block.get(0);
  if (!(text instanceof Y.XmlText)) throw new Error('no text');
  return text;
}

const lostOf = (replica: Replica): string[] =>
  replica.losses.list().map(({ runs }) =>
    runs
      .filter(({ isLost }) => isLost)
      .map(({ text }) => text)
      .join(''),
  );

test('what was typed in the moment in which its block’s deletion comes is told to whoever deleted it as well, every letter of it', () => {
  const room = createTestRoomWith(sodium);
  const [ada, ben] = [0, 1].map(() => room.replica({ device: room.device() })) as [Replica, Replica];
  const block = new Y.XmlElement('block');
  block.insert(0, [new Y.XmlText('Meeting')]);
  ada.doc.getXmlFragment('content').insert(0, [block]);
  ada.flush();
  give(ada, ben);
  ben.doc.getText('title').insert(0, 'x'); // who Ben is
  ben.flush();
  give(ben, ada);

  ada.doc.getXmlFragment('content').delete(0, 1);
  ada.flush();
  textIn(ben).insert(7, ' in the red');
  ben.flush();
  textIn(ben).insert(18, ' room'); // not sealed yet
  give(ada, ben);
  ben.flush();
  give(ben, ada);
  expect(lostOf(ben)).toEqual([' in the red room']);
  expect(lostOf(ada)).toEqual([' in the red room']);
});
