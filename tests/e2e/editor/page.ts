/** What runs inside the browser in the editor's tests: editors over plain Y.Docs, with a link that can be cut. */
import {
  CONTENT,
  createEditor,
  type ApplyGate,
  type Editor,
  type EditorDocument,
  type EditorSettings,
  seedDocument,
  TITLE,
} from '@weft/editor-ui';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';

export interface Peer {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly document: EditorDocument;
  editor: Editor;
  readonly events: { name: string; code?: string; local?: boolean; href?: string }[];
  gate: ApplyGate;
}

export interface Harness {
  readonly peers: Record<string, Peer>;
  isOnline: boolean;
  Y: typeof Y;
  /** Opens an editor named `name`; the first seeds the document, the others take the first's state. */
  open(name: string, options?: Partial<EditorSettings> & { canEdit?: boolean; update?: number[] }): void;
  remount(name: string): void;
  /** Both ways, everything that is missing. */
  sync(): void;
  lines(name: string): string[];
  isConsistent(name: string): boolean;
  state(name: string): Record<string, unknown>;
}

const peers: Record<string, Peer> = {};
let nextClient = 1000;

function open(name: string, options: Parameters<Harness['open']>[1] = {}): void {
  const doc = new Y.Doc();
  doc.clientID = nextClient++;
  const [first] = Object.values(peers);
  if (options.update) Y.applyUpdate(doc, new Uint8Array(options.update), 'load');
  else if (first) Y.applyUpdate(doc, Y.encodeStateAsUpdate(first.doc), 'load');
  else seedDocument(doc);
  const awareness = new Awareness(doc);
  const direct: ApplyGate = (apply) => apply();
  const peer: Peer = {
    doc,
    awareness,
    events: [],
    gate: direct,
    document: {
      doc,
      content: doc.getXmlFragment(CONTENT),
      title: doc.getText(TITLE),
      awareness,
      canEdit: options.canEdit ?? true,
      setApplyGate: (gate) => {
        peer.gate = gate ?? direct;
      },
    },
    editor: undefined as unknown as Editor,
  };
  peers[name] = peer;
  mount(name, options);
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (!harness.isOnline || origin === 'remote') return;
    for (const other of Object.values(peers)) {
      if (other !== peer) other.gate(() => Y.applyUpdate(other.doc, update, 'remote'));
    }
  });
  awareness.on(
    'update',
    ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>, origin: unknown) => {
      if (!harness.isOnline || origin === 'remote') return;
      const update = encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]);
      for (const other of Object.values(peers))
        if (other !== peer) applyAwarenessUpdate(other.awareness, update, 'remote');
    },
  );
}

function mount(name: string, options: Partial<EditorSettings> = {}): void {
  const peer = peers[name] as Peer;
  let element = document.getElementById(name);
  if (!element) {
    element = document.createElement('section');
    element.id = name;
    document.body.append(element);
  }
  peer.editor = createEditor({ ...options, element, document: peer.document });
  const { editor, events } = peer;
  editor.on('notice', ({ code }) => events.push({ name: 'notice', code }));
  editor.on('schema-mismatch', ({ code }) => events.push({ name: 'schema-mismatch', code }));
  editor.on('change', ({ local }) => events.push({ name: 'change', local }));
  editor.on('link-request', ({ href }) => events.push({ name: 'link-request', href }));
}

const harness: Harness = {
  peers,
  isOnline: true,
  Y,
  open,
  remount: (name) => mount(name),
  sync() {
    for (const from of Object.values(peers)) {
      for (const to of Object.values(peers)) {
        if (from === to) continue;
        const update = Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc));
        to.gate(() => Y.applyUpdate(to.doc, update, 'remote'));
      }
    }
  },
  lines(name) {
    const lines: string[] = [];
    (peers[name] as Peer).editor.view.state.doc.forEach((node) => {
      if (node.type.name === 'table') {
        for (const row of node.children) lines.push(`row|${row.children.map((cell) => cell.textContent).join('|')}`);
        return;
      }
      const { kind, level, indent, checked } = node.attrs as Record<string, unknown>;
      const label =
        node.type.name === 'divider' ? 'divider' : kind === 'heading' ? `heading${String(level)}` : String(kind);
      const extra = `${typeof indent === 'number' ? `>${indent}` : ''}${kind === 'task' ? (checked === true ? 'x' : 'o') : ''}`;
      lines.push(`${label}${extra}|${node.textContent}`);
    });
    return lines;
  },
  /** The Y.Doc says what the editor shows. */
  isConsistent(name) {
    const { editor, document: source } = peers[name] as Peer;
    const shown: unknown[] = [];
    // A table is drawn fuller than it is stored; its own tests compare what is read of it.
    editor.view.state.doc.forEach(
      (node) => node.type.name !== 'table' && shown.push([node.type.name, node.textContent, compact(node.attrs)]),
    );
    const blocks = source.content.toArray().filter((element) => (element as Y.XmlElement).nodeName !== 'table');
    const stored = blocks.map((element) => {
      const block = element as Y.XmlElement;
      const text = block
        .toArray()
        .map((child) =>
          (child as Y.XmlText)
            .toDelta()
            .map((run: { insert: string }) => run.insert)
            .join(''),
        )
        .join('');
      return [block.nodeName, text, compact(block.getAttributes())];
    });
    return JSON.stringify(shown) === JSON.stringify(stored);
  },
  state(name) {
    const state = (peers[name] as Peer).editor.state.get();
    return { ...state, marks: [...state.marks] };
  },
};

function compact(attrs: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(attrs)
    .filter(([, value]) => value !== null && value !== undefined)
    .toSorted(([a], [b]) => a.localeCompare(b));
}

(globalThis as unknown as { weft: Harness }).weft = harness;
