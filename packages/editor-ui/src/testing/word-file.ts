import { strToU8, zipSync } from 'fflate';

/** A Word file of some XML, as small as it can be; `more`: further parts, by path. */
export function wordFile(body: string, more: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array {
  const parts = { 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>`, ...more };
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  );
}

/** What the document's part refers to: by id, kind and place. */
export function relations(...all: readonly (readonly [id: string, kind: string, target: string])[]): {
  readonly 'word/_rels/document.xml.rels': string;
} {
  const list = all.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="https://x/relationships/${kind}" Target="${target}"/>`,
  );
  return { 'word/_rels/document.xml.rels': `<Relationships>${list.join('')}</Relationships>` };
}

export function paragraph(inner: string, look = ''): string {
  return `<w:p>${look === '' ? '' : `<w:pPr>${look}</w:pPr>`}${inner}</w:p>`;
}

export function run(text: string, look = ''): string {
  return `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}
