/** The sample document: short, and understood by being changed. */
import { CONTENT, editTitle, seedDocument, TITLE } from '@weft/editor-ui';
import * as Y from 'yjs';
import { sampleWords } from './words/sample.ts';

interface SampleBlock {
  readonly kind: 'paragraph' | 'heading' | 'task' | 'quote' | 'toggle';
  /** Words between asterisks are bold, between dollars a formula. */
  readonly text: string;
  readonly indent?: number;
}

function toBlocks(words: ReturnType<typeof sampleWords>): readonly SampleBlock[] {
  return [
    { kind: 'paragraph', text: words.lead },
    { kind: 'heading', text: words.write },
    { kind: 'task', text: words.tick },
    { kind: 'task', text: words.start },
    { kind: 'task', text: words.select },
    { kind: 'task', text: words.slash },
    { kind: 'task', text: words.formula },
    { kind: 'toggle', text: words.fold },
    { kind: 'paragraph', text: words.folded, indent: 1 },
    { kind: 'heading', text: words.apart },
    { kind: 'paragraph', text: words.offline },
    { kind: 'heading', text: words.together },
    { kind: 'task', text: words.share },
    { kind: 'quote', text: words.sealed },
  ];
}

function toText(text: string): Y.XmlText {
  const parts = text.split(/([*$])([^*$]+)\1/).flatMap((part, at, all) => {
    // Each sign stands before what it marks.
    if (at % 3 === 1) return [];
    if (at % 3 === 0) return { insert: part };
    return { insert: part, attributes: all[at - 1] === '*' ? { bold: {} } : { math: {} } };
  });
  const content = new Y.XmlText();
  content.applyDelta(parts.filter((part) => part.insert !== ''));
  return content;
}

/** Writes the sample into a new document, once, by its creator. */
export function writeWelcome(doc: Y.Doc): void {
  if (!seedDocument(doc)) return;
  const words = sampleWords();
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    const rest = toBlocks(words).map(({ kind, text, indent }, at) => {
      const block = new Y.XmlElement('block');
      block.setAttribute('id', `sample-${at}`);
      block.setAttribute('kind', kind);
      // Yjs keeps any JSON value; its types know of strings only.
      if (kind === 'heading') block.setAttribute('level', 2 as unknown as string);
      if (indent !== undefined) block.setAttribute('indent', indent as unknown as string);
      block.insert(0, [toText(text)]);
      return block;
    });
    content.insert(0, rest);
    // What `seedDocument` put there becomes the empty line at the end.
  });
  editTitle(doc.getText(TITLE), words.title);
}
