import { parseArgs } from 'node:util';
import { isIceUrl, isTurnUrl } from '@weft/crdt-core/wire';
import type { Result } from '@weft/crypto/verify';
import type { IceOptions } from '../policy/ice.ts';
import { DEFAULT_LIMITS, type RelayLimits } from '../policy/limits.ts';

/** What the command line and the environment ask for. */
export interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly static: string | undefined;
  readonly publicHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly admissionSecret: string | undefined;
  readonly trustProxy: boolean;
  readonly trustedTypes: readonly string[];
  readonly connectSources: readonly string[];
  readonly signalling: boolean;
  readonly ice: IceOptions;
  readonly log: boolean;
  readonly limits: RelayLimits;
}

export type CliFailure = { readonly code: 'option-unknown' | 'option-value'; readonly sentence: string };

interface Option {
  readonly name: string;
  readonly kind: 'text' | 'list' | 'flag' | 'number';
  readonly help: string;
  /** For numbers: the least and the most allowed. */
  readonly range?: readonly [number, number];
  /** For numbers that are limits: which. */
  readonly limit?: keyof RelayLimits;
  readonly standard?: string;
  /** For texts of which only some will do: which, and what they are called. */
  readonly only?: { readonly fits: (value: string) => boolean; readonly wanted: string; readonly shown: string };
}

const MOST = Number.MAX_SAFE_INTEGER;

function limit(name: string, key: keyof RelayLimits, help: string, least = 1, most: number = MOST): Option {
  return { name, kind: 'number', help, range: [least, most], limit: key, standard: String(DEFAULT_LIMITS[key]) };
}

const OPTIONS: readonly Option[] = [
  {
    name: 'port',
    kind: 'number',
    help: 'port to listen on; 0 takes any free one',
    range: [0, 65_535],
    standard: '4400',
  },
  { name: 'host', kind: 'text', help: 'address to listen on; 0.0.0.0 for all', standard: '127.0.0.1' },
  { name: 'static', kind: 'text', help: 'folder with the built app, to be served too' },
  { name: 'public-host', kind: 'list', help: 'name (and port) people reach this relay by, if it is behind a proxy' },
  {
    name: 'allow-origin',
    kind: 'list',
    help: 'origin whose pages may connect, such as https://example.org; default any',
  },
  { name: 'admission-secret', kind: 'text', help: 'connect only those who know this secret' },
  { name: 'trust-proxy', kind: 'flag', help: 'believe X-Forwarded-For, which a proxy of yours writes' },
  { name: 'trusted-types', kind: 'list', help: 'policy name for the trusted-types directive of the served app' },
  {
    name: 'connect-src',
    kind: 'list',
    help: 'address that the served app may fetch models from, such as https://models.example.org',
    only: { fits: isSource, wanted: 'an address with https, or of this machine, without a path', shown: 'URL' },
  },
  { name: 'no-signalling', kind: 'flag', help: 'leave out /signal, by which browsers find direct connections' },
  {
    name: 'stun-url',
    kind: 'list',
    help: 'STUN server for direct connections, such as stun:example.org:3478',
    only: { fits: (url) => isIceUrl(url) && !isTurnUrl(url), wanted: 'a stun: or stuns: address', shown: 'URL' },
  },
  {
    name: 'turn-url',
    kind: 'list',
    help: 'TURN server for them, such as turn:example.org:3478?transport=udp; needs --turn-secret',
    only: { fits: (url) => isIceUrl(url) && isTurnUrl(url), wanted: 'a turn: or turns: address', shown: 'URL' },
  },
  { name: 'turn-secret', kind: 'text', help: 'the static-auth-secret of the TURN servers' },
  {
    name: 'turn-ttl-s',
    kind: 'number',
    help: 'seconds for which a TURN password holds',
    range: [60, 30 * 86_400],
    standard: '86400',
  },
  { name: 'log', kind: 'flag', help: 'write counts and codes to the standard output, one JSON object a line' },
  limit('max-room-bytes', 'maxRoomBytes', 'bytes kept per document', 4096),
  limit('max-store-bytes', 'maxStoreBytes', 'bytes kept in all', 4096),
  limit('max-rooms', 'maxRooms', 'documents kept'),
  limit('max-frame-bytes', 'maxFrameBytes', 'bytes of one message', 4096, 2 ** 30),
  limit('max-connections', 'maxConnections', 'connections in all'),
  limit('max-connections-per-room', 'maxConnectionsPerRoom', 'connections to one document', 1, 65_535),
  limit('max-connections-per-address', 'maxConnectionsPerAddress', 'connections from one address'),
  limit('connections-per-second', 'connectionsPerSecond', 'attempts to connect from one address per second'),
  limit('connection-burst', 'connectionBurst', 'attempts to connect from one address at once'),
  limit('max-queue-bytes', 'maxQueueBytes', 'bytes that may wait for one reader', 32_768),
  limit('appends-per-second', 'appendsPerSecond', 'changes a connection may store per second', 1, 2 ** 32 - 1),
  limit('append-burst', 'appendBurst', 'changes it may store at once'),
  limit('chunks-per-second', 'chunksPerSecond', 'parts of files a connection may send or ask for per second'),
  limit('chunk-burst', 'chunkBurst', 'parts of files it may send or ask for at once'),
  limit('ephemerals-per-second', 'ephemeralsPerSecond', 'passing messages a connection may send per second'),
  limit('ephemeral-burst', 'ephemeralBurst', 'passing messages it may send at once'),
  limit('signals-per-second', 'signalsPerSecond', 'signalling messages a connection may send per second'),
  limit('signal-burst', 'signalBurst', 'signalling messages it may send at once'),
  limit('max-signal-bytes', 'maxSignalBytes', 'bytes of one signalling message', 1024, 2 ** 20),
  limit('max-connections-per-topic', 'maxConnectionsPerTopic', 'signalling connections to one topic'),
  limit('max-topics-per-connection', 'maxTopicsPerConnection', 'topics of one signalling connection'),
  limit('room-ttl-ms', 'roomTtlMs', 'how long a document nobody opens is kept', 1000),
  limit('grace-ms', 'graceMs', 'how long what a compaction replaced stays readable', 0),
  limit(
    'max-attachment-bytes',
    'maxAttachmentBytes',
    'of a document’s bytes, the most for its files, and 7/8 in any case',
    0,
  ),
  limit('attachment-grace-ms', 'attachmentGraceMs', 'how long a file is kept that the document no longer shows', 0),
];

/** An origin, as it may stand in a content security policy: one more word would be a source more. */
function isSource(text: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$|^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/.test(text);
}

/** `max-room-bytes` is `WEFT_MAX_ROOM_BYTES` in the environment. */
export function optionToVariable(name: string): string {
  return `WEFT_${name.replaceAll('-', '_').toUpperCase()}`;
}

/** What `--help` prints. */
export function helpText(): string {
  const rows = OPTIONS.map(({ name, kind, help, standard, only }): readonly [string, string] => {
    const value = kind === 'flag' ? '' : kind === 'number' ? ' N' : ` ${only?.shown ?? 'TEXT'}`;
    const notes = [kind === 'list' ? 'may be repeated' : undefined, standard && `default ${standard}`].filter(Boolean);
    return [`  --${name}${value}`, notes.length > 0 ? `${help} (${notes.join(', ')})` : help];
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    'weft-relay: stores and forwards sealed documents; it cannot read them.',
    '',
    'Usage: weft-relay [options]',
    '',
    ...rows.map(([left, right]) => left.padEnd(width) + right),
    '  --help'.padEnd(width) + 'print this',
    '',
    'Every option is also an environment variable: --max-room-bytes is WEFT_MAX_ROOM_BYTES. A list is separated by',
    'commas there, and a flag is set by 1. The command line wins.',
    '',
  ].join('\n');
}

/**
 * Reads options.
 * @param args without the program's name
 * @returns `help` if that was asked for; or one sentence that says which value is wrong and what is allowed
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<CliOptions | 'help', CliFailure> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  if (parsed.value['help'] === true) return { ok: true, value: 'help' };
  const values = new Map<string, readonly string[]>();
  for (const option of OPTIONS) {
    const given = givenValues(option, parsed.value[option.name], environment[optionToVariable(option.name)]);
    const wrong = given.values.find((value) => !isFitting(option, value));
    if (wrong !== undefined) return optionFailure(option, given.source, wrong);
    values.set(option.name, given.values);
  }
  const texts = (name: string): readonly string[] => values.get(name) ?? [];
  const text = (name: string): string | undefined => texts(name)[0];
  const limits: { -readonly [Key in keyof RelayLimits]: RelayLimits[Key] } = { ...DEFAULT_LIMITS };
  for (const { name, limit: key } of OPTIONS) if (key !== undefined) limits[key] = Number(text(name));
  const turnUrls = texts('turn-url');
  const secret = text('turn-secret');
  if (turnUrls.length > 0 && secret === undefined) {
    const sentence = '--turn-url needs --turn-secret, the secret that the TURN server was given as static-auth-secret.';
    return { ok: false, failure: { code: 'option-value', sentence } };
  }
  const turn = secret === undefined ? undefined : { urls: turnUrls, secret, ttlS: Number(text('turn-ttl-s')) };
  return {
    ok: true,
    value: {
      port: Number(text('port')),
      host: text('host') ?? '127.0.0.1',
      static: text('static'),
      publicHosts: texts('public-host'),
      allowedOrigins: texts('allow-origin'),
      admissionSecret: text('admission-secret'),
      trustProxy: text('trust-proxy') === '1',
      trustedTypes: texts('trusted-types'),
      connectSources: texts('connect-src'),
      ice: { stunUrls: texts('stun-url'), turn },
      signalling: text('no-signalling') !== '1',
      log: text('log') === '1',
      limits,
    },
  };
}

type Parsed = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(args: readonly string[]): Result<Parsed, CliFailure> {
  const options = Object.fromEntries(
    OPTIONS.map(({ name, kind }) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind === 'list' },
    ]),
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return { ok: true, value: values };
  } catch (error) {
    // parseArgs explains itself, at length and over several lines; its first sentence is the one that matters.
    const said = error instanceof Error ? (error.message.split(/\.\s|\n/, 1)[0] ?? '') : '';
    const sentence = `${said.replace(/\.$/, '')}; see weft-relay --help.`;
    return { ok: false, failure: { code: 'option-unknown', sentence } };
  }
}

function givenValues(
  option: Option,
  argument: Parsed[string],
  variable: string | undefined,
): { readonly values: readonly string[]; readonly source: string } {
  if (argument !== undefined) {
    const list = Array.isArray(argument) ? argument : [argument];
    return { values: list.map((value) => (value === true ? '1' : String(value))), source: `--${option.name}` };
  }
  const source = optionToVariable(option.name);
  if (variable !== undefined && variable !== '') {
    const list = option.kind === 'list' ? variable.split(',').map((value) => value.trim()) : [variable];
    return { values: list, source };
  }
  return { values: option.standard === undefined ? [] : [option.standard], source };
}

function isFitting({ kind, range, only }: Option, value: string): boolean {
  if (kind === 'number') {
    const [least, most] = range ?? [0, MOST];
    return /^\d{1,16}$/.test(value) && Number(value) >= least && Number(value) <= most;
  }
  return kind === 'flag' ? value === '1' || value === '0' : only === undefined ? value !== '' : only.fits(value);
}

function optionFailure(
  { kind, range, only }: Option,
  source: string,
  value: string,
): { readonly ok: false; readonly failure: CliFailure } {
  const [least, most] = range ?? [0, MOST];
  const span = most === MOST ? `of at least ${least}` : `from ${least} to ${most}`;
  const wanted =
    kind === 'number' ? `a whole number ${span}` : kind === 'flag' ? '1 or 0' : (only?.wanted ?? 'some text');
  // A secret given wrongly must not end up in a terminal's history of errors: only what is a number is repeated.
  const said = kind === 'number' ? `, not “${value.slice(0, 40)}”` : '';
  return { ok: false, failure: { code: 'option-value', sentence: `${source} takes ${wanted}${said}.` } };
}
