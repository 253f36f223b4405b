import {
  type InstalledModel,
  type ModelIndex,
  type ModelRecord,
  NO_MODELS,
  type PendingModel,
} from './index-of-models.ts';
import { manifestToText } from './manifest.ts';
import { readManifest } from './read-manifest.ts';

/** The index as it lies on the disk. */
export function indexToBytes(index: ModelIndex): Uint8Array<ArrayBuffer> {
  const models = (model: InstalledModel | PendingModel | undefined): object | undefined =>
    model === undefined ? undefined : { ...model, manifest: manifestToText(model.manifest) };
  const records = index.records.map((record) => ({
    ...record,
    current: models(record.current),
    previous: models(record.previous),
    pending: models(record.pending),
  }));
  return new TextEncoder().encode(JSON.stringify({ version: 1, records }));
}

/** Reads an index. What is damaged in it, or of another version, is left out: its parts are fetched anew. */
export function bytesToIndex(bytes: Uint8Array | undefined): ModelIndex {
  if (bytes === undefined) return NO_MODELS;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return NO_MODELS;
  }
  const { version, records } = (value ?? {}) as { readonly version?: unknown; readonly records?: unknown };
  if (version !== 1 || !Array.isArray(records)) return NO_MODELS;
  return { version: 1, records: records.flatMap((record) => toRecord(record) ?? []) };
}

type Fields = Readonly<Record<string, unknown>>;

const toText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function toModel(value: unknown): { readonly fields: Fields; readonly model: PendingModel } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  const read = readManifest(new TextEncoder().encode(toText(fields['manifest']) ?? ''));
  if (!read.ok) return undefined;
  const { manifest } = read.value;
  return { fields, model: { manifest, key: toText(fields['key']), from: toText(fields['from']) } };
}

function toInstalled(value: unknown): InstalledModel | undefined {
  const read = toModel(value);
  if (read === undefined) return undefined;
  const { manifest, key } = read.model;
  const latency = read.fields['latency'];
  return { manifest, key, latency: typeof latency === 'number' && latency > 0 ? latency : 1 };
}

function toRecord(value: unknown): ModelRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  const current = toInstalled(fields['current']);
  const previous = toInstalled(fields['previous']);
  const pending = toModel(fields['pending'])?.model;
  const id = (current ?? previous ?? pending)?.manifest.id;
  if (id === undefined) return undefined;
  const refused = Array.isArray(fields['refused']) ? fields['refused'].flatMap((one) => toText(one) ?? []) : [];
  const channel = fields['channel'] === 'canary' ? 'canary' : 'stable';
  // Where what was in use cannot be read any more, what was before it is in use.
  const used = current ?? previous;
  const before = current === undefined ? undefined : previous;
  return { id, from: toText(fields['from']), channel, current: used, previous: before, pending, refused };
}
