import type { AttachmentReference } from '@weft/crdt-core';
import type { Mark } from 'prosemirror-model';
import type { Row } from '../../convert/rows.ts';
import type { Run } from '../../convert/runs.ts';
import type { TableRow } from '../../convert/table-out.ts';
import { toSafeHref } from '../../schema/href.ts';
import { toDay, toDeviceId } from '../../schema/inline.ts';
import { toColor } from '../../schema/palette.ts';
import type { WeftJsonBlock, WeftJsonMark, WeftJsonRun } from './types.ts';

/**
 * Blocks as JSON.
 * @param keyOf - the key in `files` of an attachment; undefined leaves its name as a paragraph
 */
export function rowsToJson(
  rows: readonly Row[],
  keyOf: (reference: AttachmentReference) => string | undefined,
): WeftJsonBlock[] {
  return rows.map((row) => {
    if (row.type === 'divider') return { type: 'divider' };
    if (row.type === 'table') return tableToJson(row);
    if (row.type === 'block') return textToJson(row);
    const { reference, alt, caption, width } = row.attachment;
    const key = reference && keyOf(reference);
    if (key === undefined) return { type: 'text', kind: 'paragraph', text: [reference?.name ?? 'file'] };
    return {
      type: row.type,
      file: key,
      ...(alt === '' ? {} : { alt }),
      ...(caption === '' ? {} : { caption }),
      ...(width === undefined ? {} : { width }),
    };
  });
}

function textToJson({
  kind,
  level,
  indent,
  checked,
  align,
  dir,
  language,
  runs,
}: Extract<Row, { type: 'block' }>): WeftJsonBlock {
  return {
    type: 'text',
    kind,
    ...(kind === 'heading' ? { level } : {}),
    ...(indent > 0 ? { indent } : {}),
    ...(kind === 'task' ? { checked } : {}),
    ...(align === undefined ? {} : { align }),
    ...(dir === undefined ? {} : { dir }),
    ...(kind === 'code' && language !== undefined ? { language } : {}),
    text: runs.map(runToJson),
  };
}

function runToJson({ text, marks }: Run): WeftJsonRun {
  const written = marks.flatMap(markToJson);
  return written.length === 0 ? text : { text, marks: written };
}

function markToJson({ type, attrs }: Mark): WeftJsonMark[] {
  switch (type.name) {
    case 'link': {
      const href = toSafeHref(attrs['href']);
      return href === undefined ? [] : [{ type: 'link', href }];
    }
    case 'color':
    case 'highlight': {
      const name = toColor(attrs['name']);
      return name === undefined ? [] : [{ type: type.name, name }];
    }
    case 'date': {
      const day = toDay(attrs['day']);
      return day === undefined ? [] : [{ type: 'date', day }];
    }
    case 'person': {
      const device = toDeviceId(attrs['device']);
      return device === undefined ? [] : [{ type: 'person', device }];
    }
    default:
      return [type.name as Extract<WeftJsonMark, string>];
  }
}

function tableToJson({ headerRow, headerColumn, columns, rows }: TableRow): WeftJsonBlock {
  return {
    type: 'table',
    ...(headerRow ? { headerRow } : {}),
    ...(headerColumn ? { headerColumn } : {}),
    columns: columns.map(({ width, align }) => ({
      ...(width === null ? {} : { width }),
      ...(align === 'center' || align === 'end' ? { align } : {}),
    })),
    rows: rows.map((row) =>
      row.map(({ runs, colspan, rowspan, covered }) =>
        covered
          ? null
          : {
              text: runs.map(runToJson),
              ...(colspan > 1 ? { colspan } : {}),
              ...(rowspan > 1 ? { rowspan } : {}),
            },
      ),
    ),
  };
}
