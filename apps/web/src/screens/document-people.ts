/** KEY-8: what a document's screen says when its people change: access that ended, and what came too late. */
import { type LateChanges, replicaFailure, type WeftDocument } from '@weft/crdt-core';
import type { EditorShell } from '@weft/editor-ui/element';
import type { App } from '../app.ts';
import { toOwnColor } from '../person.ts';
import { openLate } from '../dialogs/late.ts';
import { askLink } from '../dialogs/open-link.ts';
import { openExport } from './exchange-items.ts';
import { toSentence } from '@weft/editor-ui/words';
import { documentWords } from '../words/document.ts';

function toLateWords(late: readonly LateChanges[]): string {
  const count = late.reduce((sum, { changes }) => sum + changes, 0);
  const names = new Set(late.map(({ device }) => (device === undefined || device.name === '' ? '' : device.name)));
  const [name = ''] = names;
  return documentWords().late(count, names.size === 1 ? name : '');
}

/** Who chose no colour gives way to others with the same. What one chose stays, and what is taken here is taken in this document alone. */
function keepColorApart(app: App, { awareness, people }: WeftDocument, shell: EditorShell): () => void {
  const look = (): void => {
    if (app.library.settings().color !== undefined) return;
    const color = toColor(awareness.getLocalState());
    if (color === undefined) return;
    const devices = people.devices.get();
    // This device has said nothing here before it has a name.
    const self = devices.find(({ isSelf, name }) => isSelf && name !== '');
    const wrote = devices.filter(({ isSelf, isRemoved }) => !isSelf && !isRemoved);
    const present = [...awareness.getStates()].filter(([client]) => client !== awareness.clientID);
    const apart = toOwnColor({ color, device: self?.id, client: awareness.clientID }, [
      ...wrote.map((device) => ({ color: device.color, device: device.id })),
      ...present.map(([client, state]) => ({
        client,
        color: toColor(state) ?? '',
        device: people.authorOfClient(client)?.id,
      })),
    ]);
    if (apart !== color) shell.setUser({ ...app.person(), color: apart });
  };
  /** Carets move all the time; people come and change their colours seldom. */
  let seen = '';
  const changed = (): void => {
    const now = [...awareness.getStates()].map(([client, state]) => `${client} ${toColor(state) ?? ''}`).join();
    if (now === seen) return;
    seen = now;
    look();
  };
  awareness.on('change', changed);
  const stop = people.devices.subscribe(look);
  look();
  return () => {
    awareness.off('change', changed);
    stop();
  };
}

/** As somebody says in their presence. */
function toColor(state: Readonly<Record<string, unknown>> | null): string | undefined {
  const color = (state?.['user'] as { color?: unknown } | undefined)?.color;
  return typeof color === 'string' ? color : undefined;
}

/** Shows what a person has to know of. Returns what stops it. */
export function watchPeople(app: App, shared: WeftDocument, shell: EditorShell): () => void {
  const { people, status } = shared;
  const { banners, editor } = shell;
  let isEnded = false;

  const access = (): void => {
    if (isEnded || !people.access.get().isRemoved) return;
    isEnded = true;
    app.root.dataset['access'] = 'ended';
    banners.clear('late');
    banners.clear('reading');
    const words = documentWords();
    banners.set({
      topic: 'removed',
      kind: 'trouble',
      // Whether what was on its way came in time, only the others can tell.
      words: [toSentence(replicaFailure('removed')), ...(status.get().unsent > 0 ? [words.fate] : [])].join(' '),
      actions: [
        { label: words.saveCopy, run: () => void openExport(app, shared, editor, 'markdown') },
        { label: words.freshLink, run: () => askLink(app.root, (text) => app.takeLink(text)) },
      ],
    });
  };
  const late = (): void => {
    const changes = people.late.get();
    // Whoever cannot take them in has nothing to decide.
    if (!shared.canEdit || isEnded || changes.length === 0) banners.clear('late');
    else {
      const look = { label: documentWords().look, run: () => openLate(app, shared) };
      banners.set({ topic: 'late', kind: 'info', words: toLateWords(changes), actions: [look] });
    }
  };
  const stops = [people.access.subscribe(access), people.late.subscribe(late), keepColorApart(app, shared, shell)];
  access();
  late();
  return () => {
    for (const stop of stops) stop();
    delete app.root.dataset['access'];
  };
}
