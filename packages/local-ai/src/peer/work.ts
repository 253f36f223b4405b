/** What is asked and answered in an errand, as values that were checked: the other end may be anybody's program. */
import type { TextRequest } from '../ports/engine.ts';
import type { SnapshotBlock, SnapshotBlockKind } from '../ports/snapshot.ts';
import type { SummaryRequest, SummarySentence } from '../ports/task.ts';
import { DEVICE_KINDS, type DeviceKind, MOST_PIECES, PIECE_BYTES } from './messages.ts';

/** What a helper is asked to do: the words it is about, and nothing of the document beside them. */
export type Work =
  | { readonly task: 'summarize'; readonly request: SummaryRequest }
  | { readonly task: 'write'; readonly request: TextRequest };

/** A piece of an answer: a sentence and where it stands, words that were written, or the end. */
export type Bit =
  | { readonly type: 'sentence'; readonly sentence: SummarySentence }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'done' };

const TYPES: readonly SummaryRequest['type'][] = ['tldr', 'key-points', 'teaser', 'headline'];
const LENGTHS: readonly SummaryRequest['length'][] = ['short', 'medium', 'long'];
const KINDS: readonly SnapshotBlockKind[] = ['paragraph', 'heading', 'bullet', 'ordered', 'task', 'quote', 'code'];
const MOST_ID = 64;
const MOST_BLOCKS = 5_000;
const MOST_TOKENS = 2_048;
/** UTF-16 units of words written that go into one record. */
export const MOST_TEXT = 4_000;

type Fields = Readonly<Record<string, unknown>>;

/** What is asked, and by what sort of device, as it says itself. */
export interface Question {
  readonly work: Work;
  readonly kind: DeviceKind;
}

/** The bytes of a question; `undefined` where it is more than one device asks of another. */
export function questionToBytes({ work: { task, request }, kind }: Question): Uint8Array | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify({ kind, task, request: toPlain(task, request) }));
  return bytes.length > MOST_PIECES * PIECE_BYTES ? undefined : bytes;
}

/** Heads stay at home: the answer is about what was asked, and the asker knows what that was. */
function toPlain(task: Work['task'], request: Work['request']): unknown {
  if (task === 'write') return request;
  const { snapshot, type, length } = request as SummaryRequest;
  return { type, length, title: snapshot.title, blocks: snapshot.blocks };
}

/** Reads what another device wants done; `undefined` where it is nothing that can be asked. */
export function bytesToQuestion(bytes: Uint8Array): Question | undefined {
  const fields = toFields(bytes);
  const request = fields?.['request'];
  if (fields === undefined || !isFields(request)) return undefined;
  const kind = DEVICE_KINDS.find((one) => one === fields['kind']);
  const isSummary = fields['task'] === 'summarize';
  const work = isSummary ? toSummary(request) : fields['task'] === 'write' ? toWriting(request) : undefined;
  return work === undefined || kind === undefined ? undefined : { work, kind };
}

function toSummary({ type, length, title, blocks }: Fields): Work | undefined {
  const kind = TYPES.find((one) => one === type);
  const size = LENGTHS.find((one) => one === length);
  if (kind === undefined || size === undefined || typeof title !== 'string' || !Array.isArray(blocks)) return undefined;
  if (blocks.length > MOST_BLOCKS) return undefined;
  const read = (blocks as unknown[]).map(toBlock);
  if (read.some((block) => block === undefined)) return undefined;
  const snapshot = { title, blocks: read.flatMap((block) => block ?? []), heads: {} };
  return { task: 'summarize', request: { snapshot, type: kind, length: size } };
}

function toBlock(value: unknown): SnapshotBlock | undefined {
  if (!isFields(value)) return undefined;
  const { id, level, text } = value;
  const kind = KINDS.find((one) => one === value['kind']);
  if (typeof id !== 'string' || id.length > MOST_ID || kind === undefined || typeof text !== 'string') return undefined;
  if (typeof level !== 'number' || !Number.isInteger(level) || level < 0 || level > 6) return undefined;
  return { id, kind, level, text };
}

function toWriting({ instructions, text, mostTokens, temperature, language }: Fields): Work | undefined {
  if (typeof instructions !== 'string' || typeof text !== 'string') return undefined;
  if (typeof mostTokens !== 'number' || !Number.isInteger(mostTokens) || mostTokens < 1) return undefined;
  if (typeof temperature !== 'number' || !(temperature >= 0 && temperature <= 2)) return undefined;
  if (language !== undefined && (typeof language !== 'string' || !/^[\w-]{1,35}$/u.test(language))) return undefined;
  const said = language === undefined ? {} : { language };
  const most = Math.min(MOST_TOKENS, mostTokens);
  return { task: 'write', request: { instructions, text, mostTokens: most, temperature, ...said } };
}

/** The bytes of a bit of an answer. */
export function bitToBytes(bit: Bit): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(bit));
}

/** Reads a bit of an answer to this work; `undefined` where it is none that an honest helper gives. */
export function bytesToBit(bytes: Uint8Array, work: Work): Bit | undefined {
  const fields = toFields(bytes);
  if (fields?.['type'] === 'done') return { type: 'done' };
  const { text, sentence } = fields ?? {};
  if (work.task === 'write') {
    const isText = fields?.['type'] === 'text' && typeof text === 'string' && text.length <= MOST_TEXT;
    return isText ? { type: 'text', text } : undefined;
  }
  if (fields?.['type'] !== 'sentence' || !isFields(sentence)) return undefined;
  return toSentence(sentence, work.request.snapshot.blocks);
}

/** A sentence counts only if it is the asker's own, where the helper says that it stands: a helper chooses, and puts no words into a document's mouth. */
function toSentence(
  { text, blockId, start, end }: Fields,
  blocks: readonly SnapshotBlock[],
): { readonly type: 'sentence'; readonly sentence: SummarySentence } | undefined {
  if (typeof text !== 'string' || typeof blockId !== 'string') return undefined;
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  const block = blocks.find(({ id }) => id === blockId);
  const isPlace = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end;
  if (block === undefined || !isPlace || end > block.text.length) return undefined;
  const slice = block.text.slice(start, end);
  // A headline has another end than its sentence: a mark more or less, no letter.
  if (text.length > slice.length + 1 || toLetters(text) !== toLetters(slice) || toLetters(text) === '')
    return undefined;
  return { type: 'sentence', sentence: { text, blockId, start, end } };
}

function toLetters(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

function toFields(bytes: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // not UTF-8, or not JSON
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
