import { toHex } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTestRoom } from '../testing/index.ts';
import { createReceiptSender } from './receipt-sender.ts';
import { bytesToReceipt, createReceiptBook, MAX_RECEIPT_HEADS, type Receipt, receiptToBytes } from './receipts.ts';

const ADA = '0a'.repeat(16);
const BEN = '0b'.repeat(16);
const CLEO = '0c'.repeat(16);
const SESSION = '5e'.repeat(32);
const MARK = '3a'.repeat(16);

function say(device: string, heads: ReadonlyMap<string, number>): Receipt {
  const marks = new Map([...heads.keys()].map((session) => [session, MARK]));
  return { device, heads, marks, isComplete: true, relay: undefined, lacksNotices: false };
}

describe('receipts', () => {
  test('SYN-6 are device ‖ flags ‖ heads ‖ what of them the relay holds less of ‖ a mark of each, and read back', () => {
    const receipt = {
      device: ADA,
      heads: new Map([[SESSION, 258]]),
      marks: new Map([[SESSION, MARK]]),
      isComplete: true,
      relay: new Map([[SESSION, 3]]),
      lacksNotices: true,
    };
    const bytes = receiptToBytes(receipt);
    expect([...bytes.subarray(0, 21)]).toEqual([...Array<number>(16).fill(10), 7, 0, 0, 0, 1]);
    expect([...bytes.subarray(21, 53)]).toEqual(Array<number>(32).fill(0x5e));
    expect([...bytes.subarray(53, 65)]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1]);
    expect([...bytes.subarray(97)]).toEqual([0, 0, 0, 0, 0, 0, 0, 3, ...Array<number>(16).fill(0x3a)]);
    expect(bytesToReceipt(bytes)).toEqual(receipt);
    const offline = {
      device: ADA,
      heads: new Map([[SESSION, 1]]),
      marks: new Map([[SESSION, MARK]]),
      isComplete: false,
      relay: undefined,
      lacksNotices: false,
    };
    expect(bytesToReceipt(receiptToBytes(offline))).toEqual(offline);
  });

  test('ENV-6 bytes that are no receipt are none: cut, longer, or counting wrongly', () => {
    const bytes = receiptToBytes(say(ADA, new Map([[SESSION, 3]])));
    for (let length = 0; length < bytes.length; length++)
      expect(bytesToReceipt(bytes.subarray(0, length))).toBeUndefined();
    expect(bytesToReceipt(new Uint8Array([...bytes, 0]))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (any) => void bytesToReceipt(any)));
  });

  test('SYN-5 seen by: distinct other devices whose receipt covers the envelope', () => {
    const book = createReceiptBook(ADA);
    const hear = (device: string, seq: number): void =>
      book.add(say(device, new Map([[SESSION, seq]])), `of ${device}`);
    expect(book.countSeen(SESSION, 0)).toBe(0);
    hear(BEN, 4);
    hear(BEN, 4);
    hear(ADA, 9); // another tab of our own
    hear(CLEO, 2);
    expect([book.countSeen(SESSION, 2), book.countSeen(SESSION, 4), book.countSeen(SESSION, 5)]).toEqual([2, 1, 0]);
    hear(BEN, 1); // an older one that came late takes nothing back
    expect(book.countSeen(SESSION, 4)).toBe(1);
  });

  test('SYN-5 a session speaks for one device: lies in the name of others count once', () => {
    const book = createReceiptBook(ADA);
    for (let i = 0; i < 50; i++) book.add(say(i.toString(16).padStart(32, '0'), new Map([[SESSION, 9]])), 'a liar');
    expect(book.countSeen(SESSION, 9)).toBe(1);
  });

  test('SYN-6 a device that names ever more sessions does not fill the memory', () => {
    const book = createReceiptBook(ADA);
    for (let i = 0; i < 40; i++) {
      const heads = new Map<string, number>();
      for (let j = 0; j < MAX_RECEIPT_HEADS; j++) heads.set(`${i} ${j}`, 1);
      book.add(say(BEN, heads), 'of Ben');
    }
    expect(book.countSeen('0 0', 1)).toBe(0);
    expect(book.countSeen('39 0', 1)).toBe(1);
  });

  test('SYN-6 are sent at most once in 10 s, only by the tab that leads, and say what the ledger holds', async () => {
    const room = await createTestRoom();
    const [ada, ben] = [room.replica(), room.replica()];
    const sent: Uint8Array[] = [];
    let leads = true;
    const sender = createReceiptSender(
      room.ports,
      ben,
      BEN,
      () => leads,
      (envelope) => void sent.push(envelope),
      () => ({ held: () => 2 }),
    );
    ada.on('appended', (envelope) => void ben.receive(envelope, 'relay'));
    for (let i = 0; i < 300; i++) {
      ada.doc.getText('words').insert(0, 'x');
      room.time.advance(100);
    }
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.length).toBeLessThanOrEqual(4);
    room.time.advance(20_000);
    const last = sent.at(-1);
    const opened = last === undefined ? undefined : ada.openEphemeral(last);
    if (opened?.ok !== true) throw new Error('the receipt does not open');
    const head = ada.ledger.heads().get(ada.sessionHex);
    expect(bytesToReceipt(opened.value.payload)).toEqual({
      device: BEN,
      heads: new Map([[ada.sessionHex, head?.seq]]),
      marks: new Map([[ada.sessionHex, head && toHex(head.hash.subarray(0, 16))]]),
      isComplete: true,
      relay: new Map([[ada.sessionHex, 2]]),
      lacksNotices: false,
    });

    // Said again, in case it got lost: less and less often.
    sent.splice(0);
    room.time.advance(600_000);
    expect(sent.length).toBeGreaterThanOrEqual(5);
    expect(sent.length).toBeLessThanOrEqual(7);
    sent.splice(0);
    leads = false;
    sender.peer(1, 'joined');
    room.time.advance(60_000);
    expect(sent).toEqual([]);
    leads = true;
    sender.peer(1, 'joined');
    room.time.advance(5_000);
    expect(sent).toHaveLength(1);
    sender.destroy();
  });

  test('SYN-5 whoever comes back, or comes to one who was alone, hears at once: what nobody heard does not count', async () => {
    const room = await createTestRoom();
    const [ada, ben] = [room.replica(), room.replica()];
    const sentAt: number[] = [];
    const sender = createReceiptSender(
      room.ports,
      ben,
      BEN,
      () => true,
      () => void sentAt.push(room.ports.clock.now()),
      () => undefined,
    );
    ada.on('appended', (envelope) => void ben.receive(envelope, 'relay'));
    const write = (): void => ada.doc.getText('words').insert(0, 'x');
    /** ms until the next receipt. */
    const next = (): number => {
      const [from, before] = [room.ports.clock.now(), sentAt.length];
      for (let ms = 0; ms < 15_000 && sentAt.length === before; ms += 100) room.time.advance(100);
      return (sentAt[before] ?? Number.NaN) - from;
    };
    sender.connected([]);
    write();
    expect(next()).toBeLessThan(1_000);
    // Alone in the room; someone comes.
    sender.peer(7, 'joined');
    write();
    expect(next()).toBeLessThan(1_000);
    // Heard: from now on at most once in 10 s, whoever comes or goes.
    write();
    sender.peer(8, 'joined');
    sender.peer(7, 'left');
    expect(next()).toBeGreaterThan(8_900);
    // A connection that had ended when it was said, and was not known to have: who comes back says it again.
    write();
    sender.connected([8]);
    expect(next()).toBeLessThan(1_000);
    // A peer link that ended is nobody, and so is nobody at all.
    sender.connected([]);
    sender.peer(-1, 'joined');
    sender.peer(-1, 'left');
    expect(next()).toBeLessThan(1_000);
    sender.peer(-2, 'joined');
    expect(next()).toBeLessThan(1_000);
    sender.destroy();
  });

  test('SYN-6 are said as often where the clock is set back', async () => {
    const room = await createTestRoom();
    let back = 0;
    const [ada, ben] = [room.replica(), room.replica()];
    const sent: Uint8Array[] = [];
    const ports = { ...room.ports, clock: { now: () => room.ports.clock.now() - back } };
    const send = (envelope: Uint8Array): void => void sent.push(envelope);
    const sender = createReceiptSender(
      ports,
      ben,
      BEN,
      () => true,
      send,
      () => undefined,
    );
    sender.connected([7]);
    room.time.advance(5_000);
    back = 72_000_000;
    ada.on('appended', (envelope) => void ben.receive(envelope, 'relay'));
    ada.doc.getText('words').insert(0, 'x');
    room.time.advance(20_000);
    expect(sent.length).toBeGreaterThanOrEqual(2);
    sender.destroy();
  });
});
