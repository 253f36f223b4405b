/** The sample document: short, and understood by being changed. */
import { CONTENT, editTitle, seedDocument, TITLE } from '@weft/editor-ui';
import * as Y from 'yjs';

interface SampleBlock {
  readonly kind: 'paragraph' | 'heading' | 'task' | 'quote';
  /** Words between asterisks are bold. */
  readonly text: string;
}

const blocks: readonly SampleBlock[] = [
  { kind: 'paragraph', text: 'This is a document like any other. Change it, break it, remove it when you are done.' },
  { kind: 'heading', text: 'Write' },
  { kind: 'task', text: 'Tick this line' },
  { kind: 'task', text: 'Start a line with *#* and a space: it becomes a heading. *-* makes a list, *>* a quote.' },
  { kind: 'task', text: 'Select a few words and see what appears' },
  { kind: 'heading', text: 'Write apart' },
  {
    kind: 'paragraph',
    text: 'Switch off the network and go on. The line at the foot of the page says what is saved here, what was sent and who has seen it.',
  },
  { kind: 'heading', text: 'Write together' },
  { kind: 'task', text: 'Press *Share*, copy the edit link and open it in another browser' },
  { kind: 'quote', text: 'Only people with a link can read this. The relay that carries it between you cannot.' },
];

function toText(text: string): Y.XmlText {
  const parts = text.split('*').map((part, at) => ({
    insert: part,
    ...(at % 2 === 1 ? { attributes: { bold: {} } } : {}),
  }));
  const content = new Y.XmlText();
  content.applyDelta(parts.filter((part) => part.insert !== ''));
  return content;
}

/** Writes the sample into a new document, once, by its creator. */
export function writeWelcome(doc: Y.Doc): void {
  if (!seedDocument(doc)) return;
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    const rest = blocks.map(({ kind, text }, at) => {
      const block = new Y.XmlElement('block');
      block.setAttribute('id', `sample-${at}`);
      block.setAttribute('kind', kind);
      // Yjs keeps any JSON value; its types know of strings only.
      if (kind === 'heading') block.setAttribute('level', 2 as unknown as string);
      block.insert(0, [toText(text)]);
      return block;
    });
    content.insert(0, rest);
    // What `seedDocument` put there becomes the empty line at the end.
  });
  editTitle(doc.getText(TITLE), 'Try things out');
}
