/** What runs inside the browser: the law of `ModelDisk`, over the two that browsers have. */
import { createCacheDisk, createFolderDisk } from '../../../packages/local-ai/src/models/browser-ports.ts';

/** The page's own hands, in `globalThis.localPage`. */
export interface DiskPage {
  /** Each sentence that does not hold. */
  check(kind: 'folder' | 'cache'): Promise<readonly string[]>;
}

async function check(kind: 'folder' | 'cache'): Promise<readonly string[]> {
  const root = await navigator.storage.getDirectory();
  const open = async () =>
    kind === 'cache' ? createCacheDisk() : createFolderDisk(await root.getDirectoryHandle('disk', { create: true }));
  const disk = await open();
  const wrong: string[] = [];
  const law = (holds: boolean, sentence: string): void => void (holds || wrong.push(sentence));
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
  const [one, two] = ['a'.repeat(42).concat('-'), 'A'.repeat(42).concat('_')];
  law((await disk.loadIndex()) === undefined, 'there is no index at first');
  law(!(await disk.has(one)) && (await disk.read(one)) === undefined, 'what was never put is not there');
  await disk.put(one, bytes);
  await disk.put(two, bytes.subarray(5, 6));
  await disk.saveIndex(bytes.subarray(0, 9));
  await disk.saveIndex(bytes.subarray(1, 4));
  const again = await open();
  const read = await (await again.read(one))?.arrayBuffer();
  law(read !== undefined && new Uint8Array(read).every((byte, at) => byte === bytes[at]), 'what was put is read');
  law(read?.byteLength === bytes.length, 'and all of it');
  law((await (await again.read(two))?.bytes())?.[0] === 5, 'a view is put, not what it is of; letters have cases');
  law((await again.loadIndex())?.join() === '1,2,3', 'the last index counts');
  law((await again.list()).toSorted().join() === [one, two].toSorted().join(), 'the index is no part');
  await again.remove(one);
  law(!(await disk.has(one)) && (await disk.has(two)), 'what is removed is gone, and nothing else');
  law(((await disk.room()) ?? 0) > 1e6, 'there is some room');
  if (kind === 'folder') {
    // A tab that ends before its stream is closed leaves a file without content.
    const folder = await root.getDirectoryHandle('disk');
    const stream = await (await folder.getFileHandle(one, { create: true })).createWritable();
    await stream.write(bytes);
    law(!(await disk.has(one)), 'what is not written to its end is not there');
    await stream.abort();
  }
  return wrong;
}

const hands: DiskPage = { check };
Object.assign(globalThis, { localPage: hands });
