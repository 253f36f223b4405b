import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode, closeCodeToSentence } from '@weft/crdt-core/wire';
import type { Result } from '@weft/crypto/verify';
import { type HostPolicy, isOriginAllowed } from '../policy/hosts.ts';
import type { RelayLimits } from '../policy/limits.ts';
import { clientAddress, createAddressCounter } from './addresses.ts';
import { createAttemptCounter } from './attempts.ts';

export interface GateOptions {
  readonly limits: Pick<
    RelayLimits,
    'maxConnections' | 'maxConnectionsPerAddress' | 'connectionsPerSecond' | 'connectionBurst'
  >;
  readonly isOwnHost: HostPolicy;
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: boolean;
  readonly clock: { now(): number };
}

/** Why a socket is not let in. */
export interface TurnedAway {
  readonly code: CloseCode;
  readonly sentence: string;
}

/** Called once, when the socket that was let in has closed. */
export type Leave = () => void;

/** One door for all WebSockets of a relay, whatever they come for: origins, hosts, connections in all and per address, attempts per address (RLY-6). */
export interface Gate {
  enter(request: IncomingMessage, socket: Socket): Result<Leave, TurnedAway>;
}

const HOST_SENTENCE =
  'This relay was reached under a name it does not know as its own; whoever runs it must name it with --public-host.';
const ORIGIN_SENTENCE = 'This relay does not serve pages from this site; open the app from the relay’s own address.';
const ADDRESS_SENTENCE = 'There are too many connections from this network to this relay; close some tabs, or wait.';
const ATTEMPT_SENTENCE =
  'This network tried to connect to this relay too often within a short time; it goes on by itself in a moment.';

/** Creates the door. */
export function createGate({ limits, isOwnHost, allowedOrigins, trustProxy, clock }: GateOptions): Gate {
  const addresses = createAddressCounter(limits.maxConnectionsPerAddress);
  const attempts = createAttemptCounter(limits.connectionsPerSecond, limits.connectionBurst, () => clock.now());
  let open = 0;
  return {
    enter(request, socket) {
      const address = clientAddress(socket.remoteAddress, request.headers['x-forwarded-for'], trustProxy);
      if (!attempts.take(address)) return away(CloseCode.full, ATTEMPT_SENTENCE);
      if (!isOriginAllowed(allowedOrigins, request.headers.origin)) return away(CloseCode.notAllowed, ORIGIN_SENTENCE);
      if (!isOwnHost(request.headers.host ?? '')) return away(CloseCode.notAllowed, HOST_SENTENCE);
      if (open >= limits.maxConnections) return away(CloseCode.full);
      if (!addresses.enter(address)) return away(CloseCode.full, ADDRESS_SENTENCE);
      open++;
      let isIn = true;
      return {
        ok: true,
        value: () => {
          if (!isIn) return;
          isIn = false;
          open--;
          addresses.leave(address);
        },
      };
    },
  };
}

function away(
  code: CloseCode,
  sentence: string = closeCodeToSentence(code) ?? '',
): { readonly ok: false; readonly failure: TurnedAway } {
  return { ok: false, failure: { code, sentence } };
}
