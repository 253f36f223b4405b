import {
  createEditor,
  type Editor,
  type EditorDocument,
  type EditorEvents,
  type EditorSettings,
  type Presence,
} from '@weft/editor-ui';
import { createElement, type ReactElement, useEffect, useRef, useState } from 'react';
import * as Y from 'yjs';

/** What is told of an editor; each may be another function at every rendering. */
export interface WeftEditorHandlers {
  /** The editor is there; undefined when it is gone. */
  readonly onEditor?: (editor: Editor | undefined) => void;
  readonly onChange?: (event: EditorEvents['change']) => void;
  readonly onSync?: (status: EditorEvents['sync']) => void;
  readonly onSchemaMismatch?: (failure: EditorEvents['schema-mismatch']) => void;
  readonly onMergeNotice?: (losses: EditorEvents['merge-notice']) => void;
  readonly onNotice?: (notice: EditorEvents['notice']) => void;
  readonly onComment?: (news: EditorEvents['comment']) => void;
  readonly onLinkRequest?: (request: EditorEvents['link-request']) => void;
}

/** `createEditor`'s options, but for what React gives by itself. A new value of any but `editable` and `user` makes the editor anew. */
export interface WeftEditorProps extends Partial<Omit<EditorSettings, 'element'>>, WeftEditorHandlers {
  readonly document?: EditorDocument;
  /** Without it and without `document` the component keeps a Y.Doc of its own. */
  readonly doc?: Y.Doc;
  readonly awareness?: Presence;
  readonly className?: string;
}

/** The editor as a component. On a server it renders its empty place. */
export function WeftEditor(props: WeftEditorProps): ReactElement {
  const { document, doc, awareness, user, editable, className, label, placeholder, mode, spellcheck } = props;
  const { extensions, stylesheets, nonce, overlayContainer, ports, folds, commentPlace, locale } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const mounted = useRef<Editor>(undefined);
  const [own] = useState(() => new Y.Doc());

  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    // React takes the place away with the component; the editor's element is its child, so that neither clears what is the other's.
    const element = current.appendChild(current.ownerDocument.createElement('div'));
    const { autofocus } = latest.current;
    const given = {
      ...{ label, placeholder, mode, spellcheck, extensions, stylesheets, nonce, overlayContainer, ports, folds },
      ...{ locale, commentPlace, autofocus, user: latest.current.user, editable: latest.current.editable },
    };
    const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const source = document ? { document } : { doc: doc ?? own, ...(awareness ? { awareness } : {}) };
    const editor = createEditor({ ...settings, ...source, element });
    editor.on('change', (event) => latest.current.onChange?.(event));
    editor.on('sync', (status) => latest.current.onSync?.(status));
    editor.on('schema-mismatch', (failure) => latest.current.onSchemaMismatch?.(failure));
    editor.on('merge-notice', (losses) => latest.current.onMergeNotice?.(losses));
    editor.on('notice', (notice) => latest.current.onNotice?.(notice));
    editor.on('comment', (news) => latest.current.onComment?.(news));
    editor.on('link-request', (request) => latest.current.onLinkRequest?.(request));
    mounted.current = editor;
    latest.current.onEditor?.(editor);
    return () => {
      mounted.current = undefined;
      editor.destroy();
      element.remove();
      latest.current.onEditor?.(undefined);
    };
  }, [
    ...[document, doc, own, awareness, label, placeholder, mode, spellcheck],
    ...[extensions, stylesheets, nonce, overlayContainer, ports, folds, commentPlace, locale],
  ]);

  useEffect(() => {
    if (user) mounted.current?.setUser(user);
  }, [user]);
  useEffect(() => {
    if (editable !== undefined) mounted.current?.setEditable(editable);
  }, [editable]);

  return createElement('div', { ref: place, className });
}
