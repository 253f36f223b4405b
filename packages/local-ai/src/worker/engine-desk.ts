import { bytesToModel, modelToBytes } from '../engines/adaptive/bytes.ts';
import { type AdaptiveModel, createAdaptiveModel } from '../engines/adaptive/model.ts';
import { createSuggester, type Suggester } from '../engines/adaptive/suggester.ts';
import { createEmbedder, type Embedder } from '../engines/embeddings/embedder.ts';
import { createVectorsReader, type VectorsFileResult } from '../engines/embeddings/vectors-file.ts';
import { extractItems } from '../engines/extract/extract.ts';
import { condense } from '../engines/extractive/condense.ts';
import { summarizeByExtracts } from '../engines/extractive/summarize.ts';
import { proofreadDocument } from '../engines/proofread/proofread.ts';
import { findTopics } from '../engines/topics/phrases.ts';
import { sortByLabels } from '../engines/topics/sort.ts';
import { createWeftLm, type WeftLm } from '../engines/weft-lm/engine.ts';
import { createModelReader, type ReadModel } from '../engines/weft-lm/read-model.ts';
import type { Completion, Outcome, TaskFailure } from '../ports/task.ts';
import { createFinder } from '../search/finder.ts';
import { createIntake, type Intake } from './intake.ts';
import type { CallName, Calls } from './messages.ts';

/**
 * What the engines do for a call that may take long: yields parts, and `undefined` where it may be stopped; returns how it ended.
 * Dropping it stops the work.
 */
export type Work<Name extends CallName> = Generator<Calls[Name]['part'] | undefined, Outcome<Calls[Name]['output']>>;

/** The engines and what they know, in one place: a worker, or the page where there is none. */
export type Desk = {
  readonly [Name in CallName]: (input: Calls[Name]['input']) => Begun<Name> | Promise<Begun<Name>>;
} & {
  /** What is of use while nobody asks. Dropped when somebody does. */
  readonly rest: () => Generator<undefined, void>;
};

/** Work that goes on, or what came of it at once. */
type Begun<Name extends CallName> = Work<Name> | Outcome<Calls[Name]['output']>;

/** Paragraphs that are indexed between two chances to stop. */
const INDEXED_AT_ONCE = 64;

/** UTF-16 units that are kept for the language model until it is there; what comes after them it does not learn. */
const MOST_WAITING = 2_000_000;

const DAMAGED: TaskFailure = {
  code: 'engine-failed',
  sentence: 'A file of the engines on this device is damaged. Reload to fetch it again.',
};
const NO_VECTORS: TaskFailure = {
  code: 'unavailable',
  sentence: 'The word vectors are not here yet. Load them and try again.',
};

/** A text that was learned from an offset on, or, with -1, taken back. */
interface Lesson {
  readonly text: string;
  readonly from: number;
}

/** Engines that know nothing yet. */
export function createDesk(): Desk {
  let model: AdaptiveModel = createAdaptiveModel();
  let suggester: Suggester = createSuggester(model);
  const finder = createFinder();
  let embedder: Embedder | undefined;
  let lm: WeftLm | undefined;
  /** What was learned before the language model was there. */
  let backlog: Lesson[] = [];
  let waiting = 0;
  /** What the language model is told of the person's words: now, or once it is there. */
  const tell = (lesson: Lesson): void => {
    waiting += lesson.text.length;
    if (lm !== undefined) teach(lm, lesson);
    else if (waiting <= MOST_WAITING) backlog.push(lesson);
  };

  const models: Intake<ReadModel> = createIntake(createModelReader);
  const vectors: Intake<VectorsFileResult> = createIntake(createVectorsReader);

  function* installModel(read: ReadModel | undefined): Work<'loadModel'> {
    if (read === undefined) return { ok: false, failure: DAMAGED };
    yield;
    const made = createWeftLm(read.file, () => read.kernel);
    for (const lesson of backlog) {
      teach(made, lesson);
      yield;
    }
    backlog = [];
    lm = made;
    return done({ isSimd: made.isSimd });
  }

  function* installVectors(read: VectorsFileResult | undefined): Work<'loadVectors'> {
    if (read === undefined) return { ok: false, failure: DAMAGED };
    if (!read.ok) return { ok: false, failure: { code: 'engine-failed', sentence: read.failure.sentence } };
    yield;
    const made = createEmbedder(read.value);
    yield* finder.setEmbedder(made);
    embedder = made;
    return done({ words: read.value.words.length });
  }

  return {
    *complete({ request, engine, threshold }) {
      // Inside a word a suggestion would have to fit what follows: there is none.
      if (/^[\p{L}\p{M}\p{N}]/u.test(request.after)) return done(undefined);
      const found =
        engine === 'adaptive' || lm === undefined
          ? suggester.suggest(request.before, threshold)
          : yield* lm.suggest(request.before, threshold);
      return done(toFitting(found, request.after));
    },
    learn({ text, from }) {
      model.learn(text, from);
      tell({ text, from });
      return done(model.learned);
    },
    forget(text) {
      model.forget(text);
      tell({ text, from: -1 });
      return done(model.learned);
    },
    forgetAll() {
      model.clear();
      backlog = [];
      waiting = 0;
      lm?.forgetAll();
      suggester = createSuggester(model);
      return done(model.learned);
    },
    save() {
      return done(modelToBytes(model));
    },
    load(bytes) {
      const read = bytesToModel(bytes);
      if (!read.ok) return done(read.failure);
      model = read.value;
      suggester = createSuggester(model);
      return done(undefined);
    },
    async feed({ file, at, bytes }) {
      await (file === 'weft-lm' ? models : vectors).feed(at, bytes);
      return done(undefined);
    },
    loadModel: async () => installModel(await models.take()),
    loadVectors: async () => installVectors(await vectors.take()),
    *embed(texts) {
      if (embedder === undefined) return { ok: false, failure: NO_VECTORS };
      const vectors: (Float32Array | undefined)[] = [];
      for (const text of texts) {
        vectors.push(embedder.embed(text));
        yield;
      }
      return done(vectors);
    },
    *summarize(request) {
      const result = yield* summarizeByExtracts(request);
      if (result.ok) yield* result.value.sentences;
      return result;
    },
    *condense({ snapshot, letters }) {
      return done(yield* condense(snapshot, letters));
    },
    *proofread(request) {
      return done(yield* proofreadDocument(request));
    },
    *extract(request) {
      const items = yield* extractItems(request);
      yield* items;
      return done(items);
    },
    *topics({ snapshot, most }) {
      const topics = yield* findTopics(snapshot, most, embedder);
      yield* topics;
      return done(topics);
    },
    *sort(request) {
      if (embedder === undefined) return { ok: false, failure: NO_VECTORS };
      yield;
      const sorted = sortByLabels(request, embedder);
      if (sorted.ok) yield* sorted.value;
      return sorted;
    },
    *index(entries) {
      for (const [at, entry] of entries.entries()) {
        finder.put(entry);
        if (at % INDEXED_AT_ONCE === INDEXED_AT_ONCE - 1) yield;
      }
      return done(finder.size);
    },
    unindex({ documentId, blockId }) {
      finder.remove(documentId, blockId);
      return done(finder.size);
    },
    search({ query, options }) {
      return done(finder.search(query, options));
    },
    *rest() {
      if (lm !== undefined) yield* lm.readAhead();
    },
  };
}

/** A suggestion without the space at its end where one follows. */
function toFitting(found: Completion | undefined, after: string): Completion | undefined {
  if (found === undefined || !/^\s/u.test(after)) return found;
  const text = found.text.trimEnd();
  return text === '' ? undefined : { ...found, text };
}

/** Tells a language model of words the person wrote, or took back. */
function teach(lm: WeftLm, { text, from }: Lesson): void {
  if (from < 0) lm.forget(text);
  else lm.learn(text, from);
}

function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}
