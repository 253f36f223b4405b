import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createListener } from '../testing/listener-onnx.ts';
import { createModel, sign, sodium, toManifest } from '../testing/model-world.ts';
import { compareVersions, manifestToBytes, manifestToText, type ModelManifest } from './manifest.ts';
import { toModelAddress } from './offer.ts';
import { readManifest } from './read-manifest.ts';
import { checkSignature } from './trust.ts';

const { manifest } = createModel(1, { canary: 'canary/weft-model.json' });
const utf8 = new TextEncoder();
const read = (value: unknown) => readManifest(utf8.encode(typeof value === 'string' ? value : JSON.stringify(value)));
const plain = JSON.parse(manifestToText(manifest, sign(manifest))) as Record<string, unknown>;

describe('MDL-1 a manifest', () => {
  test('is read as it was written, and its signature holds', () => {
    const found = read(manifestToText(manifest, sign(manifest)));
    if (!found.ok) throw new Error(found.failure.code);
    expect(found.value.manifest).toEqual(manifest);
    expect(checkSignature(sodium, found.value)).toMatchObject({ ok: true, value: { fingerprint: /^(\d{5} ?){6}$/ } });
    const unsigned = read(manifestToText(manifest));
    if (!unsigned.ok) throw new Error(unsigned.failure.code);
    expect(checkSignature(sodium, unsigned.value)).toEqual({ ok: true, value: undefined });
  });

  test('is signed as to what it says, however it is spaced and ordered', () => {
    const turned = Object.fromEntries(Object.entries(plain).toReversed());
    const found = read(JSON.stringify(turned));
    expect(found.ok && checkSignature(sodium, found.value).ok).toBe(true);
  });

  test.each(Object.keys(plain).filter((name) => !['weftModel', 'signature', 'key'].includes(name)))(
    'changed in %s is refused',
    (name) => {
      const changes: Record<string, unknown> = {
        channel: 'canary',
        tasks: ['summarize'],
        files: (plain['files'] as Record<string, unknown>[]).toReversed(),
        contract: { ...(plain['contract'] as object), context: 32 },
        selfTest: { text: 'a', answer: 'c', tokens: 1 },
        canary: 'other.json',
        id: 'other',
        version: '9.0.0',
        memory: 1,
        // Other parts would need other hashes.
        partBytes: 1025,
      };
      const found = read({ ...plain, [name]: changes[name] ?? `${String(plain[name])} 2` });
      const code = found.ok ? checkSignature(sodium, found.value) : found;
      expect(code).toMatchObject({ ok: false, failure: { code: 'model-signature' } });
    },
  );

  test.each([
    ['nothing', ''],
    ['no object', '[]'],
    ['no fields', '{}'],
    ['a field too many', { ...plain, extra: 1 }],
    ['a key without a signature', { ...plain, signature: undefined }],
    ['a path that climbs', { ...plain, files: [{ path: '../x', bytes: 1, parts: ['a'.repeat(43)] }] }],
    ['a path from the root', { ...plain, files: [{ path: '/x', bytes: 1, parts: ['a'.repeat(43)] }] }],
    ['too few parts', { ...plain, files: [{ path: 'x', bytes: 1025, parts: ['a'.repeat(43)] }] }],
    ['a name that hides its direction', { ...plain, name: 'a\u202eb' }],
    ['a task nobody knows', { ...plain, tasks: ['fly'] }],
    ['a version of four numbers', { ...plain, version: '1.2.3.4' }],
    ['a model that is not among the files', { ...plain, contract: { ...(plain['contract'] as object), model: 'x' } }],
  ])('with %s is malformed', (_, value) => {
    expect(read(value)).toMatchObject({ ok: false, failure: { code: 'model-malformed' } });
  });

  test.each(['merged', 'two'] as const)('of a model of speech in files as %s is read as it was written', (shape) => {
    const { files, contract } = createListener(shape);
    const speech = toManifest(new Map([...files, ['a.wav', new Uint8Array(9)]]), {
      contract,
      tasks: ['transcribe'],
      selfTest: { text: 'a.wav', answer: ' low', tokens: 1 },
    });
    expect(read(manifestToText(speech))).toEqual({ ok: true, value: { manifest: speech, signed: undefined } });
    const wrong = (change: object): object => ({
      ...(JSON.parse(manifestToText(speech)) as object),
      ...change,
    });
    const malformed = { ok: false, failure: { code: 'model-malformed' } };
    // Its test is a recording among its files.
    expect(read(wrong({ selfTest: { ...speech.selfTest, text: 'b.wav' } }))).toMatchObject(malformed);
    for (const change of [{ languages: [] }, { languages: ['../x'] }, { mels: 0 }, { never: [-1] }, { isTold: 1 }]) {
      expect(read(wrong({ contract: { ...contract, ...change } }))).toMatchObject(malformed);
    }
  });

  test('of another version of Weft says so', () => {
    expect(read({ weftModel: 2 })).toMatchObject({ ok: false, failure: { code: 'model-version' } });
  });

  test('of any bytes is a value', () => {
    const shown = utf8.encode(manifestToText(manifest));
    fc.assert(
      fc.property(fc.nat(shown.length - 1), fc.nat(255), fc.nat(shown.length), (at, byte, length) => {
        const altered = shown.slice(0, length);
        if (at < length) altered[at] = byte;
        const found = readManifest(altered);
        // Whatever is read is something that can be written, and that reads the same.
        if (found.ok) expect(read(manifestToText(found.value.manifest))).toMatchObject({ ok: true });
      }),
    );
    fc.assert(fc.property(fc.json(), (json) => void read(json)));
  });

  test('has one text', () => {
    const shuffled = Object.fromEntries(Object.entries(manifest).toReversed()) as unknown as ModelManifest;
    expect(manifestToBytes(shuffled)).toEqual(manifestToBytes(manifest));
  });
});

test('versions are compared as numbers', () => {
  expect(['1.10.0', '1.9.9', '2.0.0', '1.9.10'].toSorted(compareVersions)).toEqual([
    '1.9.9',
    '1.9.10',
    '1.10.0',
    '2.0.0',
  ]);
});

test.each([
  ['https://a.test/m/', 'https://a.test/m/weft-model.json'],
  ['https://a.test/m.json#x', 'https://a.test/m.json'],
  ['/models/x/', 'https://weft.test/models/x/weft-model.json'],
  ['http://127.0.0.1:8080/m.json', 'http://127.0.0.1:8080/m.json'],
  ['http://a.test/m.json', undefined],
  ['https://user:word@a.test/m.json', undefined],
  ['file:///etc/passwd', undefined],
  ['data:application/json,{}', undefined],
  ['https://', undefined],
])('the address %s is %s', (text, wanted) => {
  const address = toModelAddress(text, 'https://weft.test/d/1');
  expect(address.ok ? address.value : undefined).toBe(wanted);
});
