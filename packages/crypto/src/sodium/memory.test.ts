import { expect, test } from 'vitest';
import type { RawHashing } from './library.ts';
import { createSodiumMemory } from './memory.ts';

const STACK_BYTES = 200_000;

/** libsodium's memory, and how often a part of it was looked at. */
class Memory extends Uint8Array<ArrayBuffer> {
  static looks = 0;
  override subarray(begin: number, end: number): Memory {
    Memory.looks++;
    return new Memory(this.buffer, begin, end - begin);
  }
}

test('KEY-9 every copy of a secret on the stack is wiped, also of one that begins like empty memory, and in few looks', () => {
  const heap = new Memory(new ArrayBuffer(STACK_BYTES + 16_384));
  const raw = { HEAPU8: heap, _malloc: () => STACK_BYTES, _free: () => undefined } as unknown as RawHashing;
  const memory = createSodiumMemory(raw);
  for (const first of [0, 7]) {
    const secret = Uint8Array.from({ length: 32 }, (_, at) => (at < 3 ? first : at));
    for (const at of [0, 100, STACK_BYTES - 32]) heap.set(secret, at);
    heap.set(secret.subarray(0, 31), 5000); // not all of it
    memory.forget(secret);
    expect([...heap.keys()].filter((at) => heap[at] !== 0 && (at < 5000 || at > 5031))).toEqual([]);
    expect(heap[5030]).toBe(30);
    heap.fill(0);
  }
  memory.forget(new Uint8Array(32));
  expect(Memory.looks).toBeLessThan(60);
});
