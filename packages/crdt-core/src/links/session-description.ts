/**
 * What two browsers need to know of each other to connect, and nothing else: a session description that offers one data channel has
 * a kilobyte, of which less than two hundred bytes differ from device to device (RFC 8839, RFC 8841).
 */
import { bytesToText, concat, createReader, type Reader, textToBytes, writeU16, writeU32 } from '@weft/crypto';

/** The differing parts of a session description. */
export interface SessionEssentials {
  readonly type: 'offer' | 'answer';
  readonly ufrag: string;
  readonly password: string;
  /** SHA-256 of the certificate, 32 bytes. */
  readonly fingerprint: Uint8Array;
  readonly setup: Setup;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly kind: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly address: string;
  readonly port: number;
  readonly priority: number;
}

type Setup = 'actpass' | 'active' | 'passive';

const SETUPS: readonly Setup[] = ['actpass', 'active', 'passive'];
const KINDS: readonly Candidate['kind'][] = ['host', 'srflx', 'prflx', 'relay'];
/** More addresses than this do not make a connection likelier, and do not fit a code that a camera reads. */
const MAX_CANDIDATES = 8;
const MAX_TOKEN = 255;

/** ICE characters (RFC 8839, 5.4): what cannot break out of its line. */
const TOKEN = /^[\w+/-]{4,255}$/;
const ADDRESS = /^[\da-fA-F:.]{2,45}$|^[\w-]{1,63}\.local$/;

/** Reads a description as a browser writes it; `undefined` where it offers anything but a data channel. */
export function readDescription(type: 'offer' | 'answer', sdp: string): SessionEssentials | undefined {
  const field = (name: string): string | undefined => new RegExp(`^a=${name}:(.*?)\\s*$`, 'm').exec(sdp)?.[1];
  const print = /^sha-256 ((?:[\dA-F]{2}:){31}[\dA-F]{2})$/i.exec(field('fingerprint') ?? '')?.[1];
  if (print === undefined) return undefined;
  const fingerprint = Uint8Array.from(print.split(':'), (pair) => Number.parseInt(pair, 16));
  const candidates = [...sdp.matchAll(/^a=candidate:\S+ 1 udp (\d+) (\S+) (\d+) typ (\w+)/gim)].flatMap((match) => {
    const [, priority, address = '', port, kind] = match;
    const found = KINDS.find((known) => known === kind);
    return found === undefined ? [] : [{ kind: found, address, port: Number(port), priority: Number(priority) }];
  });
  // The likeliest first: where there are too many, those are kept.
  const kept = candidates.sort((a, b) => b.priority - a.priority).slice(0, MAX_CANDIDATES);
  const setup = SETUPS.find((known) => known === field('setup'));
  const essentials = {
    type,
    ufrag: field('ice-ufrag') ?? '',
    password: field('ice-pwd') ?? '',
    fingerprint,
    setup: setup ?? 'actpass',
    candidates: kept,
  };
  return setup !== undefined && isSound(essentials) ? essentials : undefined;
}

/** A description that a browser takes. The essentials must be sound: those that were read are. */
export function writeDescription(essentials: SessionEssentials): string {
  const { ufrag, password, fingerprint, setup, candidates } = essentials;
  const print = [...fingerprint].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${print}`,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    ...candidates.map(({ kind, address, port, priority }, at) => {
      const related = kind === 'host' ? '' : ' raddr 0.0.0.0 rport 9';
      return `a=candidate:${at + 1} 1 udp ${priority} ${address} ${port} typ ${kind}${related}`;
    }),
    'a=end-of-candidates',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The essentials as bytes: docs/protocol.md, "Pairing by hand". */
export function essentialsToBytes(essentials: SessionEssentials): Uint8Array<ArrayBuffer> {
  const { type, ufrag, password, fingerprint, setup, candidates } = essentials;
  const head = Uint8Array.of(type === 'offer' ? 1 : 2, SETUPS.indexOf(setup), candidates.length);
  return concat(
    head,
    tokenToBytes(ufrag),
    tokenToBytes(password),
    fingerprint,
    ...candidates.map(({ kind, address, port, priority }) => {
      const numbers = new Uint8Array(7);
      numbers[0] = KINDS.indexOf(kind);
      writeU16(numbers, 1, port);
      writeU32(numbers, 3, priority);
      return concat(numbers, tokenToBytes(address));
    }),
  );
}

/** Reads what `essentialsToBytes` wrote. Total; what could break out of a line of a description is refused. */
export function bytesToEssentials(bytes: Uint8Array): SessionEssentials | undefined {
  const reader = createReader(bytes);
  const type = reader.u8();
  const setup = SETUPS[reader.u8()];
  const count = reader.u8();
  const ufrag = takeToken(reader);
  const password = takeToken(reader);
  const fingerprint = reader.take(32).slice();
  const candidates: Candidate[] = [];
  for (let i = 0; i < count && !reader.failed && i < MAX_CANDIDATES; i++) {
    const kind = KINDS[reader.u8()];
    const port = reader.u16();
    const priority = reader.u32();
    const address = takeToken(reader);
    if (kind === undefined) return undefined;
    candidates.push({ kind, address, port, priority });
  }
  if (!reader.isDone() || setup === undefined || (type !== 1 && type !== 2)) return undefined;
  const essentials = {
    type: type === 1 ? 'offer' : 'answer',
    ufrag,
    password,
    fingerprint,
    setup,
    candidates,
  } as const;
  return isSound(essentials) ? essentials : undefined;
}

function isSound({ ufrag, password, candidates }: SessionEssentials): boolean {
  return TOKEN.test(ufrag) && TOKEN.test(password) && candidates.every(({ address }) => ADDRESS.test(address));
}

function tokenToBytes(token: string): Uint8Array {
  const bytes = textToBytes(token);
  if (bytes.length > MAX_TOKEN) throw new RangeError('a token of a session description is too long');
  return concat(Uint8Array.of(bytes.length), bytes);
}

function takeToken(reader: Reader): string {
  return bytesToText(reader.take(reader.u8())) ?? '';
}
