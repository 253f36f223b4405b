/** A state as sections of a snapshot hold it: its length (u32), then it, raw-deflated. */
import { concat, writeU32 } from '@weft/crypto';
import { Deflate } from 'fflate';

/** What one step deflates: one to two milliseconds. */
const STEP_BYTES = 32 * 1024;

/** A bounded part of it with each step: at once, 200 pages would hold up whoever types for a twentieth of a second. */
export function* deflateInSteps(state: Uint8Array): Generator<undefined, Uint8Array> {
  const length = new Uint8Array(4);
  writeU32(length, 0, state.length);
  const parts = [length];
  const deflate = new Deflate((part) => void parts.push(part as Uint8Array<ArrayBuffer>));
  for (let at = 0; ; at += STEP_BYTES) {
    const isLast = at + STEP_BYTES >= state.length;
    deflate.push(state.subarray(at, at + STEP_BYTES), isLast);
    if (isLast) return concat(...parts);
    yield;
  }
}

/** All of it at once: the same bytes. */
export function deflateState(state: Uint8Array): Uint8Array {
  return toEnd(deflateInSteps(state));
}

/** Goes through all steps that are left. */
export function toEnd<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
