/** The parts of one editor that are fetched on use: which there are, and what asks for each. */
import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { ENTRIES } from '../comments/root.ts';
import { isApplePlatform } from '../commands/shortcut.ts';
import { editorFailure } from '../errors.ts';
import type * as FindModule from '../find.ts';
import type * as Authors from '../plugins/authors.ts';
import type { Carets } from '../plugins/carets.ts';
import type { AttachedComments } from '../comments/create-comments.ts';
import type { AttachedSuggestions } from '../suggestions/part.ts';
import type { FilesPart } from '../files/part.ts';
import { fetchTables } from '../table/late.ts';
import type * as Transfer from '../clipboard/part.ts';
import type { EditorOptions } from '../options.ts';
import type { GhostTextPort } from '../ghost/port.ts';
import { type Attached, createLate, type Late, type OwnLate } from './late.ts';
import { docNeeds, type Needed } from './needs.ts';
import type { PartHost } from './part-host.ts';

type AuthorsPart = Pick<typeof Authors, 'showAuthors'> & Attached;
type FindPart = ReturnType<typeof FindModule.createFind> & Pick<typeof FindModule, 'foundIn'> & Attached;
/** Without state of its own. */
export type TransferPart = typeof Transfer & Attached;

export interface Parts {
  readonly tables: Late<Attached>;
  readonly files: Late<FilesPart>;
  readonly suggestions: Late<AttachedSuggestions>;
  /** Undefined where the document has no comments, or this link does not open them. */
  readonly comments: Late<AttachedComments> | undefined;
  readonly ghost: Late<Attached>;
  readonly find: Late<FindPart>;
  /** Other people's. Fetched when there is somebody. */
  readonly carets: Late<Carets>;
  readonly cursors: Late<Attached>;
  readonly authors: Late<AuthorsPart>;
  readonly transfer: Late<TransferPart>;
  /** The view is there: what its document holds is fetched. */
  start(): void;
  /** Fetches a part now, or when the network is back. */
  want(part: Late<object>): void;
  /** The text changed: what it holds now may need a part. */
  docChanged(doc: Node, before: EditorState): void;
  destroy(): void;
}

export interface PartsOptions {
  readonly commentPlace: EditorOptions['commentPlace'] | undefined;
  readonly window: Window;
  settled(): Promise<void>;
  ghostEngine(): GhostTextPort | undefined;
  /** Where other people's carets are drawn. */
  readonly caretLayer: HTMLElement;
  /** Others came, went, or are elsewhere. */
  peopleMoved(): void;
}

export function createParts(host: PartHost, options: PartsOptions): Parts {
  const { document, ports, emit } = host;
  const { window } = options;
  const all: { destroy(): void }[] = [];
  /** Asked for by what the document holds, and out of reach: asked for again with the network. */
  const missed = new Set<Late<object>>();
  let stopEntries: (() => void) | undefined;

  const late = <M, T extends Attached>(
    fetch: () => Promise<M>,
    attach: (module: M) => T,
    isQuiet: boolean = false,
  ): OwnLate<T> => {
    const failed = (): void => (isQuiet ? undefined : host.notice(editorFailure('part-missing')));
    const part = createLate({ fetch, attach, failed, settled: options.settled });
    all.push(part);
    return part;
  };

  const tables = late(fetchTables, ({ tableSelection }): Attached => {
    host.plug('tables', tableSelection());
    return {};
  });
  const code = late(
    () => import('../code/highlight.ts'),
    ({ highlightCode }): Attached => {
      host.plug('code', highlightCode(ports));
      return {};
    },
    // Code in one colour is no loss.
    true,
  );
  const math = late(
    () => import('../plugins/math.ts'),
    ({ mathPlugin }): Attached => {
      host.plug('math', mathPlugin());
      return {};
    },
    // Until then formulas are their LaTeX.
    true,
  );
  const pieces = late(
    () => import('../plugins/pieces.ts'),
    ({ piecesPlugin }): Attached => {
      host.plug(
        'pieces',
        piecesPlugin((piece) => emit('piece-request', { type: 'date', piece })),
      );
      return {};
    },
    // Until then days are their letters.
    true,
  );
  const files = late(
    () => import('../files/part.ts'),
    ({ attachFiles }) => attachFiles(host),
  );
  const suggestions = late(
    () => import('../suggestions/part.ts'),
    ({ attachSuggestions }) => attachSuggestions(host),
  );
  const ghost = late(
    () => import('../ghost/ghost-text.ts'),
    ({ ghostText }): Attached => {
      const isApple = (): boolean => isApplePlatform(window.navigator.platform);
      const shown = (text: string | undefined): void => emit('ghost-text', text);
      host.plug('ghost', ghostText({ ports, engine: options.ghostEngine, isApple, shown }));
      return {};
    },
  );
  const authors = late(
    () => import('../plugins/authors.ts'),
    ({ authorsPlugin, showAuthors }): AuthorsPart => {
      host.plug('authors', authorsPlugin(host.binding.clientsOf, ports));
      return { showAuthors };
    },
  );
  const find = late(
    () => import('../find.ts'),
    ({ createFind, findPlugin, foundIn }): FindPart => {
      host.plug('find', findPlugin());
      const { view, canWrite, history } = host;
      return { ...createFind({ view, canWrite, stopCapturing: () => history.stopCapturing() }), foundIn };
    },
  );
  const carets = late(
    () => import('../plugins/carets.ts'),
    ({ createCarets }) =>
      createCarets(host.view, options.caretLayer, document.awareness, host.binding, ports, options.peopleMoved),
    true,
  );
  const cursors = late(
    () => import('../plugins/cursors.ts'),
    ({ cursors: create }): Attached => {
      host.plug('cursors', ...create());
      return {};
    },
    true,
  );
  const transfer = late(
    () => import('../clipboard/part.ts'),
    (module): TransferPart => module,
  );

  const { comments: said } = document;
  const hasComments = said !== undefined && (document.canComment ?? document.canEdit);
  const entries = hasComments ? said.getArray(ENTRIES) : undefined;
  const wasEmpty = entries?.length === 0;
  const comments = hasComments
    ? late(
        () => import('../comments/create-comments.ts'),
        ({ attachComments }) => attachComments({ ...host, doc: said, place: options.commentPlace, wasEmpty }),
      )
    : undefined;

  /** Asks for a part that nobody asked for in so many words. */
  async function want(part: Late<object>): Promise<void> {
    if (part.get() !== undefined || missed.has(part)) return;
    missed.add(part);
    if ((await part.load()) !== undefined) missed.delete(part);
  }

  function again(): void {
    const parts = [...missed];
    missed.clear();
    for (const part of parts) void want(part);
  }

  const byNeed: Readonly<Record<Needed, Late<object>>> = { tables, files, code, suggestions, math, pieces, cursors };
  function wantAll(needed: ReadonlySet<Needed>): void {
    for (const name of needed) void want(byNeed[name]);
  }

  function onPresence(): void {
    if (document.awareness.getStates().size < 2) return;
    document.awareness.off('change', onPresence);
    void want(carets);
  }

  function onEntries(): void {
    stopEntries?.();
    if (comments) void want(comments);
  }

  return {
    tables,
    files,
    suggestions,
    comments,
    ghost,
    find,
    carets,
    cursors,
    authors,
    transfer,
    want: (part) => void want(part),
    start() {
      window.addEventListener('online', again);
      wantAll(docNeeds(host.view.state.doc));
      if (entries !== undefined && entries.length > 0 && comments) void want(comments);
      else if (entries) {
        entries.observe(onEntries);
        stopEntries = () => {
          entries.unobserve(onEntries);
          stopEntries = undefined;
        };
      }
      document.awareness.on('change', onPresence);
      onPresence();
    },
    docChanged: (doc, before) => wantAll(docNeeds(doc, before.doc)),
    destroy() {
      window.removeEventListener('online', again);
      stopEntries?.();
      document.awareness.off('change', onPresence);
      for (const part of all) part.destroy();
    },
  };
}
