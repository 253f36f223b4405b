import type { AttachmentReference } from '@weft/crdt-core';
import type { Row } from '../../convert/rows.ts';
import { escapeHtml, rowsToHtml } from '../../convert/to-html.ts';
import { sniffPicture } from '../../files/sniff.ts';
import { isMathLoaded, loadMath } from '../../math/load.ts';
import { isFormula, type Run } from '../../convert/runs.ts';
import { bytesToBase64 } from '../json/base64.ts';
import type { ImportedFile } from '../types.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageSource {
  readonly title: string;
  readonly rows: readonly Row[];
  /** BCP 47 name of the page's language. */
  readonly language: string;
}

/**
 * A page that needs nothing else: styles, pictures and formulas are in it, no script is, and its policy fetches nothing.
 * @param fileOf - the bytes of a picture; none where they could not be had
 */
export async function writePage(
  { title, rows, language }: PageSource,
  fileOf: (reference: AttachmentReference) => ImportedFile | undefined,
): Promise<string> {
  if (rows.some(hasFormula) && !isMathLoaded()) await loadMath();
  const body = rowsToHtml(rows.map(withoutPeople), (reference) => {
    const bytes = fileOf(reference)?.bytes;
    const picture = bytes && sniffPicture(bytes);
    return bytes === undefined || picture === undefined
      ? undefined
      : `data:${picture.type};base64,${bytesToBase64(bytes)}`;
  });
  const heading = title === '' ? '' : `<h1 class="title">${escapeHtml(title)}</h1>\n`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="generator" content="Weft">
<title>${escapeHtml(title === '' ? 'Weft' : title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${heading}${body}
</body>
</html>
`;
}

/** Whom a name means is told by a device's id: of no use elsewhere. */
function withoutPeople(row: Row): Row {
  const strip = (runs: readonly Run[]): Run[] =>
    runs.map(({ text, marks }) => ({ text, marks: marks.filter(({ type }) => type.name !== 'person') }));
  if (row.type === 'block') return { ...row, runs: strip(row.runs) };
  if (row.type !== 'table') return row;
  return { ...row, rows: row.rows.map((cells) => cells.map((cell) => ({ ...cell, runs: strip(cell.runs) }))) };
}

function hasFormula(row: Row): boolean {
  if (row.type === 'table') return row.rows.some((cells) => cells.some(({ runs }) => runs.some(isFormula)));
  return row.type === 'block' && (row.kind === 'math' || row.runs.some(isFormula));
}
