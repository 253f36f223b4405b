import type { ExportFormat, ImportFormat } from './types.ts';

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
  html: 'html',
  htm: 'html',
  docx: 'docx',
  json: 'json',
};

/** What a file is, by its name; undefined for what cannot be imported. */
export function nameToFormat(name: string): ImportFormat | undefined {
  const ending = /\.(\w{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
}

/** For the browser's picker. */
export const IMPORT_ACCEPT: string = Object.keys(FORMATS)
  .map((ending) => `.${ending}`)
  .join(',');

/** How the name of an exported file ends. */
export const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  markdown: '.md',
  html: '.html',
  docx: '.docx',
  json: '.json',
};
