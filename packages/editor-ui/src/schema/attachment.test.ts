import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ATTACHMENT_DATA,
  attachmentToAttrs,
  attachmentToData,
  attrsToAttachment,
  dataToAttachment,
  referenceToFile,
} from './attachment.ts';
import { schema } from './schema.ts';

const hex = (digit: string): string => digit.repeat(64);
const reference = { session: hex('a'), chunks: 1, bytes: 10, hash: hex('b'), type: 'image/png', name: 'cat.png' };
const attrs = {
  file: referenceToFile(reference, { width: 320, height: 200 }),
  alt: 'A cat',
  caption: 'Mine',
  width: 50,
};

describe('attributes of images and files', () => {
  test('come back as they were written', () => {
    const block = attrsToAttachment(attrs);
    expect(block).toEqual({ reference, size: { width: 320, height: 200 }, alt: 'A cat', caption: 'Mine', width: 50 });
    expect(attachmentToAttrs(block)).toEqual(attrs);
    expect(dataToAttachment(attachmentToData(block))).toEqual(block);
  });

  test('any value becomes one that can be drawn', () => {
    const some = fc.oneof(fc.anything(), fc.string(), fc.json(), fc.constant(attrs.file), fc.integer());
    fc.assert(
      fc.property(some, some, some, some, (file, alt, caption, width) => {
        const block = attrsToAttachment({ file, alt, caption, width });
        expect(block.alt).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(block.caption.length).toBeLessThanOrEqual(1000);
        if (block.width !== undefined) expect(block.width).toBeGreaterThanOrEqual(10);
        if (block.width !== undefined) expect(block.width).toBeLessThanOrEqual(100);
        if (block.reference !== undefined) expect(block.reference.session).toMatch(/^[0-9a-f]{64}$/);
        const node = schema.nodes.image.create({ file, alt, caption, width });
        const toDom = schema.nodes.image.spec.toDOM as unknown as (of: typeof node) => [string, object, ...unknown[]];
        const [tag, data, ...more] = toDom(node);
        expect([tag, Object.keys(data), more]).toEqual(['figure', [ATTACHMENT_DATA], []]);
        const said = (data as Record<string, string>)[ATTACHMENT_DATA] ?? '';
        if (block.reference !== undefined) expect(dataToAttachment(said)).toEqual(block);
      }),
    );
  });

  test.each([
    ['a width of a script', { ...attrs, width: '50%;background:url(https://x.org)' }, 'width'],
    ['a width beyond the text', { ...attrs, width: 101 }, 'width'],
    ['a part of one', { ...attrs, width: 33.3 }, 'width'],
    ['a file of another length', { ...attrs, file: attrs.file.replace('"bytes":10', '"bytes":1e9') }, 'reference'],
    ['a session that is an address', { ...attrs, file: attrs.file.replace(hex('a'), 'https://x.org') }, 'reference'],
    ['a text without end', { ...attrs, file: `${attrs.file}${' '.repeat(5000)}` }, 'reference'],
    ['sizes that are none', { ...attrs, file: attrs.file.replace('"width":320', '"width":-1') }, 'size'],
  ] as const)('%s is not taken', (_, given, name) => {
    expect(attrsToAttachment(given)[name]).toBeUndefined();
  });
});
