import type { AttachmentReference } from '@weft/crdt-core';
import type { Node } from 'prosemirror-model';
import type { HtmlElement } from '../convert/html-element.ts';
import { referenceToFile, toCaption } from '../schema/attachment.ts';
import { schema } from '../schema/schema.ts';
import { base64ToBytes } from './json/base64.ts';
import type { ImportedFile } from './types.ts';

/** Pictures that a page holds itself, as `data:` addresses. */
export interface FoundPictures {
  /** A picture block for an `img`; undefined for one that lies elsewhere. */
  take(image: HtmlElement): Node | undefined;
  readonly files: Readonly<Record<string, ImportedFile>>;
  /** The key in `files` that a block made by `take` stands for. */
  keyOf(reference: AttachmentReference): string | undefined;
}

const DATA = /^data:(image\/[\w.+-]{1,40});base64,/i;
/** What can be drawn, and so be told by its bytes; the name it gets. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

export function createFoundPictures(): FoundPictures {
  const files: Record<string, ImportedFile> = {};
  let count = 0;
  return {
    files,
    take(image) {
      const address = image.getAttribute('src') ?? '';
      const [prefix, type = ''] = DATA.exec(address) ?? [];
      const ending = ENDINGS[type.toLowerCase()];
      const bytes =
        prefix === undefined || ending === undefined ? undefined : base64ToBytes(address.slice(prefix.length));
      if (bytes === undefined) return undefined;
      count += 1;
      const name = toCaption(image.getAttribute('title')).slice(0, 200) || `picture-${count}.${ending}`;
      files[String(count)] = { name, type, bytes };
      return schema.nodes.image.create({
        file: referenceToFile(numberToReference(count, name), undefined),
        alt: toCaption(image.getAttribute('alt')) || null,
      });
    },
    keyOf({ session }) {
      const key = String(Number.parseInt(session, 16));
      return Object.hasOwn(files, key) ? key : undefined;
    },
  };
}

/** A reference that names no attachment yet but the n-th picture of what is read. */
function numberToReference(number: number, name: string): AttachmentReference {
  const hex = number.toString(16).padStart(64, '0');
  return { session: hex, hash: hex, chunks: 1, bytes: 0, type: 'image/png', name };
}
