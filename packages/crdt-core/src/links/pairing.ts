import { equal, type Failure, type Result, success } from '@weft/crypto';
import type { Readable } from '../sync/readable.ts';
import type { PeerMesh } from '../peer/peer-mesh.ts';
import type { Cancel, Ports } from '../ports/index.ts';
import { createWritable } from '../sync/readable.ts';
import type { IceServer } from '../wire/index.ts';
import { type ConnectionConstructor, createWeftChannel, joinChannel } from './data-channel.ts';
import {
  noteToText,
  type PairingCode,
  type PairingFailure,
  pairingFailure,
  type PairingKey,
  textToNote,
} from './pairing-text.ts';
import { readDescription, type SessionEssentials, writeDescription } from './session-description.ts';

/** `waiting`: a text was made, and the other device's part is to come. */
export type PairingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'waiting' }
  | { readonly phase: 'connected' }
  | { readonly phase: 'failed'; readonly failure: PairingFailure };

/**
 * Connects two devices by hand, with no server and no internet: one makes a first text, the other answers it with a second, the
 * first accepts that. Each text is short enough for a QR code, and sealed for those who hold the document's link. One attempt at a
 * time: a new one ends the one before. What is connected stays so until the document closes.
 */
export interface Pairing {
  readonly state: Readable<PairingState>;
  /** Makes the first text. */
  offer(): Promise<Result<string, PairingFailure>>;
  /** Answers the first text of another device with a second. */
  answer(text: string): Promise<Result<string, PairingFailure>>;
  /** Takes the answer to one's own first text; `state` tells when the devices are connected. */
  accept(text: string): Promise<Result<void, PairingFailure>>;
  /** Ends the attempt. */
  cancel(): void;
}

export interface PairingOptions {
  readonly ports: Ports;
  readonly Connection: ConnectionConstructor | undefined;
  readonly key: PairingKey;
  /** Known by now, asked for each attempt. */
  iceServers(): readonly IceServer[];
  /** The peer links of this tab; `undefined` where another tab holds them. */
  mesh(): PeerMesh | undefined;
}

/** People carry texts between devices: that takes minutes, not seconds. */
const ATTEMPT_MS = 10 * 60_000;
/** Addresses that are not known by then are not worth waiting for. */
const GATHER_MS = 3_000;

interface Attempt {
  readonly id: Uint8Array;
  readonly connection: RTCPeerConnection;
  readonly isFirst: boolean;
  close(): void;
}

/** Pairing for one document. `destroy` ends what it connected. */
export function createPairing(options: PairingOptions): Pairing & { destroy(): void } {
  const { ports, Connection, key } = options;
  const { timers, random } = ports;
  const state = createWritable<PairingState>({ phase: 'idle' });
  const connected = new Set<Attempt>();
  let current: Attempt | undefined;

  function begin(id: Uint8Array, isFirst: boolean): Result<Attempt, PairingFailure> {
    drop();
    if (Connection === undefined) return fail('pairing-unsupported');
    const mesh = options.mesh();
    if (mesh === undefined) return fail('pairing-elsewhere');
    const iceServers = options.iceServers().map((server) => ({ ...server, urls: [...server.urls] }));
    const connection = new Connection({ iceServers });
    let cancelLate: Cancel = timers.set(ATTEMPT_MS, () => end(attempt, 'pairing-late'));
    const leave = joinChannel(mesh, createWeftChannel(connection), timers, {
      proven() {
        cancelLate();
        if (current === attempt) current = undefined;
        connected.add(attempt);
        state.set({ phase: 'connected' });
      },
      ended: () => end(attempt, 'pairing-failed'),
    });
    const attempt: Attempt = {
      id,
      connection,
      isFirst,
      close() {
        cancelLate();
        cancelLate = () => undefined;
        leave();
        connection.close();
      },
    };
    current = attempt;
    state.set({ phase: 'waiting' });
    return success(attempt);
  }

  function end(attempt: Attempt, code: PairingCode): void {
    attempt.close();
    connected.delete(attempt);
    if (current !== attempt) return;
    current = undefined;
    state.set({ phase: 'failed', failure: pairingFailure(code) });
  }

  function drop(): void {
    current?.close();
    current = undefined;
  }

  /** The local description with every address that could be found in time, as a text. */
  async function toText(attempt: Attempt): Promise<Result<string, PairingFailure>> {
    const { connection, id } = attempt;
    await gathered(connection);
    if (current !== attempt) return fail('pairing-stale');
    const { type, sdp } = connection.localDescription ?? { type: 'offer', sdp: '' };
    const essentials = type === 'offer' || type === 'answer' ? readDescription(type, sdp) : undefined;
    if (essentials === undefined) return failAttempt(attempt, 'pairing-failed');
    if (essentials.candidates.length === 0) return failAttempt(attempt, 'pairing-offline');
    return success(noteToText(key, random(24), { attempt: id, essentials }));
  }

  function failAttempt(attempt: Attempt, code: PairingCode): Failed {
    end(attempt, code);
    return fail(code);
  }

  function gathered(connection: RTCPeerConnection): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timers.set(GATHER_MS, resolve);
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
    if (connection.iceGatheringState === 'complete') resolve();
    return promise.finally(cancel);
  }

  /** Runs what a browser may refuse: a description is checked, but what it makes of it is its own. */
  async function attempted<T>(
    attempt: Attempt,
    work: () => Promise<Result<T, PairingFailure>>,
  ): Promise<Result<T, PairingFailure>> {
    try {
      return await work();
    } catch {
      return failAttempt(attempt, 'pairing-failed');
    }
  }

  return {
    state,
    async offer() {
      const begun = begin(random(8), true);
      if (!begun.ok) return begun;
      const { connection } = begun.value;
      return await attempted(begun.value, async () => {
        await connection.setLocalDescription(await connection.createOffer());
        return await toText(begun.value);
      });
    },
    async answer(text) {
      const note = textToNote(key, text);
      if (!note.ok) return note;
      const { attempt: id, essentials } = note.value;
      if (essentials.type === 'answer') return fail('pairing-second');
      if (current?.isFirst === true && equal(current.id, id)) return fail('pairing-own');
      const begun = begin(id, false);
      if (!begun.ok) return begun;
      const { connection } = begun.value;
      return await attempted(begun.value, async () => {
        await connection.setRemoteDescription(toInit(essentials));
        await connection.setLocalDescription(await connection.createAnswer());
        return await toText(begun.value);
      });
    },
    async accept(text) {
      const note = textToNote(key, text);
      if (!note.ok) return note;
      const { attempt: id, essentials } = note.value;
      const attempt = current;
      if (essentials.type === 'offer') {
        return fail(attempt !== undefined && equal(attempt.id, id) ? 'pairing-own' : 'pairing-first');
      }
      if (attempt === undefined || !attempt.isFirst || !equal(attempt.id, id)) return fail('pairing-stale');
      return await attempted(attempt, async () => {
        await attempt.connection.setRemoteDescription(toInit(essentials));
        return success(undefined);
      });
    },
    cancel() {
      drop();
      state.set({ phase: 'idle' });
    },
    destroy() {
      drop();
      for (const attempt of connected) attempt.close();
      connected.clear();
    },
  };
}

type Failed = { readonly ok: false; readonly failure: PairingFailure };

function fail(code: PairingCode): Failed {
  return { ok: false, failure: pairingFailure(code) satisfies Failure<PairingCode> };
}

function toInit(essentials: SessionEssentials): RTCSessionDescriptionInit {
  return { type: essentials.type, sdp: writeDescription(essentials) };
}
