/** What runs inside the browser in the shell's tests: the whole interface over a plain Y.Doc and a status set by hand. */
import type { DocumentStatus } from '@weft/crdt-core';
import { CONTENT, seedDocument, TITLE } from '@weft/editor-ui';
import { createEditorShell, type EditorShell } from '@weft/editor-ui/element';
import { german } from '@weft/editor-ui/locales/de';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** How a shell is mounted. */
export interface MountOptions {
  readonly canEdit?: boolean;
  readonly status?: Partial<DocumentStatus>;
  /** Names of other people present. */
  readonly others?: readonly string[];
  /** So many lines of text, each with a thread on a word of it. */
  readonly threads?: number;
  readonly isGerman?: boolean;
  /** In a shadow root, with a place for what floats beside the shell; the shell itself is moved, and clips what hangs over. */
  readonly isInShadow?: boolean;
}

/** The page's own hands, in `globalThis.shellPage`. */
export interface ShellPage {
  mount(options?: MountOptions): void;
  setStatus(status: Partial<DocumentStatus>): void;
  unmount(): void;
  /** A tab of the panel with one field in it. */
  addTab(label: string, count: number): void;
  /** Writes something a newer version might write. */
  writeNewer(): void;
  /** The words that the editor takes for selected. */
  selected(): string;
  /** Somebody else's caret goes to the line of this number; `undefined`: they leave. */
  move(name: string, line: number | undefined): void;
}

const CALM: DocumentStatus = {
  saved: { unsaved: 0 },
  relay: { state: 'connected' },
  unsent: 0,
  unsentFiles: 0,
  peers: 0,
  seenBy: 0,
  people: 1,
  leads: true,
  gaps: 0,
  pending: false,
  alarms: [],
};

let shell: EditorShell | undefined;
let doc = new Y.Doc();
let comments = new Y.Doc();
let awareness = new Awareness(doc);
let status = CALM;
const listeners = new Set<(status: DocumentStatus) => void>();

function setStatus(change: Partial<DocumentStatus>): void {
  status = { ...CALM, ...change };
  for (const listener of listeners) listener(status);
}

function mount({
  canEdit = true,
  status: first = {},
  others = [],
  threads = 0,
  isGerman = false,
  isInShadow = false,
}: MountOptions = {}): void {
  doc = new Y.Doc();
  seedDocument(doc);
  comments = new Y.Doc();
  for (let at = 0; at < threads; at += 1) writeThread(at);
  awareness = new Awareness(doc);
  status = { ...CALM, ...first };
  const colors = ['#c4602c', '#1f8f87', '#8e5bc4', '#b3811f', '#c64d78', '#2f86c9'];
  others.forEach((name, at) => {
    awareness.states.set(1000 + at, { user: { name, color: colors[at % colors.length] } });
  });
  const place = document.querySelector<HTMLElement>('#place');
  if (place === null) throw new Error('the page has no place for the shell');
  const shadow = isInShadow ? toShadow(place) : undefined;
  const element = shadow?.element ?? place;
  shell = createEditorShell({
    element,
    user: { name: 'Ada Lovelace', color: '#5a6bd8' },
    ...(isGerman ? { locale: german } : {}),
    ...(shadow === undefined ? {} : { stylesheets: SHEETS, overlayContainer: shadow.overlayContainer }),
    document: {
      doc,
      content: doc.getXmlFragment(CONTENT),
      title: doc.getText(TITLE),
      awareness,
      canEdit,
      comments,
      status: {
        get: () => status,
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    },
  });
}

/** As the document links them; rules do not reach into a shadow root. */
const SHEETS = ['ui', 'panel', 'history', 'content', 'suggestions', 'writing'].map((name) => `/${name}.css`);

function toShadow(place: HTMLElement): { readonly element: HTMLElement; readonly overlayContainer: HTMLElement } {
  const root = place.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
  const element = root.appendChild(document.createElement('div'));
  element.style.transform = 'translateY(40px)';
  element.style.overflow = 'clip';
  return { element, overlayContainer: root.appendChild(document.createElement('div')) };
}

/** One more line, and a thread on its third word. */
function writeThread(at: number): void {
  const block = new Y.XmlElement('block');
  block.setAttribute('id', `line-${at}`);
  const text = new Y.XmlText();
  text.insert(0, `This is line-${at} of many`);
  block.insert(0, [text]);
  doc.getXmlFragment(CONTENT).push([block]);
  const toJson = (offset: number, assoc: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, offset, assoc));
  const quote = `line-${at}`;
  const places = { start: toJson(8, 0), end: toJson(8 + quote.length, -1) };
  const anchor = { ...places, block: quote, quote, tail: '', length: quote.length, before: '', after: '', others: 0 };
  const clock = Y.getState(comments.store, comments.clientID);
  const thread = `${comments.clientID.toString(36)}-${clock.toString(36)}`;
  comments.getArray('entries').push([{ kind: 'thread', anchor }]);
  const words = `<b onclick="alert(1)">Remark ${at}</b>`;
  comments.getArray('entries').push([{ kind: 'comment', thread, text: words, at: 1.76e12, mentions: [] }]);
}

function unmount(): void {
  shell?.destroy();
  shell = undefined;
  document.querySelector('#place')?.replaceChildren();
  awareness.destroy();
  doc.destroy();
  comments.destroy();
}

let tabs = 0;
function addTab(label: string, count: number): void {
  const element = document.createElement('div');
  const field = element.appendChild(document.createElement('input'));
  field.ariaLabel = `${label} field`;
  shell?.panel.add({ id: label, label, icon: [], element, rank: tabs++, inBar: true, focus: () => field.focus() });
  shell?.panel.setBadge(label, { count, words: `${count} new` });
}

function writeNewer(): void {
  const block = new Y.XmlElement('hologram');
  doc.transact(() => doc.getXmlFragment(CONTENT).push([block]), 'remote');
}

function selected(): string {
  if (shell === undefined) throw new Error('nothing is mounted');
  const { doc: node, selection } = shell.editor.view.state;
  return node.textBetween(selection.from, selection.to);
}

/** Whoever left comes back by another id, as after a reload. */
function move(name: string, line: number | undefined): void {
  const [client = Math.max(1000, ...awareness.states.keys()) + 1] =
    [...awareness.states].find(([, { user }]) => (user as { name?: string } | undefined)?.name === name) ?? [];
  const user = awareness.states.get(client)?.['user'] ?? { name, color: '#c4602c' };
  if (line === undefined) awareness.states.delete(client);
  const block = doc.getXmlFragment(CONTENT).get(line ?? 0);
  if (line !== undefined && block instanceof Y.XmlElement) {
    const head = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(block.get(0) as Y.XmlText, 4));
    awareness.states.set(client, { user, cursor: { anchor: head, head } });
  }
  awareness.emit('change', [{ added: [], updated: [client], removed: [] }, 'test']);
}

declare global {
  var shellPage: ShellPage;
}
globalThis.shellPage = { mount, setStatus, unmount, addTab, writeNewer, selected, move };
