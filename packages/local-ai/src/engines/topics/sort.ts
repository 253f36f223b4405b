import type { SortedLabel, SortRequest } from '../../ports/classifying.ts';
import type { Outcome, TaskFailure } from '../../ports/task.ts';
import type { Embedder } from '../embeddings/embedder.ts';

const OTHER: TaskFailure = {
  code: 'unavailable',
  sentence:
    'What these words are about cannot be told: they are too few, or not in English. Write more, or sort it by hand.',
};

/** The labels by how near their words are to the document's, the nearest first. English only. */
export function sortByLabels({ snapshot, labels }: SortRequest, embedder: Embedder): Outcome<readonly SortedLabel[]> {
  const texts = snapshot.blocks.flatMap(({ kind, text }) => (kind === 'code' ? [] : [text]));
  const whole = embedder.embed([snapshot.title, ...texts].join('\n'));
  if (whole === undefined) return { ok: false, failure: OTHER };
  const sorted = labels.map(({ name, about }) => {
    const own = embedder.embed(about ?? name);
    return { name, nearness: own?.reduce((sum, value, at) => sum + value * (whole[at] ?? 0), 0) ?? 0 };
  });
  return { ok: true, value: sorted.toSorted((a, b) => b.nearness - a.nearness) };
}
