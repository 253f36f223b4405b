/** The editor in a page without a framework: as an element, twice over one Y.Doc, and by `createEditor` in a shadow root. */
import { createEditor, type EditorExtension } from '@weft/editor-ui';
import { defineWeftEditor } from '@weft/editor-ui/weft-editor';
import { Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import * as Y from 'yjs';

/** A developer's own command, and signs drawn in a way of their own: `#topic` stays plain text for whoever lacks this. */
const topics: EditorExtension = {
  name: 'topics',
  commands: [
    {
      id: 'stamp',
      label: 'Insert a topic',
      shortcut: 'Mod-Alt-y',
      command(state, dispatch) {
        dispatch?.(state.tr.insertText('#today '));
        return true;
      },
    },
  ],
  plugins: () => [
    new Plugin({
      props: {
        decorations({ doc }) {
          const found: Decoration[] = [];
          doc.descendants((node, position) => {
            for (const { index, 0: word } of (node.text ?? '').matchAll(/#\p{L}+/gu))
              found.push(Decoration.inline(position + index, position + index + word.length, { class: 'topic' }));
          });
          return DecorationSet.create(doc, found);
        },
      },
    }),
  ],
};

const find = <T extends Element>(selector: string): T => {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`no ${selector} in the page`);
  return element;
};

const doc = new Y.Doc();
const left = find<HTMLElementTagNameMap['weft-editor']>('#left');
const right = find<HTMLElementTagNameMap['weft-editor']>('#right');
// Before or after the element is registered, as a page happens to load.
left.doc = doc;
defineWeftEditor();
left.extensions = [topics];
right.doc = doc;

const log = find<HTMLOutputElement>('#log');
left.addEventListener('weft-change', ({ detail }) => {
  log.value = `changed by ${detail.origin}`;
});
// The text keeps the focus and its selection.
for (const button of document.querySelectorAll('button'))
  button.addEventListener('mousedown', (event) => event.preventDefault());
find('#bold').addEventListener('click', () => left.editor?.commands.bold.run());
find('#stamp').addEventListener('click', () => left.editor?.added.get('topics/stamp')?.run());

const root = find('#shadow').attachShadow({ mode: 'open' });
createEditor({
  element: root.appendChild(document.createElement('div')),
  doc,
  label: 'Shadow',
  // Custom properties reach in from the page; rules do not.
  stylesheets: ['/styles/content.css'],
});
