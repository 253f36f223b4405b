import { bytesToModel, modelToBytes } from '../engines/adaptive/bytes.ts';
import { type AdaptiveModel, createAdaptiveModel } from '../engines/adaptive/model.ts';
import { createSuggester, type Suggester } from '../engines/adaptive/suggester.ts';
import { summarizeByExtracts } from '../engines/extractive/summarize.ts';
import type { TaskFailure } from '../ports/task.ts';
import { createSearchIndex } from '../search/search-index.ts';
import type { CallName, Calls } from './messages.ts';

/** How a call ended. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: TaskFailure };

/**
 * What the engines do for a call that may take long: yields parts, and `undefined` where it may be stopped; returns how it ended.
 * Dropping it stops the work.
 */
export type Work<Name extends CallName> = Generator<Calls[Name]['part'] | undefined, Outcome<Calls[Name]['output']>>;

/** The engines and what they know, in one place: a worker, or the page where there is none. */
export type Desk = {
  readonly [Name in CallName]: (input: Calls[Name]['input']) => Work<Name> | Outcome<Calls[Name]['output']>;
};

/** Paragraphs that are indexed between two chances to stop. */
const INDEXED_AT_ONCE = 64;

/** Engines that know nothing yet. */
export function createDesk(): Desk {
  let model: AdaptiveModel = createAdaptiveModel();
  let suggester: Suggester = createSuggester(model);
  const index = createSearchIndex();

  return {
    complete({ request, threshold }) {
      // Inside a word a suggestion would have to fit what follows: there is none.
      const isInside = /^[\p{L}\p{M}\p{N}]/u.test(request.after);
      return done(isInside ? undefined : suggester.suggest(request.before, threshold));
    },
    learn({ text, from }) {
      model.learn(text, from);
      return done(model.learned);
    },
    forget(text) {
      model.forget(text);
      return done(model.learned);
    },
    forgetAll() {
      model.clear();
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
    *summarize(request) {
      const result = yield* summarizeByExtracts(request);
      if (result.ok) yield* result.value.sentences;
      return result;
    },
    *index(entries) {
      for (const [at, entry] of entries.entries()) {
        index.put(entry);
        if (at % INDEXED_AT_ONCE === INDEXED_AT_ONCE - 1) yield;
      }
      return done(index.size);
    },
    unindex({ documentId, blockId }) {
      if (blockId === undefined) index.removeDocument(documentId);
      else index.remove(documentId, blockId);
      return done(index.size);
    },
    search({ query, options }) {
      return done(index.search(query, options));
    },
  };
}

function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}
