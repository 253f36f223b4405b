/** The world that the model store needs, as browsers have it: a thin shell. */
import type { AskPort } from '../engines/endpoint/engine.ts';
import type { ModelFailureCode } from './failures.ts';
import type { FetchPort } from './fetch-parts.ts';
import type { LockPort, ModelDisk } from './ports.ts';

const NAME = 'weft-own-models';
const INDEX = 'index.json';

/** Locks over all tabs of this origin. */
export function createBrowserLocks(): LockPort {
  return {
    hold: async (name, work) => await navigator.locks.request(name, work),
    tryHold: async (name, work) =>
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : work())),
  };
}

/** `fetch`, so that nothing of who asks goes along, and nothing is kept a second time. */
export function createBrowserFetch(): FetchPort {
  return async (address, { range, signal }) => {
    let isBlocked = false;
    const onViolation = (event: Event): void => {
      const { blockedURI = '' } = event as { readonly blockedURI?: string };
      isBlocked ||= address.startsWith(blockedURI) || new URL(address).origin === blockedURI;
    };
    globalThis.addEventListener('securitypolicyviolation', onViolation);
    try {
      const response = await fetch(address, {
        ...(range === undefined ? {} : { headers: { range } }),
        signal,
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      if (response.body === null) return { ok: false, code: 'model-cut' };
      const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
      const from = response.status === 206 ? start : '0';
      return {
        ok: true,
        status: response.status,
        start: from === undefined ? undefined : Number(from),
        body: response.body,
      };
    } catch {
      // What the policy blocked is told of in a later task.
      await new Promise((resolve) => setTimeout(resolve));
      const code: ModelFailureCode = isBlocked ? 'model-blocked' : 'model-offline';
      return { ok: false, code };
    } finally {
      globalThis.removeEventListener('securitypolicyviolation', onViolation);
    }
  };
}

/** A request to an address that the person named. It is not sent on to another. */
export function createBrowserAsk(): AskPort {
  return async (address, { headers, body, signal }) => {
    try {
      const response = await fetch(address, {
        ...(body === undefined ? { method: 'GET' } : { method: 'POST', body }),
        headers,
        signal,
        redirect: 'error',
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      return response.body === null ? undefined : { status: response.status, body: response.body };
    } catch {
      return undefined;
    }
  };
}

/** The origin's own files, where they can be written in one piece; else Cache storage. */
export async function openBrowserDisk(): Promise<ModelDisk> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(NAME, { create: true });
    if ('createWritable' in FileSystemFileHandle.prototype) return createFolderDisk(folder);
  } catch {
    // A window that keeps nothing may still have a cache.
  }
  return createCacheDisk();
}

async function room(): Promise<number | undefined> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? undefined : quota - usage;
}

/** A folder of the origin: what a stream wrote is there once it is closed, whole, and not before. */
export function createFolderDisk(folder: FileSystemDirectoryHandle): ModelDisk {
  const read = async (name: string): Promise<File | undefined> => {
    try {
      const file = await (await folder.getFileHandle(name)).getFile();
      // A tab that ended before its stream was closed leaves an empty file.
      return file.size === 0 ? undefined : file;
    } catch (error) {
      if ((error as { readonly name?: unknown }).name === 'NotFoundError') return undefined;
      throw error;
    }
  };
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
    try {
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
    } catch (error) {
      await stream.abort().catch(() => undefined);
      throw error;
    }
  };
  return {
    has: async (hash) => (await read(hash)) !== undefined,
    put: write,
    read,
    async list() {
      const names: string[] = [];
      for await (const name of folder.keys()) if (name !== INDEX) names.push(name);
      return names;
    },
    remove: (hash) => folder.removeEntry(hash),
    loadIndex: async () => (await read(INDEX))?.bytes(),
    saveIndex: (bytes) => write(INDEX, bytes),
    room,
  };
}

/** A cache: an entry is there whole, or not. */
export async function createCacheDisk(): Promise<ModelDisk> {
  const cache = await caches.open(NAME);
  const toAddress = (name: string): string => `/${NAME}/${name}`;
  const read = async (name: string): Promise<Blob | undefined> => (await cache.match(toAddress(name)))?.blob();
  const write = (name: string, bytes: Uint8Array): Promise<void> =>
    cache.put(toAddress(name), new Response(bytes as Uint8Array<ArrayBuffer>));
  return {
    has: async (hash) => (await cache.match(toAddress(hash))) !== undefined,
    put: write,
    read,
    async list() {
      const names = (await cache.keys()).map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
      return names.filter((name) => name !== INDEX);
    },
    async remove(hash) {
      await cache.delete(toAddress(hash));
    },
    loadIndex: async () => (await read(INDEX))?.bytes(),
    saveIndex: (bytes) => write(INDEX, bytes),
    room,
  };
}
