/** What a device keeps of lost words until a person has dealt with them, and of those dealt with: JSON, sealed. */
import type { SessionHex } from '../ledger/types.ts';
import type { FoundLoss } from './find-losses.ts';
import { appendRun, type DeleteSet, insertRun, joinRuns, type LossRun, splitBySet } from './runs.ts';

/** Words of one writer that went with one text. */
export interface LossRecord {
  /** The same wherever the same letters are found, as long as they are found together. */
  readonly key: string;
  readonly writer: SessionHex;
  /** Whose update deleted what they stood in, where that is known. */
  readonly remover?: SessionHex;
  /** Unix ms: when it was found here. */
  readonly at: number;
  readonly text?: string;
  readonly runs: readonly LossRun[];
  /** The name of what was deleted. */
  readonly element?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly after?: string;
  /** A person put them back, or let them go. Kept so that they are not found again. */
  readonly isSettled: boolean;
}

/** The key of a loss that was found. */
export function foundToKey({ lost }: FoundLoss): string {
  const [first] = lost;
  return `${first?.client ?? 0}:${first?.clock ?? 0}`;
}

/** The letters that a record names as lost. */
export function recordToSet({ runs }: LossRecord, into: DeleteSet): void {
  for (const { client, clock, text, isLost } of runs) {
    if (isLost) into.clients.set(client, [...(into.clients.get(client) ?? []), { clock, len: text.length }]);
  }
}

/** Whether what was found, of the same writer, goes on from what a record holds. */
export function isSameLoss(record: LossRecord, found: FoundLoss): boolean {
  if (record.text !== undefined && record.text === found.text) return true;
  return found.lost.some((run) => insertRun(record.runs, run) !== undefined);
}

/** The record with more lost letters in it. */
export function addToRecord(record: LossRecord, found: FoundLoss): LossRecord {
  let { runs } = record;
  for (const run of found.lost) runs = insertRun(runs, run) ?? appendRun(runs, run);
  return { ...record, runs };
}

/** Nothing but the places of the letters, so that they are not found again. */
export function settleRecord(record: LossRecord): LossRecord {
  const { key, writer, at, runs } = record;
  const places = runs.filter(({ isLost }) => isLost).map((run) => ({ ...run, text: ' '.repeat(run.text.length) }));
  return { key, writer, at, runs: places, attributes: {}, isSettled: true };
}

/** The record without the lost letters that someone had seen and deleted; `undefined` if none is left. */
export function withdraw(record: LossRecord, named: DeleteSet): LossRecord | undefined {
  if (!record.runs.some(({ client, isLost }) => isLost && named.clients.has(client))) return record;
  const runs = record.runs.flatMap((run) =>
    run.isLost
      ? splitBySet(run, named)
          .filter(({ isIn }) => !isIn)
          .map(({ part }) => part)
      : [run],
  );
  return runs.some(({ isLost }) => isLost) ? { ...record, runs: joinRuns(runs) } : undefined;
}

/** The JSON value that is sealed for a record. */
export function recordToBytes(record: LossRecord): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}

const SESSION = /^[0-9a-f]{64}$/;

function isClock(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= -1;
}

function toRun(value: unknown): LossRun | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { client, clock, text, isLost } = value as Record<string, unknown>;
  if (!isClock(client) || !isClock(clock) || typeof text !== 'string' || typeof isLost !== 'boolean') return undefined;
  return { client, clock, text, isLost };
}

/** Reads what `recordToBytes` wrote; `undefined` when it is anything else. */
export function bytesToRecord(bytes: Uint8Array, key: string): LossRecord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { writer, remover, at, text, runs, element, attributes, after, isSettled } = json as Record<string, unknown>;
  if (typeof writer !== 'string' || !SESSION.test(writer) || !Array.isArray(runs)) return undefined;
  if (typeof at !== 'number' || typeof attributes !== 'object' || attributes === null) return undefined;
  const read = runs.map(toRun).filter((run) => run !== undefined);
  if (read.length < runs.length) return undefined;
  return {
    key,
    writer,
    at,
    runs: read,
    attributes: attributes as Record<string, unknown>,
    isSettled: isSettled === true,
    ...(typeof remover === 'string' && SESSION.test(remover) ? { remover } : {}),
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof element === 'string' ? { element } : {}),
    ...(typeof after === 'string' ? { after } : {}),
  };
}
