import type { BrowserContext, CDPSession, Page } from '@playwright/test';

/** One WebSocket message as it crossed the wire. */
export interface WireFrame {
  readonly direction: 'sent' | 'received';
  readonly bytes: Uint8Array;
}

/** What a person's pages did that a test should know of. */
export interface Watch {
  /** All WebSocket messages of all watched pages, in order. */
  readonly frames: readonly WireFrame[];
  /** How many frames of a type of Weft's crossed so far. */
  count(direction: WireFrame['direction'], type: number): number;
  /** Console errors, uncaught exceptions and policy violations that were not expected. */
  problems(): readonly string[];
  /** From now on, and for what was seen before: a problem that matches is expected. Say why at the call. */
  expectProblem(pattern: RegExp): void;
  /** Watches a page from before its first request. */
  add(page: Page): Promise<void>;
}

/** docs/protocol.md, "Relay": byte 0 of every message of Weft's, and in byte 1 what takes an envelope to the relay and brings one from it. */
const WEFT = 0x57;
export const APPEND = 0x02;
export const ENTRY = 0x43;

interface FrameEvent {
  readonly response: { readonly opcode: number; readonly payloadData: string };
}

const BINARY = 2;

async function recordFrames(context: BrowserContext, page: Page, frames: WireFrame[]): Promise<void> {
  const session: CDPSession = await context.newCDPSession(page);
  const record =
    (direction: WireFrame['direction']) =>
    ({ response: { opcode, payloadData } }: FrameEvent): void => {
      frames.push({ direction, bytes: Buffer.from(payloadData, opcode === BINARY ? 'base64' : 'utf8') });
    };
  session.on('Network.webSocketFrameSent', record('sent'));
  session.on('Network.webSocketFrameReceived', record('received'));
  await session.send('Network.enable');
}

/** Starts watching a context; `add` each of its pages. */
export function watchContext(context: BrowserContext): Watch {
  const frames: WireFrame[] = [];
  const seen: string[] = [];
  const expected: RegExp[] = [];
  const watched = new WeakSet<Page>();

  // A page's own report of a violation says which directive; the console's is there too, but not in workers.
  const announce = (): void => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} at ${event.sourceFile}`);
    });
  };
  const ready = context.addInitScript(announce);
  // What is thrown need not be an Error, and then has no stack worth the name.
  context.on('weberror', (error) => {
    const { name, message, stack } = error.error();
    seen.push(`uncaught: ${name}: ${message} ${stack ?? ''} (${error.page()?.url() ?? 'no page'})`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()} (${message.location().url})`);
  });

  return {
    frames,
    count: (direction, type) =>
      frames.filter((frame) => frame.direction === direction && frame.bytes[0] === WEFT && frame.bytes[1] === type)
        .length,
    problems: () => seen.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
    expectProblem: (pattern) => expected.push(pattern),
    add: async (page) => {
      if (watched.has(page)) return;
      watched.add(page);
      await ready;
      await recordFrames(context, page, frames);
    },
  };
}
