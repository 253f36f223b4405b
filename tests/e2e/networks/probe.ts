import type { BrowserContext, Page } from '@playwright/test';

/** The way a direct connection took, as the browser's own statistics tell. */
export interface Path {
  /** `host`: the other's own address; `srflx`, `prflx`: through NATs; `relay`: through a TURN server. */
  readonly local: string;
  readonly remote: string;
  /** How this end speaks to its TURN server, where it uses one. */
  readonly turn: 'udp' | 'tcp' | 'tls' | undefined;
}

interface Probe {
  readonly connections: RTCPeerConnection[];
  /** Every wording of the status line's part about sending, and its explanation, since the page was opened. */
  readonly said: string[];
}

declare global {
  var weftProbe: Probe;
}

function install(): void {
  const probe: Probe = { connections: [], said: [] };
  globalThis.weftProbe = probe;
  const Base = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Base {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  } as typeof RTCPeerConnection;
  const note = (): void => {
    const part = document.querySelector('[data-part="sent"]');
    if (part === null) return;
    const words = `${part.textContent?.trim()} (${part.getAttribute('data-tip')})`;
    if (probe.said.at(-1) !== words) probe.said.push(words);
  };
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(note).observe(document, options);
}

/** Before a page is opened: notes its connections and what its status says. */
export async function addProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(install);
}

/** Everything the status ever said of sending on this page, in order. */
export async function readSaid(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => globalThis.weftProbe.said);
}

/** How many connections were tried on this page and have come to nothing. */
export async function countFailed(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      globalThis.weftProbe.connections.filter(
        ({ connectionState, signalingState }) =>
          connectionState === 'failed' || connectionState === 'closed' || signalingState === 'closed',
      ).length,
  );
}

/** The ways of the connections that stand now. */
export async function readPaths(page: Page): Promise<readonly Path[]> {
  return await page.evaluate(async () => {
    const paths: Path[] = [];
    for (const connection of globalThis.weftProbe.connections) {
      if (connection.connectionState !== 'connected') continue;
      const stats = new Map<string, Record<string, string>>();
      (await connection.getStats()).forEach((entry: Record<string, string> & { id: string }) =>
        stats.set(entry.id, entry),
      );
      const transport = [...stats.values()].find(({ type }) => type === 'transport');
      const pair = stats.get(transport?.['selectedCandidatePairId'] ?? '');
      const local = stats.get(pair?.['localCandidateId'] ?? '');
      const remote = stats.get(pair?.['remoteCandidateId'] ?? '');
      paths.push({
        local: local?.['candidateType'] ?? 'none',
        remote: remote?.['candidateType'] ?? 'none',
        turn: local?.['candidateType'] === 'relay' ? (local['relayProtocol'] as Path['turn']) : undefined,
      });
    }
    return paths;
  });
}

/** Everything about the connections of a page, for a person who wonders why a test failed. */
export async function describeConnections(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const lines: string[] = [...globalThis.weftProbe.said];
    for (const connection of globalThis.weftProbe.connections) {
      const urls = connection.getConfiguration().iceServers?.flatMap((server) => server.urls) ?? [];
      lines.push(
        `connection ${connection.connectionState}, ICE ${connection.iceConnectionState}, servers: ${urls.join()}`,
      );
      (await connection.getStats()).forEach((entry: Record<string, unknown>) => {
        if (!/candidate/.test(String(entry['type']))) return;
        const told = ['type', 'state', 'requestsSent', 'responsesReceived', 'candidateType', 'address', 'port', 'url'];
        lines.push(told.flatMap((name) => (name in entry ? `${name} ${String(entry[name])}` : [])).join(', '));
      });
    }
    return lines.join('\n');
  });
}
