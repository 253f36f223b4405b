import { bytesToText } from '@weft/crypto/verify';
import type { IceServer } from './frames.ts';

/** The most bytes of JSON an ICE frame may have. */
export const MAX_ICE_BYTES: number = 8 * 1024;

const MAX_SERVERS = 16;
const MAX_URLS = 8;
const MAX_TEXT = 512;

/**
 * What RTCPeerConnection takes (RFC 7064, RFC 7065), and no more: it throws on anything else. Each part is bounded, so the time is.
 */
const ICE_URL =
  /^(?:stuns?:(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?|turns?:(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?)$/i;

/** True for an address of a STUN or TURN server. */
export function isIceUrl(url: string): boolean {
  return ICE_URL.test(url);
}

/** True if a server of this address asks who one is. */
export function isTurnUrl(url: string): boolean {
  return /^turns?:/i.test(url);
}

/**
 * The servers of an ICE frame as UTF-8 JSON.
 * @throws RangeError if they are more than a frame holds, or one has an address that is none (programmer error)
 */
export function iceServersToBytes(servers: readonly IceServer[]): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(servers.map(readServer)));
  if (bytesToIceServers(bytes) === undefined) throw new RangeError('these ICE servers do not fit a frame');
  return bytes;
}

/** The servers, if the bytes are a bounded list of servers that a browser would take. Total; fields of no known name are left out. */
export function bytesToIceServers(bytes: Uint8Array): readonly IceServer[] | undefined {
  if (bytes.length > MAX_ICE_BYTES) return undefined;
  const parsed = parse(bytesToText(bytes));
  if (!Array.isArray(parsed) || parsed.length === 0 || parsed.length > MAX_SERVERS) return undefined;
  const servers: IceServer[] = [];
  for (const item of parsed as readonly unknown[]) {
    const server = readServer(item);
    if (server === undefined) return undefined;
    servers.push(server);
  }
  return servers;
}

function readServer(item: unknown): IceServer | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { urls, username, credential } = item as Readonly<Record<string, unknown>>;
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > MAX_URLS) return undefined;
  const addresses: string[] = [];
  for (const url of urls as readonly unknown[]) {
    if (typeof url !== 'string' || !isIceUrl(url)) return undefined;
    addresses.push(url);
  }
  if (username === undefined && credential === undefined) {
    // A browser throws on a TURN server that it has no name and password for.
    return addresses.some(isTurnUrl) ? undefined : { urls: addresses };
  }
  return isText(username) && isText(credential) ? { urls: addresses, username, credential } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
