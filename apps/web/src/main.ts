/** The composition of the app: storage, cryptography, screens and the address bar are put together here. */
import { browserPorts, type DocumentUser, type Library, openLibrary, readFileRoom } from '@weft/crdt-core';
import { linkToCapability, toBase64Url, wrappedLinkToCapability } from '@weft/crypto';
import { seedDocument } from '@weft/editor-ui';
import { createNotices, type Notices } from '@weft/editor-ui/ui';
import type { App, OwnRoute, Screen } from './app.ts';
import { createDocument, keepDocument } from './documents.ts';
import { readFileBytes } from './files.ts';
import { createGhostText } from './ghost-text.ts';
import { followLanguage, setLanguage, startLanguage } from './language.ts';
import { loadOnce, whenLoaded } from './load.ts';
import { settingsToPerson } from './person.ts';
import { hashToRoute, type Route, routeToHash } from './router.ts';
import { type DocumentScreen, type DocumentScreenOptions, showDocument } from './screens/document-screen.ts';
import { linkFailureTitle, showFailure } from './screens/failure-screen.ts';
import { showLibrary } from './screens/library-screen.ts';
import { showPassphrase } from './screens/passphrase-screen.ts';
import { showInTrash, showTrash } from './screens/trash-screen.ts';
import { registerServiceWorker } from './service-worker.ts';
import { keepStorage } from './storage.ts';
import { roomToTag } from './thread-tag.ts';
import { followTheme } from './theme.ts';
import { writeWelcome } from './welcome.ts';
import { settingsWords } from './words/settings.ts';
import { commonWords, toSentence } from '@weft/editor-ui/words';
import { startWords } from './words/start.ts';

/** How a document that was just made is first shown, by its local id. */
type FirstShow = Omit<DocumentScreenOptions, 'record'>;

function startApp(root: HTMLElement, notices: Notices, library: Library): void {
  const ports = loadOnce(() => browserPorts(library.deviceSeed()));
  const first = new Map<string, FirstShow>();
  let person = settingsToPerson(library.settings(), crypto.getRandomValues(new Uint8Array(3)));
  let screen: (Screen & Partial<DocumentScreen>) | undefined;
  // Routes are shown one after another; one that was overtaken while it loaded is closed again.
  let turn = 0;
  let last: Promise<void> = Promise.resolve();

  const app: App = {
    root,
    library,
    notices,
    ghostText: createGhostText(notices, library),
    ports,
    person: () => person,
    setPerson: async (next: DocumentUser) => {
      person = next;
      const stored = await library.setSettings(next);
      if (!stored.ok) notices.show({ topic: 'settings', kind: 'trouble', words: toSentence(stored.failure) });
    },
    setLanguage: (choice) =>
      void setLanguage(choice).then((isLoaded) => {
        if (isLoaded) follow(hashToRoute(location.hash));
        else notices.show({ topic: 'language', kind: 'trouble', words: settingsWords().notLoaded });
      }),
    go,
    takeLink: async (text) => {
      const problem = await takeLink(text);
      return problem && toSentence(problem);
    },
    openLink: async (text) => {
      const problem = await takeLink(text);
      if (problem !== undefined) await show(() => Promise.resolve(showLinkFailure(problem.code, toSentence(problem))));
    },
  };

  function go(route: OwnRoute): void {
    const hash = routeToHash(route);
    if (location.hash === hash) follow(route);
    else location.hash = hash;
  }

  /** Puts `make`'s screen in the place of the one before, which ends first. */
  function show(make: () => Promise<Screen & Partial<DocumentScreen>>): Promise<void> {
    turn += 1;
    const mine = turn;
    last = last
      .then(async () => {
        if (mine !== turn) return;
        await screen?.close();
        screen = undefined;
        screen = await make();
      })
      .catch((error: unknown) => {
        // A programmer error: say so rather than stand still. It holds no text of any document.
        reportError(error);
        const words = startWords();
        screen = showFailure(root, {
          title: words.broken,
          sentence: words.brokenWhy,
          actions: [{ label: words.reload, primary: true, run: () => location.reload() }],
        });
      });
    return last;
  }

  const toLibrary = () => ({ label: startWords().toDocuments, run: () => go({ type: 'library' }) });

  function showLinkFailure(code: string, sentence: string): Screen {
    const again = { label: commonWords().tryAgain, primary: true, run: () => follow(hashToRoute(location.hash)) };
    const actions = code === 'app-incomplete' ? [again, toLibrary()] : [{ ...toLibrary(), primary: true }];
    return showFailure(root, { title: linkFailureTitle(code), sentence, actions });
  }

  async function create(how: FirstShow): Promise<void> {
    const loaded = await ports();
    const created = loaded.ok ? await createDocument(library, loaded.value) : loaded;
    if (!created.ok) {
      notices.show({ topic: 'create', kind: 'trouble', words: toSentence(created.failure) });
      return;
    }
    first.set(created.value.localId, how);
    askToKeep();
    go({ type: 'document', localId: created.value.localId });
  }

  /** Reads a link; where it is good, keeps its document and goes there. */
  async function takeLink(text: string): Promise<{ code: string; sentence: string } | undefined> {
    const loaded = await ports();
    if (!loaded.ok) return loaded.failure;
    const read = linkToCapability(loaded.value.sodium, text);
    if (!read.ok && read.failure.code === 'link-passphrase') {
      void show(() => Promise.resolve(showPassphrase(root, (passphrase) => openWrapped(text, passphrase))));
      return undefined;
    }
    if (!read.ok) return read.failure;
    const kept = await keepDocument(library, loaded.value, read.value);
    if (!kept.ok) return kept.failure;
    askToKeep();
    replaceRoute({ type: 'document', localId: kept.value.localId });
    return undefined;
  }

  /** LED-6: goes to the document that a file is a copy of, if its link is known here, and adds the file there. */
  async function takeFile(file: File): Promise<void> {
    const read = await readFileBytes(file);
    const room = 'problem' in read ? undefined : readFileRoom(read.bytes);
    const record = room?.ok === true ? library.get(toBase64Url(room.value)) : undefined;
    if ('problem' in read || record === undefined) {
      const unknown = startWords().noDocumentOfFile;
      const words = 'problem' in read ? read.problem : room?.ok === false ? toSentence(room.failure) : unknown;
      notices.show({ topic: 'file', kind: 'trouble', words });
      return;
    }
    first.set(record.localId, { file: read.bytes });
    go({ type: 'document', localId: record.localId });
  }

  /** Makes documents of files, and goes to the one there is where there is just one. */
  async function importFiles(files: readonly File[]): Promise<void> {
    const part = await whenLoaded(() => import('./exchange/import-files.ts'));
    if (!part.ok) {
      notices.show({ topic: 'import', kind: 'trouble', words: toSentence(part.failure) });
      return;
    }
    const only = await part.value.importFiles(app, files);
    askToKeep();
    if (only !== undefined && hashToRoute(location.hash).type === 'library')
      go({ type: 'document', localId: only.localId });
  }

  async function openWrapped(text: string, passphrase: string): Promise<string | undefined> {
    const loaded = await ports();
    if (!loaded.ok) return toSentence(loaded.failure);
    const opened = await whenLoaded(() => wrappedLinkToCapability(loaded.value.sodium, text, passphrase));
    const read = opened.ok ? opened.value : opened;
    if (!read.ok) return toSentence(read.failure);
    const kept = await keepDocument(library, loaded.value, read.value);
    if (!kept.ok) return toSentence(kept.failure);
    replaceRoute({ type: 'document', localId: kept.value.localId });
    return undefined;
  }

  /** With the first document there is something to lose: the browser is asked not to. */
  function askToKeep(): void {
    if (library.list().length === 1) void keepStorage();
  }

  /** KEY-7: what stood in the fragment, a link perhaps, leaves the address bar and this entry of the history. */
  function replaceRoute(route: OwnRoute): void {
    if (hashToRoute(location.hash).type === 'link') history.replaceState(null, '', routeToHash(route));
    else if (location.hash !== routeToHash(route)) history.pushState(null, '', routeToHash(route));
    follow(route);
  }

  function showRoute(route: Route): Promise<Screen & Partial<DocumentScreen>> | Screen {
    if (route.type === 'document' && route.block !== undefined) return showBlock(route.localId, route.block);
    if (route.type === 'document') return showRecord(route.localId);
    if (route.type === 'thread') return showThread(route.tag, route.thread);
    if (route.type === 'trash') return showTrash(app);
    return showLibrary(app, {
      create: () => create({ seed: (shared) => seedDocument(shared.doc), autofocus: 'title' }),
      createWelcome: () => create({ seed: (shared) => writeWelcome(shared.doc), autofocus: 'text' }),
      takeLink: app.takeLink,
      takeFile,
      importFiles,
    });
  }

  /** A link to a thread gives no access: it leads on where the document is on this device already. */
  async function showThread(tag: string, thread: string): Promise<Screen & Partial<DocumentScreen>> {
    const loaded = await ports();
    const known = [...library.list(), ...library.trash()];
    const record = loaded.ok && known.find(({ roomId }) => roomToTag(loaded.value.sodium, roomId) === tag);
    if (!record) {
      const { notHere: title, noDocumentOfThread } = startWords();
      const sentence = loaded.ok ? noDocumentOfThread : toSentence(loaded.failure);
      return showFailure(root, { title, sentence, actions: [{ ...toLibrary(), primary: true }] });
    }
    first.set(record.localId, { ...first.get(record.localId), thread });
    history.replaceState(null, '', routeToHash({ type: 'document', localId: record.localId }));
    return await showRecord(record.localId);
  }

  /** The place is gone to once; the address is that of the document. */
  async function showBlock(localId: string, block: string): Promise<Screen & Partial<DocumentScreen>> {
    first.set(localId, { ...first.get(localId), block });
    history.replaceState(null, '', routeToHash({ type: 'document', localId }));
    return await showRecord(localId);
  }

  async function showRecord(localId: string): Promise<Screen & Partial<DocumentScreen>> {
    const record = library.find(localId);
    if (record === undefined) {
      const { notHere: title, noDocument: sentence } = startWords();
      return showFailure(root, { title, sentence, actions: [{ ...toLibrary(), primary: true }] });
    }
    if (record.trashedAt !== undefined) return showInTrash(app, record);
    root.replaceChildren(makeOpening());
    const how = first.get(localId);
    const shown = await showDocument(app, { record, ...how });
    if (shown.ok) {
      first.delete(localId);
      void library.put({ roomId: record.roomId, openedAt: Date.now() });
      return shown.value;
    }
    const retry = { label: commonWords().tryAgain, primary: true, run: () => follow({ type: 'document', localId }) };
    const sentence = toSentence(shown.failure);
    return showFailure(root, { title: startWords().didNotOpen, sentence, actions: [retry, toLibrary()] });
  }

  function follow(route: Route): void {
    if (route.type === 'link') void app.openLink(route.text);
    else void show(() => Promise.resolve(showRoute(route)));
  }

  followLanguage(() => follow(hashToRoute(location.hash)));
  addEventListener('hashchange', () => follow(hashToRoute(location.hash)));
  // An address that stands in the bar already makes no event, though the screen may be another.
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#/"]') : null;
    if (link !== null && link.hash === location.hash && !event.ctrlKey && !event.metaKey)
      follow(hashToRoute(link.hash));
  });
  void registerServiceWorker((reload) => {
    notices.show({
      topic: 'update',
      kind: 'info',
      words: startWords().newVersion,
      action: {
        label: startWords().reload,
        run: () => void Promise.resolve(screen?.flush?.()).then(reload),
      },
    });
  });
  follow(hashToRoute(location.hash));
  // Ready before the first document is asked for.
  void last.then(ports);
}

/** Shown only where opening takes long enough to be noticed. */
function makeOpening(): HTMLElement {
  const element = document.createElement('p');
  element.className = 'app-opening';
  element.setAttribute('role', 'status');
  element.textContent = startWords().opening;
  return element;
}

async function main(): Promise<void> {
  followTheme();
  const root = document.querySelector<HTMLElement>('#app');
  if (root === null) throw new Error('the page has no place for the app');
  const loading = openLibrary();
  await startLanguage();
  const notices = createNotices();
  document.body.append(notices.element);
  const library = await loading;
  if (library.ok) {
    startApp(root, notices, library.value);
    return;
  }
  // The fragment stays as it is: what is in it is not lost, and a reload tries again.
  showFailure(root, {
    title: startWords().cannotKeep,
    sentence: toSentence(library.failure),
    actions: [{ label: commonWords().tryAgain, primary: true, run: () => location.reload() }],
  });
}

void main();
