/** The editor in a React application; written without JSX, so that it needs no build step but a bundler. */
import type { Editor } from '@weft/editor-ui';
import { WeftEditor } from '@weft/editor-react';
import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import * as Y from 'yjs';

const doc = new Y.Doc();

function App() {
  const [editor, setEditor] = useState<Editor>();
  const [isReading, setReading] = useState(false);
  const [isShown, setShown] = useState(true);
  const [changes, setChanges] = useState(0);
  return createElement(
    'main',
    null,
    createElement('button', { type: 'button', onClick: () => editor?.commands.heading1.run() }, 'Heading'),
    createElement('button', { type: 'button', onClick: () => setReading(!isReading) }, isReading ? 'Write' : 'Read'),
    createElement('button', { type: 'button', onClick: () => setShown(!isShown) }, isShown ? 'Hide' : 'Show'),
    createElement('output', null, `${changes} changes`),
    isShown &&
      createElement(WeftEditor, {
        doc,
        label: 'Essay',
        placeholder: 'Write an essay…',
        editable: !isReading,
        onEditor: setEditor,
        onChange: () => setChanges((count) => count + 1),
      }),
  );
}

const place = document.querySelector('#root');
if (!place) throw new Error('no #root in the page');
createRoot(place).render(createElement(StrictMode, null, createElement(App)));
