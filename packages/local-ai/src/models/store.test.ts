import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createModel,
  createServer,
  createTab,
  createTestDisk,
  type Death,
  type Manners,
  type TestDisk,
  type TestLocks,
  type TestServer,
  type TestTab,
  sodium,
} from '../testing/model-world.ts';
import { modelFailure } from './failures.ts';
import { fetchOffer, fetchUpdate, readOffer } from './offer.ts';
import type { ModelStorePorts, TestModel } from './ports.ts';
import { createModelStore, type ModelStore } from './store.ts';

const ADDRESS = 'https://models.test/weft-model.json';
const first = createModel(1);
const second = createModel(2, { version: '1.1.0' });
const runs = process.env['WEFT_THOROUGH'] === '1' ? 4000 : 120;

interface Device {
  readonly disk: TestDisk;
  readonly locks: TestLocks;
  server: TestServer;
}

const createDevice = (files = first.files): Device => ({
  disk: createTestDisk(),
  locks: { held: new Map(), waiting: [] },
  server: createServer(files),
});

const passes: TestModel = ({ files }) =>
  // What is tested has its whole files.
  Promise.resolve(
    [...files.values()].length === 2 ? { ok: true, value: { latency: 5 } } : modelFailure('model-broken'),
  );

function openTab(
  { disk, locks, server }: Device,
  death?: Death,
  testModel: TestModel = passes,
): { readonly store: ModelStore; readonly tab: TestTab; readonly ports: ModelStorePorts } {
  const tab = createTab(disk, locks, death);
  const ports = { disk: tab.disk, locks: tab.locks, get: server.get, sodium: async () => sodium, test: testModel };
  return { store: createModelStore(ports), tab, ports };
}

async function offer(device: Device, address = ADDRESS) {
  const found = await fetchOffer({ get: device.server.get, sodium: async () => sodium }, address);
  if (!found.ok) throw new Error(found.failure.code);
  return found.value;
}

async function installFirst(device: Device): Promise<void> {
  const added = await openTab(device).store.add(await offer(device), false);
  if (!added.ok) throw new Error(added.failure.code);
}

/** MDL-4: what is in use, and what was before, is whole and exactly what one manifest says. */
async function expectWhole(device: Device, versions: readonly string[]): Promise<string> {
  const { store, ports } = openTab(device);
  const index = await store.list();
  const [record] = index.records;
  const opened = await store.open('tiny');
  if (!opened.ok) throw new Error(opened.failure.code);
  const { version } = opened.value.manifest;
  expect(versions).toContain(version);
  const { files } = version === '1.0.0' ? first : second;
  for (const [path, blob] of opened.value.files) expect(await blob.bytes()).toEqual(files.get(path));
  for (const { parts } of record?.previous?.manifest.files ?? []) {
    for (const hash of parts) expect(await ports.disk.has(hash)).toBe(true);
  }
  return version;
}

describe('MDL-4 MDL-5 a model is put to use whole or not at all', () => {
  const manners = fc.record<Manners>({
    ranges: fc.boolean(),
    cutAfter: fc.constantFrom(Number.POSITIVE_INFINITY, 500, 1100, 2600),
    wrong: fc.constantFrom(0, 0, 1, 2, 9),
    offline: fc.constantFrom(false, false, false, true),
  });
  const attempt = fc.record({
    manners,
    limit: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 5000, 7000),
    death: fc.option(fc.record({ at: fc.integer({ min: 1, max: 60 }), isAfter: fc.boolean() }), { nil: undefined }),
    action: fc.constantFrom('none', 'pause', 'cancel', 'another tab'),
    moment: fc.constantFrom('fetching', 'testing'),
    testFails: fc.constantFrom(undefined, undefined, 'model-memory', 'model-answer'),
  });

  test('whatever the server, the disk, the person and a second tab do, and wherever a tab dies', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 4 }), async (attempts) => {
        const device = createDevice();
        await installFirst(device);
        const next: Device = { ...device, server: createServer(second.files) };
        const wanted = await offer(next);
        for (const { manners: how, limit, death, action, moment, testFails } of attempts) {
          next.server.manners = how;
          device.disk.limit = limit;
          const { store, tab } = openTab(next, death, (model) =>
            testFails === undefined ? passes(model) : Promise.resolve(modelFailure(testFails)),
          );
          const hasPending = (await openTab(next).store.list()).records[0]?.pending !== undefined;
          const running: Promise<unknown>[] = [];
          let isUntouched = true;
          store.watch(() => {
            const install = store.installs().get('tiny');
            // In the midst of it: something came and something is still to come, or its test runs.
            if (!isUntouched || install?.phase !== moment || install.missing.length > 2) return;
            isUntouched = false;
            seen.add(`${action} ${install.phase}`);
            if (action === 'pause') store.pause('tiny');
            if (action === 'cancel') running.push(store.cancel('tiny'));
            if (action === 'another tab') running.push(openTab(next).store.add(wanted, false));
          });
          running.push(hasPending ? store.resume('tiny') : store.add(wanted, false));
          const ended = await Promise.race([running[0], tab.died]);
          if (ended !== 'died') await Promise.race([Promise.all(running), tab.died]);
          else seen.add('died');
          await expectWhole(next, ['1.0.0', '1.1.0']);
        }
        // Once nothing is wrong any more it gets there, and back.
        next.server = createServer(second.files);
        device.disk.limit = Number.POSITIVE_INFINITY;
        const { store } = openTab(next);
        expect(await store.add(wanted, false)).toMatchObject({ ok: true });
        expect(await expectWhole(next, ['1.1.0'])).toBe('1.1.0');
        await store.rollBack('tiny');
        expect(await expectWhole(next, ['1.0.0'])).toBe('1.0.0');
        await store.remove('tiny');
        expect(device.disk.parts.size).toBe(0);
      }),
      { numRuns: runs },
    );
    for (const one of ['pause fetching', 'cancel fetching', 'cancel testing', 'another tab fetching', 'died']) {
      expect(seen).toContain(one);
    }
  });

  test('a tab may die at any use of the disk', async () => {
    let hasFinished = false;
    for (let at = 1; !hasFinished; at++) {
      for (const isAfter of [false, true]) {
        const device = createDevice();
        await installFirst(device);
        const next: Device = { ...device, server: createServer(second.files) };
        const wanted = await offer(next);
        const { store, tab } = openTab(next, { at, isAfter });
        hasFinished = (await Promise.race([store.add(wanted, false), tab.died])) !== 'died';
        await expectWhole(next, ['1.0.0', '1.1.0']);
        const again = openTab(next).store;
        const resumed = await again.resume('tiny');
        if (!resumed.ok) expect(resumed.failure.code).toBe('model-gone');
        await again.add(wanted, false);
        expect(await expectWhole(next, ['1.1.0'])).toBe('1.1.0');
      }
    }
  });
});

describe('what is fetched', () => {
  test('MDL-2 is fetched once: a version with a file in common, and after a pause only what is missing', async () => {
    const device = createDevice();
    await installFirst(device);
    const next: Device = { ...device, server: createServer(second.files) };
    const { store } = openTab(next);
    const wanted = await offer(next);
    next.server.manners = { cutAfter: 2100 };
    next.server.asked.length = 0;
    expect(await store.add(wanted, false)).toMatchObject({ ok: true });
    expect(next.server.asked).toEqual(['model.onnx', 'model.onnx bytes=2048-3499']);
  });

  test.each([
    ['offline', { offline: true }, 'model-offline'],
    ['a file that is not there', { absent: ['model.onnx'] }, 'model-absent'],
    ['wrong bytes twice', { wrong: 99 }, 'model-hash'],
    ['a server that stops before anything is whole', { cutAfter: 900 }, 'model-cut'],
  ] as const)('%s is one sentence, and what is in use stays', async (_, manners, code) => {
    const device = createDevice();
    await installFirst(device);
    const next: Device = { ...device, server: createServer(second.files) };
    const wanted = await offer(next);
    next.server.manners = manners;
    const added = await openTab(next).store.add(wanted, false);
    expect(added).toMatchObject({ ok: false, failure: { code } });
    expect(await expectWhole(next, ['1.0.0'])).toBe('1.0.0');
  });

  test('wrong bytes once are fetched again', async () => {
    const device = createDevice();
    device.server.manners = { wrong: 1 };
    await installFirst(device);
    await expectWhole(device, ['1.0.0']);
  });

  test('comes from files as well, all of them or none', async () => {
    const device = createDevice();
    const { store } = openTab(device);
    const blobs = new Map([...first.files].map(([path, bytes]) => [path, new Blob([bytes])]));
    const read = await readOffer({ get: device.server.get, sodium: async () => sodium }, blobs);
    if (!read.ok) throw new Error(read.failure.code);
    const alone = new Map([...blobs].filter(([path]) => path !== 'weft-model.json'));
    const ports = { get: device.server.get, sodium: async () => sodium };
    expect(await readOffer(ports, alone)).toMatchObject({ ok: false, failure: { code: 'model-undescribed' } });
    // What cannot be run here is told before anything is fetched.
    const other = await readOffer({ ...ports, runs: ({ runtime }) => runtime === 'gguf' }, blobs);
    expect(other).toMatchObject({ ok: false, failure: { code: 'model-runtime' } });
    const missing = new Map([...blobs].filter(([path]) => path !== 'model.onnx'));
    const lacking = { ...read.value, source: { type: 'files', files: missing } as const };
    expect(await store.add(lacking, false)).toMatchObject({ ok: false, failure: { code: 'model-files' } });
    expect(await store.resume('tiny', blobs)).toMatchObject({ ok: true });
    await expectWhole(device, ['1.0.0']);
    expect(device.server.asked).toEqual([]);
  });

  test('damage on the disk is found before a model is put to use, and mended', async () => {
    const device = createDevice();
    device.server.manners = { offline: true };
    const { store } = openTab(device);
    device.server.manners = {};
    const wanted = await offer(device);
    const hash = wanted.manifest.files[1]?.parts[1] ?? '';
    device.disk.parts.set(hash, new Uint8Array(1024));
    expect(await store.add(wanted, false)).toMatchObject({ failure: { code: 'model-gone' } });
    expect(await store.resume('tiny')).toMatchObject({ ok: true });
    await expectWhole(device, ['1.0.0']);
  });
});

describe('MDL-3 what may follow what', () => {
  const add = async (device: Device, model: ReturnType<typeof createModel>, isUnsignedAllowed = false) => {
    const next: Device = { ...device, server: createServer(model.files) };
    return openTab(next).store.add(await offer(next), isUnsignedAllowed);
  };

  test('nothing unsigned without a yes, no other key, nothing older', async () => {
    const device = createDevice();
    const unsigned = createModel(1, {}, 0);
    expect(await add(device, unsigned)).toMatchObject({ failure: { code: 'model-unsigned' } });
    expect(await add(device, unsigned, true)).toMatchObject({ ok: true });
    expect(await add(device, second)).toMatchObject({ ok: true });
    const foreign = createModel(3, { version: '2.0.0' }, 9);
    expect(await add(device, foreign, true)).toMatchObject({ failure: { code: 'model-key' } });
    expect(await add(device, createModel(3, { version: '2.0.0' }, 0), true)).toMatchObject({
      failure: { code: 'model-key' },
    });
    expect(await add(device, first)).toMatchObject({ failure: { code: 'model-older' } });
  });

  test('a version that answers its test wrongly is not offered again by itself', async () => {
    const device = createDevice();
    await installFirst(device);
    const next: Device = { ...device, server: createServer(second.files) };
    const { store, ports } = openTab(next, undefined, async () => modelFailure('model-answer'));
    expect(await store.add(await offer(next), false)).toMatchObject({ failure: { code: 'model-answer' } });
    const [record] = (await store.list()).records;
    if (record === undefined) throw new Error('it is there');
    expect(await fetchUpdate(ports, record)).toEqual({ ok: true, value: undefined });
    expect(await expectWhole(next, ['1.0.0'])).toBe('1.0.0');
    expect(next.disk.parts.size).toBe(6);
  });

  test('the canary channel is for who chose it', async () => {
    const canary = createModel(4, { version: '1.2.0', channel: 'canary' });
    const stable = createModel(1, { canary: 'next/weft-model.json' });
    const files = new Map(stable.files);
    for (const [path, bytes] of canary.files) files.set(`next/${path}`, bytes);
    const device = createDevice(files);
    await installFirst(device);
    const { store, ports } = openTab(device);
    const look = async () => {
      const [record] = (await store.list()).records;
      if (record === undefined) throw new Error('it is there');
      return fetchUpdate(ports, record);
    };
    expect(await look()).toEqual({ ok: true, value: undefined });
    await store.setChannel('tiny', 'canary');
    const update = await look();
    if (!update.ok || update.value === undefined) throw new Error('there is a canary');
    expect(update.value.manifest.version).toBe('1.2.0');
    expect(await store.add(update.value, false)).toMatchObject({ ok: true });
    const [record] = (await store.list()).records;
    expect(record).toMatchObject({ from: ADDRESS, current: { manifest: { version: '1.2.0' } } });
  });
});
