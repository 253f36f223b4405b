import { type Capability, loadSodium, type Sodium } from '@weft/crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../replica/types.ts';
import { cloneSession, createTestRoomWith, type TestRoom } from '../testing/index.ts';
import { decodeFile } from './decode-file.ts';
import { encodeFile } from './encode-file.ts';
import { exportLedger } from './export-ledger.ts';
import { importInTurns } from './import-in-turns.ts';
import { beginImport, type ImportReport, importLedger } from './import-ledger.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

const NOTHING: ImportReport = { added: 0, known: 0, waiting: 0, refused: 0, damaged: 0, files: 0 };

function write(replica: Replica, text: string): void {
  const target = replica.doc.getText('t');
  target.insert(target.length, text);
  replica.flush();
}

function textOf(replica: Replica): string {
  return replica.doc.getText('t').toString();
}

function save(replica: Replica): Uint8Array<ArrayBuffer> {
  return exportLedger(sodium, replica);
}

function take(replica: Replica, bytes: Uint8Array): ImportReport {
  const imported = importLedger(sodium, replica, bytes);
  if (!imported.ok) throw new Error(imported.failure.sentence);
  return imported.value;
}

/** Everything that a rejected entry must not change. */
function pictureOf(replica: Replica): unknown {
  const heads = [...replica.ledger.heads()].map(([session, { seq }]) => `${session}/${seq}`);
  return { heads, state: Y.encodeStateAsUpdate(replica.doc), alarms: replica.alarms(), gaps: replica.gaps() };
}

describe('LED-6: exporting on one machine and importing on another is a full sync', () => {
  test('two replicas, three ways: there, back, and there again', () => {
    const room = createTestRoomWith(sodium);
    const [a, b] = [room.replica(), room.replica()];
    write(a, 'from a. ');
    write(b, 'from b. ');
    expect(take(b, save(a))).toEqual({ ...NOTHING, added: 1 });
    write(b, 'after. ');
    expect(take(a, save(b))).toEqual({ ...NOTHING, added: 2, known: 1 });
    write(a, 'last.');
    expect(take(b, save(a))).toEqual({ ...NOTHING, added: 1, known: 3 });
    expect(textOf(a)).toContain('last.');
    expect(textOf(b)).toBe(textOf(a));
    expect(new Set(b.ledger.heads().keys())).toEqual(new Set(a.ledger.heads().keys()));
    expect(take(b, save(b))).toEqual({ ...NOTHING, known: 4 });
  });

  test('what is not sealed yet is in the file, and envelopes are in it as they were written', () => {
    const room = createTestRoomWith(sodium);
    const a = room.replica();
    a.doc.getText('t').insert(0, 'just typed');
    const bytes = save(a);
    expect(a.unsealed()).toBe(0);
    const decoded = decodeFile(sodium, bytes);
    expect(decoded.ok && decoded.value.failure).toBeUndefined();
    const written = [...a.ledger.entries()].map(({ envelope }) => envelope);
    expect(decoded.ok && decoded.value.entries.map(({ envelope }) => envelope)).toEqual(written);
    expect(Buffer.from(bytes).includes('just typed')).toBe(false);
  });

  test('a viewer can save, and be brought up to date; a compacted ledger travels too', () => {
    const room = createTestRoomWith(sodium);
    const [a, viewer, c] = [room.replica(), room.replica({ role: 'viewer' }), room.replica()];
    for (let i = 0; i < 20; i++) write(a, `${i} `);
    a.compact();
    write(a, 'tail');
    expect(take(viewer, save(a))).toEqual({ ...NOTHING, added: 2 });
    expect(take(c, save(viewer))).toEqual({ ...NOTHING, added: 2 });
    expect(textOf(c)).toBe(textOf(a));
    expect(c.alarms()).toEqual([]);
  });

  test('a long file is taken in turns that tell how far they are, and stops where it is told to', async () => {
    const room = createTestRoomWith(sodium);
    const a = room.replica();
    for (let i = 0; i < 40; i++) write(a, `${i} `);
    const bytes = save(a);
    for (const stopAfter of [100, 16]) {
      const b = room.replica();
      const begun = beginImport(sodium, b, bytes);
      if (!begun.ok) throw new Error(begun.failure.sentence);
      const told: string[] = [];
      const isStopped = (): boolean => begun.value.done() >= stopAfter;
      const taking = importInTurns(begun.value, room.time.timers, isStopped, (done, total) =>
        told.push(`${done}/${total}`),
      );
      expect(told).toEqual(['16/40']); // the rest waits for its turn
      while (room.time.next());
      const report = await taking;
      expect(report).toEqual({ ...NOTHING, added: stopAfter === 16 ? 16 : 40 });
      expect(told).toEqual(stopAfter === 16 ? ['16/40', '16/40'] : ['16/40', '32/40', '40/40']);
      b.destroy();
    }
  });

  test('an empty ledger is a file too', () => {
    const room = createTestRoomWith(sodium);
    expect(take(room.replica(), save(room.replica()))).toEqual(NOTHING);
  });

  test('random edits in three replicas, exchanged by files only, converge', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            who: fc.nat(2),
            act: fc.constantFrom('write', 'write', 'delete', 'file', 'file', 'compact'),
            at: fc.nat(),
            text: fc.string({ minLength: 1, maxLength: 8 }),
          }),
          { maxLength: 25 },
        ),
        fc.nat(1000),
        (steps, seed) => {
          const room = createTestRoomWith(sodium, seed + 1);
          const replicas = [room.replica(), room.replica(), room.replica()];
          for (const { who, act, at, text } of steps) {
            const replica = replicas[who] as Replica;
            const target = replica.doc.getText('t');
            if (act === 'write') target.insert(at % (target.length + 1), text);
            else if (act === 'delete' && target.length > 0) target.delete(at % target.length, 1);
            else if (act === 'compact') replica.compact();
            else if (act === 'file') take(replicas[at % 3] as Replica, save(replica));
          }
          for (let round = 0; round < 2; round++) {
            for (const from of replicas) {
              const bytes = save(from);
              for (const to of replicas) {
                const report = take(to, bytes);
                expect(report).toMatchObject({ waiting: 0, refused: 0, damaged: 0 });
                expect(report.failure).toBeUndefined();
              }
            }
          }
          for (const replica of replicas) {
            expect(textOf(replica)).toBe(textOf(replicas[0] as Replica));
            expect(replica.alarms()).toEqual([]);
            replica.destroy();
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('LED-6: files that are not what they should be', () => {
  function threeEntries(seed = 1): { room: TestRoom; bytes: Uint8Array<ArrayBuffer>; author: Replica } {
    const room = createTestRoomWith(sodium, seed);
    const author = room.replica();
    const other = room.replica();
    write(author, 'one ');
    write(other, 'two ');
    take(author, save(other));
    write(author, 'three');
    return { room, bytes: save(author), author };
  }

  test('a file that is none, another version, another document’s, and one that is too large change nothing', () => {
    const { room, bytes } = threeEntries();
    const replica = room.replica();
    const before = pictureOf(replica);
    const newer = bytes.slice();
    newer[8] = 2;
    const alien = threeEntries(2).bytes;
    const tries: readonly (readonly [Uint8Array, string])[] = [
      [new Uint8Array(), 'file-alien'],
      [bytes.subarray(0, 8), 'file-alien'],
      [new TextEncoder().encode('# Notes\n\nThis is Markdown and no Weft file.'), 'file-alien'],
      [newer, 'file-version'],
      [alien, 'file-room'],
      [new Uint8Array(512 * 1024 * 1024 + 1), 'file-too-large'],
    ];
    for (const [tried, code] of tries) {
      const imported = importLedger(sodium, replica, tried);
      expect(imported).toMatchObject({ ok: false, failure: { code } });
      expect(!imported.ok && imported.failure.sentence).toMatch(/^This file .*\.$|^This is not .*\.$/);
    }
    expect(pictureOf(replica)).toEqual(before);
  });

  test('cut anywhere: said to be cut, never damaged; every whole entry before the cut is taken', () => {
    const { room, bytes } = threeEntries();
    const decoded = decodeFile(sodium, bytes);
    const ends = decoded.ok ? decoded.value.entries.map(({ end }) => end) : [];
    expect(ends.length).toBe(3);
    for (let length = 9; length < bytes.length; length += length < 50 || length > bytes.length - 50 ? 1 : 7) {
      const cut = decodeFile(sodium, bytes.subarray(0, length));
      if (!cut.ok) {
        expect(cut.failure.code).toBe('file-cut');
        continue;
      }
      expect(cut.value.failure?.code, `cut at ${length}`).toBe('file-cut');
      expect(cut.value.entries.length).toBe(ends.filter((end) => end <= length).length);
    }
    const replica = room.replica();
    const report = take(replica, bytes.subarray(0, (ends[1] as number) + 100));
    expect(report).toMatchObject({ added: 2, refused: 0, damaged: 0, failure: { code: 'file-cut', at: ends[1] } });
    expect(report.failure?.sentence).toContain(`at byte ${ends[1]}`);
    expect(take(replica, bytes)).toEqual({ ...NOTHING, known: 2, added: 1 });
  });

  test('any one byte changed: never a throw, never wrong words, and what is whole is taken', () => {
    const { room, bytes, author } = threeEntries();
    const whole = textOf(author);
    const replica = room.replica();
    take(replica, bytes);
    const before = pictureOf(replica);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      // Into a replica that has it all, nothing of it may change anything.
      const again = importLedger(sodium, replica, changed);
      if (at < 8) expect(again).toMatchObject({ ok: false, failure: { code: 'file-alien' } });
      else if (at === 8) expect(again).toMatchObject({ ok: false, failure: { code: 'file-version' } });
      else {
        expect(again, `byte ${at}`).toMatchObject({ ok: true, value: { added: 0, waiting: 0, refused: 0 } });
        expect(again.ok && again.value.failure?.code, `byte ${at}`).toBe('file-damaged');
        expect(again.ok && again.value.known, `byte ${at}`).toBeGreaterThanOrEqual(
          again.ok && again.value.damaged > 0 ? 2 : 3,
        );
      }
    }
    expect(pictureOf(replica)).toEqual(before);

    for (let at = 9; at < bytes.length; at += 29) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 0xff;
      const fresh = room.replica();
      const report = take(fresh, changed);
      expect(report.refused).toBe(0);
      expect(report.damaged).toBeLessThanOrEqual(2);
      expect(report.added + report.waiting, `byte ${at}`).toBeGreaterThanOrEqual(3 - Math.max(1, report.damaged));
      expect(fresh.alarms()).toEqual([]);
      for (const word of textOf(fresh).split(/(?<= )/)) expect(whole).toContain(word);
      // The whole file afterwards mends it.
      take(fresh, bytes);
      expect(textOf(fresh)).toBe(whole);
      fresh.destroy();
    }
  });

  test('any bytes at all, alone or in place of a part of a file', () => {
    const { room, bytes } = threeEntries();
    const replica = room.replica();
    const before = pictureOf(replica);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), fc.boolean(), (noise, place, isWithin) => {
        if (!isWithin) {
          expect(importLedger(sodium, replica, noise).ok).toBe(false);
          expect(pictureOf(replica)).toEqual(before);
          return;
        }
        const from = 9 + (place % (bytes.length - 9));
        const spliced = new Uint8Array([
          ...bytes.subarray(0, from),
          ...noise,
          ...bytes.subarray(from + noise.length / 2),
        ]);
        const fresh = room.replica();
        const report = importLedger(sodium, fresh, spliced);
        if (report.ok) expect(report.value.refused).toBe(0);
        expect(fresh.alarms()).toEqual([]);
        take(fresh, bytes);
        expect(textOf(fresh)).toHaveLength('one two three'.length);
        fresh.destroy();
      }),
      { numRuns: 150 },
    );
  });

  test('bytes after the end, and entries in another order or twice', () => {
    const { room, bytes, author } = threeEntries();
    const decoded = decodeFile(sodium, bytes);
    const envelopes = decoded.ok ? decoded.value.entries.map(({ envelope }) => envelope) : [];
    const appended = take(room.replica(), new Uint8Array([...bytes, 7]));
    expect(appended).toMatchObject({ added: 3, failure: { code: 'file-damaged' } });
    const content = { roomId: author.roomId, certificates: [], envelopes: [...envelopes, ...envelopes.toReversed()] };
    expect(take(room.replica(), encodeFile(sodium, content))).toEqual({ ...NOTHING, added: 3, known: 3 });
    const backwards = { ...content, envelopes: envelopes.toReversed() };
    const replica = room.replica();
    expect(take(replica, encodeFile(sodium, backwards))).toEqual({ ...NOTHING, added: 3 });
    expect(textOf(replica)).toBe(textOf(author));
  });

  test('ENV-5, KEY-5, LED-2: whole files of forgeries are refused as on any path', () => {
    const room = createTestRoomWith(sodium);
    const [author, reader] = [room.replica(), room.replica()];
    write(author, 'mine');
    const editor: Capability = room.capability('editor');
    const clone = cloneSession(sodium, author, editor);
    const foreign = new Y.Doc();
    foreign.clientID = 7;
    foreign.getText('t').insert(0, 'in another’s name');
    const presence = author.sealEphemeral('presence', new Uint8Array(4));
    take(reader, save(author));
    const before = { text: textOf(reader), heads: [...reader.ledger.heads().keys()] };
    const forged = [clone('two', 0), clone(Y.encodeStateAsUpdate(foreign), 1), presence];
    const { roomId } = author;
    const report = take(reader, encodeFile(sodium, { roomId, certificates: [], envelopes: forged }));
    expect(report).toMatchObject({ added: 0, known: 1, damaged: 0, refused: 2 });
    expect(report.failure).toBeUndefined();
    expect(reader.alarms().map(({ code }) => code)).toEqual(['equivocation', 'update-not-owned']);
    expect({ text: textOf(reader), heads: [...reader.ledger.heads().keys()] }).toEqual(before);
  });

  test('a change whose predecessor is not in the file waits, and says so', () => {
    const { room, author } = threeEntries();
    const own = [...author.ledger.entries()].filter(({ session }) => session === author.sessionHex);
    const later = own.slice(1).map(({ envelope }) => envelope);
    const content = { roomId: author.roomId, certificates: [], envelopes: later };
    const replica = room.replica();
    expect(take(replica, encodeFile(sodium, content))).toEqual({ ...NOTHING, waiting: 1 });
    expect(replica.gaps()).toHaveLength(1);
    take(replica, save(author));
    expect(replica.gaps()).toHaveLength(0);
    expect(textOf(replica)).toBe(textOf(author));
  });
});
