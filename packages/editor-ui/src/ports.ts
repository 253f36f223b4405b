/** Frames, timers and randomness the editor may use; injected so that tests replay. */
export interface EditorPorts {
  /** Runs `callback` before the next paint (or soon, in a hidden tab). Returns what cancels it. */
  frame(callback: () => void): () => void;
  /** Runs `callback` after `ms` milliseconds. Returns what cancels it. */
  timeout(ms: number, callback: () => void): () => void;
  /** Milliseconds, monotonic or not. */
  now(): number;
  /** Unix milliseconds, by this device's clock. */
  clock(): number;
  /** A fresh block id. */
  createId(): string;
}

/** A hidden tab draws no frames: what waits for one still happens this many ms later. */
const FRAME_FALLBACK = 250;
const ID_BYTES = 9;

/** The browser's own frames, timers and randomness. Nothing is touched before this is called. */
export function browserPorts(window: Window & typeof globalThis): EditorPorts {
  return {
    frame(callback) {
      let isDone = false;
      const run = (): void => {
        if (isDone) return;
        cancel();
        callback();
      };
      const frame = window.requestAnimationFrame(run);
      const timer = window.setTimeout(run, FRAME_FALLBACK);
      const cancel = (): void => {
        isDone = true;
        window.cancelAnimationFrame(frame);
        window.clearTimeout(timer);
      };
      return cancel;
    },
    timeout(ms, callback) {
      const timer = window.setTimeout(callback, ms);
      return () => window.clearTimeout(timer);
    },
    now: () => window.performance.now(),
    clock: () => Date.now(),
    createId() {
      const bytes = window.crypto.getRandomValues(new Uint8Array(ID_BYTES));
      return window
        .btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
    },
  };
}
