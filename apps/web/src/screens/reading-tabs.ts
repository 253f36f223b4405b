/** What reads along in an open document: each part comes over the network when it is first asked for. */
import type { WeftDocument } from '@weft/crdt-core';
import type { EditorShell } from '@weft/editor-ui/element';
import type { SummaryPart } from '@weft/editor-ui/summary';
import type { App } from '../app.ts';
import type { Assist } from '../assist.ts';
import type { Dictation } from '../dictation/dictate.ts';
import type { HelpWatch } from '../help/watch-help.ts';
import { loadOnce } from '../load.ts';
import type { MeaningTab } from '../search/meaning-tab.ts';
import type { Writers } from '../writers.ts';

/** Opens the tabs of what reads along. */
export interface ReadingTabs {
  summarize(): Promise<void>;
  proofread(): Promise<void>;
  findTasks(): Promise<void>;
  rewrite(): Promise<void>;
  findMeaning(): Promise<void>;
  /** Begins to dictate, or ends it. */
  dictate(): Promise<void>;
  close(): void;
}

export function createReadingTabs(
  app: App,
  shared: WeftDocument,
  shell: () => EditorShell | undefined,
  help: () => HelpWatch | undefined,
): ReadingTabs {
  const loadSummaries = loadOnce(() => import('../summaries.ts'));
  const loadAssist = loadOnce(() => import('../assist.ts'));
  const loadWriters = loadOnce(() => import('../writers.ts'));
  const loadMeaning = loadOnce(() => import('../search/meaning-tab.ts'));
  const loadDictation = loadOnce(() => import('../dictation/dictate.ts'));
  let dictation: Dictation | undefined;
  let summary: SummaryPart | undefined;
  let meaning: MeaningTab | undefined;
  let assist: Assist | undefined;
  let writers: Writers | undefined;
  let hasClosed = false;

  /** The part, and where it belongs; undefined where the document is closed by then, or the part did not come: that is said. */
  async function arrive<T>(
    load: ReturnType<typeof loadOnce<T>>,
  ): Promise<{ readonly part: T; readonly place: EditorShell } | undefined> {
    const loaded = await load();
    const place = shell();
    if (hasClosed || place === undefined) return undefined;
    if (loaded.ok) return { part: loaded.value, place };
    const { code, sentence } = loaded.failure;
    app.notices.show({ topic: code, kind: 'trouble', words: sentence });
    return undefined;
  }

  /** Who can write for this document: one for all tabs. */
  async function arriveWriters(): Promise<Writers | undefined> {
    const arrived = await arrive(loadWriters);
    const { library, root } = app;
    if (arrived !== undefined) writers ??= arrived.part.createWriters({ library, root, shared, help: help() });
    return writers;
  }

  async function openAssist(open: (assist: Assist) => void): Promise<void> {
    const places = await arriveWriters();
    const arrived = await arrive(loadAssist);
    if (arrived === undefined || places === undefined) return;
    const { editor, panel, announce } = arrived.place;
    assist ??= arrived.part.createAssist({ editor, panel, document: shared, announce, places });
    open(assist);
  }

  return {
    async summarize() {
      const places = await arriveWriters();
      const arrived = await arrive(loadSummaries);
      if (arrived === undefined || places === undefined) return;
      const { editor, panel, announce } = arrived.place;
      summary ??= arrived.part.addSummaries({
        editor,
        panel,
        document: shared,
        away: shared.away,
        announce,
        places,
        help: help(),
      });
      summary.open();
    },
    proofread: () => openAssist((part) => part.openProofreading()),
    findTasks: () => openAssist((part) => part.openChecklist()),
    rewrite: () => openAssist((part) => part.openRewriting()),
    async findMeaning() {
      const arrived = await arrive(loadMeaning);
      if (arrived === undefined) return;
      meaning ??= arrived.part.addMeaning(arrived.place);
      meaning.open();
    },
    async dictate() {
      const arrived = await arrive(loadDictation);
      if (arrived === undefined) return;
      dictation ??= arrived.part.addDictation(app, shared, arrived.place);
      await dictation.toggle();
    },
    close() {
      hasClosed = true;
      dictation?.destroy();
      summary?.destroy();
      assist?.destroy();
      meaning?.destroy();
      writers?.destroy();
    },
  };
}
