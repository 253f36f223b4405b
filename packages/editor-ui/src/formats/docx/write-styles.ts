import { BorderStyle, type IStylesOptions, LineRuleType, ShadingType } from 'docx';

export const CODE_FONT = 'Courier New';
/** Of the paragraphs in header cells. */
export const HEAD_STYLE = 'TableHeading';

const after = (twips: number): { readonly spacing: { readonly after: number } } => ({ spacing: { after: twips } });

/** The styles a Word file is written with, by the names that Word and others know them by. */
export const STYLES: IStylesOptions = {
  default: {
    // Without its rule LibreOffice takes the height of lines for a fixed one, and shows of a picture as much as fits in a line.
    document: {
      run: { font: 'Calibri', size: 22 },
      paragraph: { spacing: { after: 120, line: 276, lineRule: LineRuleType.AUTO } },
    },
    title: { run: { size: 48, bold: true }, paragraph: after(240) },
    heading1: { run: { size: 34, bold: true }, paragraph: { keepNext: true, spacing: { before: 320, after: 120 } } },
    heading2: { run: { size: 28, bold: true }, paragraph: { keepNext: true, spacing: { before: 280, after: 100 } } },
    heading3: { run: { size: 24, bold: true }, paragraph: { keepNext: true, spacing: { before: 240, after: 80 } } },
    heading4: { run: { size: 22, bold: true }, paragraph: { keepNext: true, spacing: { before: 200, after: 80 } } },
    heading5: {
      run: { size: 22, bold: true, color: '5F5B54' },
      paragraph: { keepNext: true, spacing: { before: 200, after: 80 } },
    },
    heading6: {
      run: { size: 20, bold: true, color: '5F5B54' },
      paragraph: { keepNext: true, spacing: { before: 200, after: 80 } },
    },
    hyperlink: { run: { color: '1D55A5', underline: {} } },
  },
  paragraphStyles: [
    {
      id: 'Quote',
      name: 'Quote',
      basedOn: 'Normal',
      quickFormat: true,
      run: { italics: false, color: '3F3C37' },
      paragraph: {
        ...after(120),
        border: { left: { style: BorderStyle.SINGLE, size: 18, space: 10, color: 'C9C4BA' } },
      },
    },
    {
      id: 'Callout',
      name: 'Callout',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { ...after(120), shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F3F1EC' } },
    },
    {
      id: 'SourceCode',
      name: 'Source Code',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: CODE_FONT, size: 19 },
      paragraph: { ...after(120), shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F6F5F2' } },
    },
    { id: 'DisplayFormula', name: 'Display Formula', basedOn: 'Normal', run: { font: CODE_FONT, size: 19 } },
    { id: HEAD_STYLE, name: 'Table Heading', basedOn: 'Normal', run: { bold: true } },
    { id: 'Caption', name: 'caption', basedOn: 'Normal', quickFormat: true, run: { size: 19, color: '5F5B54' } },
  ],
  characterStyles: [
    { id: 'Formula', name: 'Formula', run: { font: CODE_FONT, size: 20 } },
    { id: 'VerbatimChar', name: 'Verbatim Char', run: { font: CODE_FONT, size: 20 } },
  ],
};
