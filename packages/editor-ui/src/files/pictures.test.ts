import type { AttachmentReference, Attachments, ReadOptions } from '@weft/crdt-core';
import { describe, expect, test } from 'vitest';
import { createPictures, type ObjectUrls, type PictureState } from './pictures.ts';

const GIF = new Uint8Array([...'GIF89a'].map((letter) => letter.charCodeAt(0)).concat([2, 0, 3, 0, 0, 0, 0]));
const reference = { session: 'a', hash: 'b', bytes: GIF.length } as AttachmentReference;

/** Addresses that are counted, timers that are run by hand, and attachments that answer when told to. */
function lab(): {
  readonly urls: Set<string>;
  readonly reads: { readonly options: ReadOptions; answer(value: unknown): Promise<void> }[];
  readonly pictures: ReturnType<typeof createPictures>;
  elapse(): void;
} {
  const urls = new Set<string>();
  let due: (() => void)[] = [];
  const reads: ReturnType<typeof lab>['reads'] = [];
  const read = (_: unknown, options: ReadOptions = {}): Promise<unknown> =>
    new Promise((resolve) => {
      reads.push({
        options,
        async answer(value) {
          resolve(value);
          await Promise.resolve();
          await Promise.resolve();
        },
      });
    });
  const objectUrls: ObjectUrls = {
    createObjectURL() {
      const url = `blob:${String(urls.size)}`;
      urls.add(url);
      return url;
    },
    revokeObjectURL: (url) => void urls.delete(url),
  };
  const timeout = (_ms: number, callback: () => void): (() => void) => {
    due.push(callback);
    return () => {
      due = due.filter((each) => each !== callback);
    };
  };
  return {
    urls,
    reads,
    pictures: createPictures({ read } as unknown as Attachments, objectUrls, { timeout }),
    elapse() {
      for (const callback of due.splice(0)) callback();
    },
  };
}

describe('pictures of an editor', () => {
  test('two nodes share one reading and one address, which goes with the last of them', async () => {
    const { urls, reads, pictures, elapse } = lab();
    const seen: PictureState[] = [];
    const one = pictures.show(reference, (state) => seen.push(state));
    const two = pictures.show(reference, () => undefined);
    expect(reads).toHaveLength(1);
    reads[0]?.options.onProgress?.({ bytes: 3, total: GIF.length, isWaiting: true });
    await reads[0]?.answer({ ok: true, value: GIF });
    expect(seen.map(({ phase }) => phase)).toEqual(['fetching', 'fetching', 'shown']);
    expect(seen[1]).toMatchObject({ isAbsent: true });
    one.release();
    elapse();
    expect(urls.size).toBe(1);
    two.release();
    // A node that moves is drawn anew at once: nothing is read again.
    const three = pictures.show(reference, () => undefined);
    elapse();
    expect([urls.size, reads.length]).toEqual([1, 1]);
    three.release();
    elapse();
    expect(urls.size).toBe(0);
  });

  test('what is no picture gets no address, and what failed can be tried again', async () => {
    const { urls, reads, pictures } = lab();
    const seen: PictureState[] = [];
    const handle = pictures.show(reference, (state) => seen.push(state));
    await reads[0]?.answer({ ok: false, failure: { code: 'attachment-damaged', sentence: 'No.' } });
    expect(seen.at(-1)).toEqual({ phase: 'failed', sentence: 'No.' });
    handle.retry();
    await reads[1]?.answer({ ok: true, value: new TextEncoder().encode('<svg onload="alert(1)"/>') });
    expect(seen.at(-1)).toEqual({ phase: 'unshowable' });
    expect(urls.size).toBe(0);
  });

  test('the editor’s end stops what is being read and takes all addresses back', async () => {
    const { urls, reads, pictures } = lab();
    pictures.show(reference, () => undefined);
    await reads[0]?.answer({ ok: true, value: GIF });
    pictures.show({ ...reference, session: 'c' }, () => undefined);
    pictures.destroy();
    expect(reads[1]?.options.signal?.aborted).toBe(true);
    await reads[1]?.answer({ ok: true, value: GIF });
    expect(urls.size).toBe(0);
  });
});
