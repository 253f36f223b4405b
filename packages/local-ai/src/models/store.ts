import type { Result } from '@weft/crypto';
import { type ModelFailure, type ModelFailureCode, modelFailure } from './failures.ts';
import { bytesToIndex, indexToBytes } from './index-bytes.ts';
import {
  type ModelChange,
  type ModelIndex,
  type ModelRecord,
  type PendingModel,
  stepModels,
  toNeededParts,
} from './index-of-models.ts';
import { type Install, type ModelSource, openModel, startInstall } from './install.ts';
import type { ModelChannel } from './manifest.ts';
import type { ModelOffer } from './offer.ts';
import { type ModelStorePorts, type OpenedModel, toDiskCode } from './ports.ts';
import type { InstallState } from './step-install.ts';
import { checkSuccession } from './trust.ts';

/** The models of this device. */
export interface ModelStore {
  list(): Promise<ModelIndex>;
  /**
   * Begins to install what was offered and looked at. Settles when it is in use, paused, or failed; `watch` tells how far it is.
   * @param isUnsignedAllowed the person was asked, and said yes
   */
  add(offer: ModelOffer, isUnsignedAllowed: boolean): Promise<Result<InstallState, ModelFailure>>;
  /** Goes on with what was paused, failed, or was under way when the app was closed. Of dropped files, with the files again. */
  resume(id: string, files?: ReadonlyMap<string, Blob>): Promise<Result<InstallState, ModelFailure>>;
  pause(id: string): void;
  /** Gives up what is on its way. What is in use stays. */
  cancel(id: string): Promise<Result<true, ModelFailure>>;
  /** MDL-5: back to what was in use before. */
  rollBack(id: string): Promise<Result<true, ModelFailure>>;
  dropPrevious(id: string): Promise<Result<true, ModelFailure>>;
  setChannel(id: string, channel: ModelChannel): Promise<Result<true, ModelFailure>>;
  remove(id: string): Promise<Result<true, ModelFailure>>;
  /** The files of the model in use. */
  open(id: string): Promise<Result<OpenedModel, ModelFailure>>;
  /** What is under way in this tab. */
  installs(): ReadonlyMap<string, InstallState>;
  watch(changed: () => void): () => void;
}

const INDEX_LOCK = 'weft-models';

export function createModelStore(ports: ModelStorePorts): ModelStore {
  const installs = new Map<string, Install>();
  const states = new Map<string, InstallState>();
  const watchers = new Set<() => void>();
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };
  const load = async (): Promise<ModelIndex> => bytesToIndex(await ports.disk.loadIndex());

  /** One change of the index, over all tabs. Parts that nothing needs any more go with it. */
  async function change(wanted: ModelChange): Promise<void> {
    await ports.locks.hold(INDEX_LOCK, async () => {
      const next = stepModels(await load(), wanted);
      await ports.disk.saveIndex(indexToBytes(next));
      if (wanted.type === 'begin' || wanted.type === 'channel') return;
      const needed = toNeededParts(next);
      for (const hash of await ports.disk.list()) if (!needed.has(hash)) await ports.disk.remove(hash);
    });
    tell();
  }

  async function changing(wanted: ModelChange): Promise<Result<true, ModelFailure>> {
    try {
      await change(wanted);
      return { ok: true, value: true };
    } catch (error) {
      return modelFailure(toDiskCode(error));
    }
  }

  const find = async (id: string): Promise<ModelRecord | undefined> =>
    (await load()).records.find((record) => record.id === id);

  /** @param begin what is written down first, under the same lock: no other tab comes in between. */
  async function run(
    pending: PendingModel,
    source: ModelSource,
    begin?: ModelChange,
  ): Promise<Result<InstallState, ModelFailure>> {
    const { manifest } = pending;
    const { id } = manifest;
    const done = await ports.locks.tryHold(toLock(id), async () => {
      if (begin !== undefined) await change(begin);
      const install = startInstall(ports, manifest, source, {
        swap: (latency) => change({ type: 'swap', manifest, latency }),
        drop: (refused) => change({ type: 'drop', id, refused }),
        changed(state) {
          states.set(id, state);
          tell();
        },
      });
      installs.set(id, install);
      const state = await install.settled;
      installs.delete(id);
      if (state.phase === 'ended') states.delete(id);
      tell();
      return state;
    });
    if (done === undefined) return modelFailure('model-busy');
    return done.phase === 'failed' ? modelFailure(done.failure ?? 'model-broken') : { ok: true, value: done };
  }

  const busyOr = async (
    id: string,
    work: () => Promise<Result<true, ModelFailure>>,
  ): Promise<Result<true, ModelFailure>> => (await ports.locks.tryHold(toLock(id), work)) ?? modelFailure('model-busy');

  return {
    list: load,
    async add(offer, isUnsignedAllowed) {
      const { manifest, signer, source } = offer;
      try {
        const record = await find(manifest.id);
        const next = { manifest, key: signer?.key };
        const allowed = checkSuccession(record?.current, next, isUnsignedAllowed);
        if (!allowed.ok) return allowed;
        const from = source.type === 'address' ? source.base : undefined;
        const pending = { ...next, from };
        // A canary's own address is not where the stable channel is.
        const stableFrom = manifest.channel === 'stable' ? from : undefined;
        return await run(pending, source, { type: 'begin', pending, stableFrom });
      } catch (error) {
        return modelFailure(toDiskCode(error));
      }
    },
    async resume(id, files) {
      try {
        const pending = (await find(id))?.pending;
        if (pending === undefined) return modelFailure('model-gone');
        const { from } = pending;
        const source: ModelSource =
          from === undefined
            ? { type: 'files', files: files ?? new Map<string, Blob>() }
            : { type: 'address', base: from };
        return await run(pending, source);
      } catch (error) {
        return modelFailure(toDiskCode(error));
      }
    },
    pause: (id) => installs.get(id)?.pause(),
    async cancel(id) {
      const install = installs.get(id);
      if (install === undefined) {
        states.delete(id);
        return busyOr(id, () => changing({ type: 'drop', id, refused: false }));
      }
      install.cancel();
      await install.settled;
      return { ok: true, value: true };
    },
    rollBack: (id) => changing({ type: 'rollBack', id }),
    dropPrevious: (id) => changing({ type: 'dropPrevious', id }),
    setChannel: (id, channel) => changing({ type: 'channel', id, channel }),
    async remove(id) {
      const install = installs.get(id);
      const work = (): Promise<Result<true, ModelFailure>> => changing({ type: 'remove', id });
      if (install === undefined) {
        states.delete(id);
        return busyOr(id, work);
      }
      install.cancel();
      await install.settled;
      // This tab's own lock is free in a moment.
      return ports.locks.hold(toLock(id), work);
    },
    async open(id) {
      let code: ModelFailureCode = 'model-gone';
      try {
        const record = await find(id);
        if (record?.current === undefined) return modelFailure(code);
        return await openModel(ports, record.current.manifest, false);
      } catch (error) {
        code = toDiskCode(error);
        return modelFailure(code);
      }
    },
    installs: () => states,
    watch(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}

function toLock(id: string): string {
  return `${INDEX_LOCK}/${id}`;
}
