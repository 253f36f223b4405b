import { compareVersions, manifestToText, type ModelChannel, type ModelManifest } from './manifest.ts';

/** A model that was fetched whole, verified and tested. */
export interface InstalledModel {
  readonly manifest: ModelManifest;
  /** Who signed it, base64url; undefined where nobody did and the person said yes. */
  readonly key: string | undefined;
  /** Milliseconds its self-test took. */
  readonly latency: number;
}

/** A model on its way. */
export interface PendingModel {
  readonly manifest: ModelManifest;
  readonly key: string | undefined;
  /** Address of the manifest it came with; undefined: files that were dropped. */
  readonly from: string | undefined;
}

/** What is known of one model, in all its versions. */
export interface ModelRecord {
  readonly id: string;
  /** Address of its manifest on the stable channel, where it has one. */
  readonly from: string | undefined;
  readonly channel: ModelChannel;
  readonly current: InstalledModel | undefined;
  /** What was in use before, kept whole: what is rolled back to. */
  readonly previous: InstalledModel | undefined;
  readonly pending: PendingModel | undefined;
  /** Versions that did not work here: not taken again by themselves. */
  readonly refused: readonly string[];
}

/** All models of this device. What is written to disk, in one piece: each change of it is whole or was not. */
export interface ModelIndex {
  readonly version: 1;
  readonly records: readonly ModelRecord[];
}

export const NO_MODELS: ModelIndex = { version: 1, records: [] };

/** What may happen to the models of a device. */
export type ModelChange =
  | { readonly type: 'begin'; readonly pending: PendingModel; readonly stableFrom: string | undefined }
  | { readonly type: 'swap'; readonly manifest: ModelManifest; readonly latency: number }
  /** What was on its way is given up; `refused`: because it does not work here. */
  | { readonly type: 'drop'; readonly id: string; readonly refused: boolean }
  | { readonly type: 'rollBack'; readonly id: string }
  | { readonly type: 'dropPrevious'; readonly id: string }
  | { readonly type: 'channel'; readonly id: string; readonly channel: ModelChannel }
  | { readonly type: 'remove'; readonly id: string };

/** What follows from a change. Pure. */
export function stepModels(index: ModelIndex, change: ModelChange): ModelIndex {
  const id = toId(change);
  const old = index.records.find((record) => record.id === id);
  const others = index.records.filter((record) => record.id !== id);
  const next = stepRecord(old, change);
  const records = next === undefined ? others : [...others, next].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { version: 1, records };
}

function toId(change: ModelChange): string {
  if (change.type === 'begin') return change.pending.manifest.id;
  return change.type === 'swap' ? change.manifest.id : change.id;
}

function stepRecord(old: ModelRecord | undefined, change: ModelChange): ModelRecord | undefined {
  if (change.type === 'begin') {
    const { pending, stableFrom } = change;
    const { id, channel, version } = pending.manifest;
    const fresh = { id, from: undefined, channel, current: undefined, previous: undefined, refused: [] };
    const record = old ?? fresh;
    // Who asks for a version again means it.
    const refused = record.refused.filter((one) => one !== version);
    return { ...record, from: stableFrom ?? record.from, pending, refused };
  }
  if (old === undefined) return undefined;
  switch (change.type) {
    case 'swap': {
      const { pending, current } = old;
      // Only what was tested is put in its place.
      if (pending === undefined || manifestToText(pending.manifest) !== manifestToText(change.manifest)) return old;
      const { manifest, key } = pending;
      const isSame = current?.manifest.version === manifest.version;
      return {
        ...old,
        current: { manifest, key, latency: change.latency },
        previous: isSame ? old.previous : (current ?? old.previous),
        pending: undefined,
      };
    }
    case 'drop': {
      const refused = change.refused && old.pending !== undefined ? [old.pending.manifest.version] : [];
      const left = { ...old, pending: undefined, refused: [...new Set([...old.refused, ...refused])] };
      return left.current === undefined && left.previous === undefined ? undefined : left;
    }
    case 'rollBack': {
      if (old.previous === undefined || old.current === undefined) return old;
      const refused = [...new Set([...old.refused, old.current.manifest.version])];
      return { ...old, current: old.previous, previous: undefined, refused };
    }
    case 'dropPrevious':
      return { ...old, previous: undefined };
    case 'channel':
      return { ...old, channel: change.channel };
    case 'remove':
      return undefined;
  }
}

/** The hashes of all parts that some model of the index needs. */
export function toNeededParts(index: ModelIndex): ReadonlySet<string> {
  const manifests = index.records.flatMap(({ current, previous, pending }) =>
    [current, previous, pending].flatMap((model) => (model === undefined ? [] : [model.manifest])),
  );
  return new Set(manifests.flatMap(({ files }) => files.flatMap(({ parts }) => parts)));
}

/** Whether a manifest that an address gives now is an update for what is here. */
export function isUpdate({ current, refused }: ModelRecord, { version }: ModelManifest): boolean {
  if (refused.includes(version)) return false;
  return current === undefined || compareVersions(version, current.manifest.version) > 0;
}
