import { loadSodium, partsToFileHash, partToHash, toHex } from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import vectors from './attachments.json' with { type: 'json' };
import keyVectors from './keys.json' with { type: 'json' };
import { plainChain, plainFileHash } from './plain-attachment.ts';
import { hex, plainEpochCertificate, plainKeys } from './plain-decoder.ts';

const sodium = await loadSodium();
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const epoch = plainEpochCertificate(bytesOf(keyVectors['KEY-3'].bytes));
const keys = plainKeys('editor', bytesOf(keyVectors['KEY-2'].editSecret));
const createFile = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + 1) % 256);

describe('the plain decoder agrees on attachments', () => {
  test.each(vectors.files)('ATT-1 ATT-2 a file of $bytes bytes', ({ bytes, hash, envelope, session }) => {
    const [payload = new Uint8Array(1)] = plainChain([bytesOf(envelope)], epoch, keys);
    expect(payload).toEqual(createFile(bytes));
    expect(hex(plainFileHash(payload))).toBe(hash);
    expect(envelope.slice(82, 146)).toBe(session);
    expect(toHex(partsToFileHash(sodium, bytes, [partToHash(sodium, payload)]))).toBe(hash);
  });

  test.each(vectors.hashes)('ATT-2 the hash of a file of $bytes bytes', ({ bytes, hash }) => {
    expect(hex(plainFileHash(createFile(bytes)))).toBe(hash);
    expect(hex(plainFileHash(createFile(bytes - 1)))).not.toBe(hash);
  });

  test('ATT-1 each chunk names the one before', () => {
    const chain = vectors.chain.map(bytesOf);
    expect(plainChain(chain, epoch, keys)).toEqual([createFile(9), createFile(5)]);
    expect(() => plainChain(chain.toReversed(), epoch, keys)).toThrow();
  });
});
