import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createArrayEnd } from './array-end.ts';

describe('appending to a shared array', () => {
  it('LED-1 keeps the order, whatever is deleted or comes in from elsewhere in between', () => {
    const steps = fc.array(
      fc.constantFrom('push', 'pushTwo', 'delete', 'deleteAll', 'remote', 'remoteDelete', 'read'),
      {
        maxLength: 60,
        size: 'max',
      },
    );
    fc.assert(
      fc.property(steps, fc.nat(), (script, salt) => {
        const [doc, other] = [new Y.Doc(), new Y.Doc()];
        const [array, otherArray] = [doc.getArray<Uint8Array>('l'), other.getArray<Uint8Array>('l')];
        const end = createArrayEnd(array);
        const give = (from: Y.Doc, to: Y.Doc): void => Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
        for (const [at, step] of script.entries()) {
          const before = array.toArray();
          const added = [Uint8Array.of(at), Uint8Array.of(at, at)];
          if (step === 'push' || step === 'pushTwo') {
            const values = added.slice(0, step === 'push' ? 1 : 2);
            end.push(values);
            expect(array.toArray()).toEqual([...before, ...values]);
          } else if (step === 'delete' && array.length > 0) array.delete((salt + at) % array.length, 1);
          else if (step === 'deleteAll') array.delete(0, array.length);
          else if (step === 'remote') {
            otherArray.push([Uint8Array.of(at, 1, 1)]);
            give(other, doc);
          } else if (step === 'remoteDelete') {
            give(doc, other);
            if (otherArray.length > 0) otherArray.delete((salt + at) % otherArray.length, 1);
            give(other, doc);
          } else if (array.length > 0) array.get((salt + at) % array.length);
        }
        give(doc, other);
        give(other, doc);
        expect(array.toArray()).toEqual(otherArray.toArray());
      }),
    );
  });

  it('LED-1 keeps the bytes themselves where they are alone in their buffer, and else a copy of them', () => {
    const array = new Y.Doc().getArray<Uint8Array>('l');
    const end = createArrayEnd(array);
    const [whole, part] = [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3).subarray(1)];
    end.push([whole, part]);
    expect(array.toArray()).toEqual([whole, part]);
    expect(array.toArray().map(({ buffer }) => buffer)).toEqual([whole.buffer, Uint8Array.of(2, 3).buffer]);
    expect([array.get(0).buffer === whole.buffer, array.get(1).buffer === part.buffer]).toEqual([true, false]);
  });

  it('LED-1 does not walk the array to find its end', () => {
    const doc = new Y.Doc();
    const array = doc.getArray<Uint8Array>('l');
    const end = createArrayEnd(array);
    for (let i = 0; i < 500; i++) end.push([Uint8Array.of(1)]);
    let visits = 0;
    let item = (array as unknown as { _start: Y.Item | null })._start;
    for (let next = item; next !== null; next = next.right) item = next;
    // Whoever walks to the end from anywhere else passes an early item.
    const early = (array as unknown as { _start: Y.Item })._start.right as Y.Item;
    const { right } = early;
    Object.defineProperty(early, 'right', {
      get: () => {
        visits++;
        return right;
      },
      set: () => {
        throw new Error('an early item was moved');
      },
    });
    for (let i = 0; i < 50; i++) end.push([Uint8Array.of(2)]);
    expect([visits, array.length]).toEqual([0, 550]);
  });
});
