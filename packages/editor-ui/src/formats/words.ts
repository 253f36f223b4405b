/** What an import or an export says to the person; nothing else in `formats` does. */
export const SENTENCES = {
  'import-unknown':
    'This kind of file cannot be imported; save it as Markdown, text, HTML, Word (.docx) or Weft’s JSON and choose it again.',
  'import-too-big':
    'This file is larger than can be imported (20 MB of text, 64 MB of Word, five million letters, 100,000 paragraphs); split it and import the parts.',
  'import-encoding':
    'This file is not UTF-8 or UTF-16 text, so its letters cannot be told; save it as UTF-8 and choose it again.',
  'import-damaged':
    'This file is damaged or not what its name says, so nothing was imported; open and save it in its own program first.',
  'import-newer': 'This file was written by a newer version of Weft; update Weft and import it again.',
  'import-empty': 'There is nothing in this file that could be imported.',
  'import-too-long':
    'This file took more than a minute to read, so nothing was imported; split it and import the parts.',
  'import-too-big-here':
    'That is more than 2 MB of text for one step; import the file into a new document, from the list of documents.',
  'import-failed':
    'The part of Weft that reads this file did not arrive or ran out of memory; go online and try again, or split the file.',
  'import-cancelled': 'The import was cancelled; nothing was added.',
  'import-refused': 'You are reading this document and cannot change it; import the file into a new document.',
} as const;
