import type { ModelFailureCode } from './failures.ts';
import type { ModelManifest } from './manifest.ts';

/** One part of one file. */
export interface PartOfModel {
  /** Index among the files, and among the parts of that file. */
  readonly file: number;
  readonly part: number;
  readonly hash: string;
  readonly bytes: number;
}

/** What installing a model is doing. `failed` and `paused` can go on; `ended` cannot. */
export type InstallPhase = 'finding' | 'fetching' | 'testing' | 'swapping' | 'paused' | 'failed' | 'ended';

/** One model being installed. */
export interface InstallState {
  readonly manifest: ModelManifest;
  readonly phase: InstallPhase;
  readonly missing: readonly PartOfModel[];
  /** Hashes of parts that came wrong once. */
  readonly wrong: readonly string[];
  /** Whether anything came since the last request: a server that cuts off after each part is asked on. */
  readonly hasCome: boolean;
  readonly failure: ModelFailureCode | undefined;
  readonly latency: number;
}

export type InstallEvent =
  | { readonly type: 'start' }
  /** Which parts are not on the disk. */
  | { readonly type: 'found'; readonly missing: readonly PartOfModel[] }
  /** A part came, was right, and is on the disk. */
  | { readonly type: 'got'; readonly hash: string }
  | { readonly type: 'wrong'; readonly hash: string }
  /** The source gives no more for now. Without a code it came to its end. */
  | { readonly type: 'sourceEnded'; readonly code?: ModelFailureCode }
  | { readonly type: 'tested'; readonly latency: number }
  | { readonly type: 'testFailed'; readonly code: ModelFailureCode }
  | { readonly type: 'swapped' }
  /** Writing to the disk failed. */
  | { readonly type: 'diskFailed'; readonly code: ModelFailureCode }
  | { readonly type: 'pause' }
  | { readonly type: 'cancel' };

export type InstallEffect =
  | { readonly type: 'find' }
  | { readonly type: 'fetch'; readonly missing: readonly PartOfModel[] }
  | { readonly type: 'stopFetching' }
  | { readonly type: 'test' }
  | { readonly type: 'swap'; readonly latency: number }
  /** Give up what was on its way. */
  | { readonly type: 'drop'; readonly refused: boolean };

type Turn = readonly [InstallState, readonly InstallEffect[]];

export function createInstall(manifest: ModelManifest): InstallState {
  return {
    manifest,
    phase: 'paused',
    missing: toParts(manifest),
    wrong: [],
    hasCome: false,
    failure: undefined,
    latency: 0,
  };
}

/** All parts of a model. */
export function toParts({ files, partBytes }: ModelManifest): readonly PartOfModel[] {
  return files.flatMap(({ parts, bytes }, file) =>
    parts.map((hash, part) => ({ file, part, hash, bytes: Math.min(partBytes, bytes - part * partBytes) })),
  );
}

/** Bytes that are not here yet. */
export function toMissingBytes({ missing }: InstallState): number {
  return missing.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Failures after which the same files cannot work on this device. */
const FINAL: ReadonlySet<ModelFailureCode> = new Set(['model-answer', 'model-broken', 'model-operator']);

/** What follows from an event (MDL-4). Pure. An event that comes too late changes nothing. */
export function stepInstall(state: InstallState, event: InstallEvent): Turn {
  const { phase } = state;
  const stay: Turn = [state, []];
  if (phase === 'ended') return stay;
  const fail = (code: ModelFailureCode, effects: readonly InstallEffect[] = []): Turn => [
    { ...state, phase: 'failed', failure: code },
    effects,
  ];
  switch (event.type) {
    case 'start':
      if (phase !== 'paused' && phase !== 'failed') return stay;
      return [{ ...state, phase: 'finding', wrong: [], failure: undefined }, [{ type: 'find' }]];
    case 'found':
      return phase === 'finding' ? goOn({ ...state, missing: event.missing }) : stay;
    case 'got': {
      const missing = state.missing.filter(({ hash }) => hash !== event.hash);
      // Also while pausing: what is on the disk is there.
      return [{ ...state, missing, hasCome: true }, []];
    }
    case 'wrong':
      if (phase !== 'fetching') return stay;
      if (state.wrong.includes(event.hash)) return fail('model-hash', [{ type: 'stopFetching' }]);
      return [{ ...state, wrong: [...state.wrong, event.hash] }, []];
    case 'sourceEnded':
      if (phase !== 'fetching') return stay;
      if (event.code !== undefined && !(event.code === 'model-cut' && state.hasCome)) return fail(event.code);
      // A part that came wrong is asked for once more, and so is what a server held back that gives only so much at once.
      if (state.missing.length > 0 && !state.hasCome && state.wrong.length === 0) return fail('model-cut');
      return goOn(state);
    case 'tested':
      if (phase !== 'testing') return stay;
      return [{ ...state, phase: 'swapping', latency: event.latency }, [{ type: 'swap', latency: event.latency }]];
    case 'testFailed':
      if (phase !== 'testing') return stay;
      return fail(event.code, FINAL.has(event.code) ? [{ type: 'drop', refused: true }] : []);
    case 'swapped':
      return phase === 'swapping' ? [{ ...state, phase: 'ended' }, []] : stay;
    case 'diskFailed':
      if (phase === 'paused' || phase === 'failed') return stay;
      return fail(event.code, phase === 'fetching' ? [{ type: 'stopFetching' }] : []);
    case 'pause':
      if (phase === 'finding') return [{ ...state, phase: 'paused' }, []];
      return phase === 'fetching' ? [{ ...state, phase: 'paused' }, [{ type: 'stopFetching' }]] : stay;
    case 'cancel': {
      // What is being put in its place is in its place.
      if (phase === 'swapping') return stay;
      const stop: readonly InstallEffect[] = phase === 'fetching' ? [{ type: 'stopFetching' }] : [];
      return [{ ...state, phase: 'ended' }, [...stop, { type: 'drop', refused: false }]];
    }
  }
}

function goOn(state: InstallState): Turn {
  if (state.missing.length === 0) return [{ ...state, phase: 'testing' }, [{ type: 'test' }]];
  return [{ ...state, phase: 'fetching', hasCome: false }, [{ type: 'fetch', missing: state.missing }]];
}
