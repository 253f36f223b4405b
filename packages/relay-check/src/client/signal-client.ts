import { WebSocket } from 'ws';
import { Broken } from '../hold.ts';
import type { CheckPorts } from '../ports.ts';
import { createInbox } from './inbox.ts';

export type SignalMessage = Readonly<Record<string, unknown>>;

/** One page at `/signal`. */
export interface SignalClient {
  readonly messages: readonly SignalMessage[];
  send(message: SignalMessage | string): void;
  next(type: string): Promise<SignalMessage>;
  /** Waits until the relay has read all that was sent here. */
  fence(): Promise<void>;
  ended(what: string): Promise<number>;
}

/** Opens a socket. `undefined` if there is no signalling there (404). @throws Broken if it does not open for another reason */
export async function dialSignal(
  url: string,
  ports: CheckPorts,
  deadlineMs: number,
  track: (socket: WebSocket) => void,
): Promise<SignalClient | undefined> {
  const inbox = createInbox<SignalMessage>(ports, deadlineMs);
  const socket = new WebSocket(url, { handshakeTimeout: deadlineMs });
  track(socket);
  socket.on('message', (data: Buffer) => {
    try {
      inbox.put(JSON.parse(data.toString()) as SignalMessage);
    } catch {
      inbox.put({ type: 'no JSON' });
    }
  });
  socket.on('close', (code) => inbox.close(code));
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('error', () => resolve(0));
  });
  if (status === 404) return undefined;
  if (status !== 101) throw new Broken(`/signal did not open (${status === 0 ? 'no answer' : `HTTP ${status}`}).`);
  const next = (type: string): Promise<SignalMessage> =>
    inbox.take((message): message is SignalMessage => message['type'] === type, `a signalling ${type}`);
  const send = (message: SignalMessage | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return {
    messages: inbox.items,
    send,
    next,
    async fence() {
      send({ type: 'ping' });
      await next('pong');
    },
    ended: (what) => inbox.ended(what),
  };
}
