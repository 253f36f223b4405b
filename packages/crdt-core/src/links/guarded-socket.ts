/**
 * A WebSocket that hands on only what the code behind it can read. y-websocket's own reader throws on an empty or cut message
 * and hands types 0 to 3 to Yjs: with this in front of it, it sees Weft's frames and nothing else.
 */
import { WEFT_MESSAGE } from '../wire/index.ts';

/** The part of WebSocket that y-websocket uses. */
export interface Socket {
  binaryType: string;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  onclose: ((event: { readonly code?: number }) => void) | null;
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(code?: number): void;
}

/** `WebSocket` of a browser, of Node, or of the package ws. */
export type SocketConstructor = new (url: string, protocols?: string | string[]) => Socket;

/**
 * Wraps a constructor.
 *
 * @param Inner - what opens the connections
 * @param onForeign - told of every message that is not a Weft frame; its bytes, or none if it was text
 */
export function guardSocket(Inner: SocketConstructor, onForeign: (bytes: Uint8Array) => void): SocketConstructor {
  return function GuardedSocket(url: string, protocols?: string | string[]) {
    const inner = openSocket(Inner, url, protocols);
    const guarded: Socket & { readonly OPEN: number } = {
      OPEN: 1,
      binaryType: 'arraybuffer',
      onopen: null,
      onmessage: null,
      onerror: null,
      onclose: null,
      get readyState() {
        return inner?.readyState ?? 3;
      },
      send: (data) => {
        // A browser throws where the socket is still connecting, and drops silently where it is closing: both are "not sent".
        if (inner?.readyState === 1) inner.send(data);
      },
      close: (code) => inner?.close(code),
    };
    if (inner === undefined) {
      // The address is refused before anything is sent (a ws:// address on an https page): told like any lost connection.
      queueMicrotask(() => guarded.onclose?.({ code: 1006 }));
      return guarded;
    }
    inner.binaryType = 'arraybuffer';
    inner.onopen = (event) => guarded.onopen?.(event);
    inner.onerror = (event) => guarded.onerror?.(event);
    inner.onclose = (event) => guarded.onclose?.(event);
    inner.onmessage = (event) => {
      const { data } = event;
      if (!(data instanceof ArrayBuffer)) return onForeign(new Uint8Array());
      const bytes = new Uint8Array(data);
      if (bytes[0] !== WEFT_MESSAGE || bytes.length < 2) return onForeign(bytes);
      guarded.onmessage?.(event);
    };
    return guarded;
  } as unknown as SocketConstructor;
}

function openSocket(Inner: SocketConstructor, url: string, protocols?: string | string[]): Socket | undefined {
  try {
    return new Inner(url, protocols);
  } catch {
    return undefined;
  }
}
