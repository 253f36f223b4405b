import type { Snapshot, SnapshotBlock } from '../../ports/snapshot.ts';
import { chooseSentences } from './choose.ts';
import { toSourceSentences } from './sentences.ts';

/** A title takes at most this part of the room. */
const TITLE_PART = 4;

/**
 * A document's most telling sentences, in reading order, as a document of at most so many letters (UTF-16 units): what is read of one
 * that is too long for a model. Pure; yields as `summarizeByExtracts`. Without blocks where not one sentence has room.
 */
export function* condense(snapshot: Snapshot, letters: number): Generator<undefined, Snapshot> {
  const title = snapshot.title.length * TITLE_PART > letters ? '' : snapshot.title;
  const sentences = toSourceSentences(snapshot);
  yield;
  let left = letters - title.length;
  const kept = new Set<number>();
  for (const number of sentences.length === 0 ? [] : yield* chooseSentences(sentences, sentences.length)) {
    // One more for what joins it to the next.
    const length = (sentences[number]?.text.length ?? 0) + 1;
    if (length > left) continue;
    left -= length;
    kept.add(number);
  }
  const texts = new Map<string, string[]>();
  for (const number of [...kept].toSorted((a, b) => a - b)) {
    const { blockId, text } = sentences[number] ?? { blockId: '', text: '' };
    texts.set(blockId, [...(texts.get(blockId) ?? []), text]);
  }
  const toShort = (block: SnapshotBlock): readonly SnapshotBlock[] => {
    const text = texts.get(block.id);
    return text === undefined ? [] : [{ ...block, text: text.join(' ') }];
  };
  return { ...snapshot, title, blocks: snapshot.blocks.flatMap(toShort) };
}
