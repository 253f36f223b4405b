import { type DeviceId, isDeviceId, isRoleSecret, type RoleSecret } from '../bytes/brands.ts';
import { compare, concat } from '../bytes/bytes.ts';
import { writeU16, writeU32 } from '../bytes/integers.ts';
import { createReader, type Reader } from '../bytes/reader.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { EPOCH_CERTIFICATE_BYTES } from '../keys/epoch-certificate.ts';
import { GRANT_BYTES } from './grant.ts';

/** The most devices a notice removes, and the most it grants to. */
export const MOST_DEVICES = 4096;
const SEALED_SECRET_BYTES = 24 + 32 + 16;
const REKEY = 1;
const HISTORY = 2;

/** A secret of the next epoch, sealed to one device. */
export interface SealedGrant {
  readonly device: DeviceId;
  /** 1193 bytes; see `openGrant`. */
  readonly sealed: Uint8Array;
}

/** KEY-8: an admin starts the next epoch. Written in the epoch it closes. */
export interface RekeyNotice {
  readonly type: 'rekey';
  /** Of the next epoch: 237 bytes, not verified here. */
  readonly certificate: Uint8Array;
  /** What of this epoch counts whoever wrote it: heads, in the form of who keeps them. */
  readonly cut: Uint8Array;
  readonly removed: readonly DeviceId[];
  readonly grants: readonly SealedGrant[];
}

/** KEY-8: the previous epoch for whoever holds this one. Written in the epoch that follows. */
export interface HistoryNotice {
  readonly type: 'history';
  /** Of the previous epoch: 237 bytes, not verified here. */
  readonly certificate: Uint8Array;
  readonly viewSecret: RoleSecret;
  /** 72 bytes, for commenters and above; see `openHistory`. */
  readonly commentSecret: Uint8Array | undefined;
}

/** The payload of an envelope of kind control. */
export type Notice = RekeyNotice | HistoryNotice;

function u16(value: number): Uint8Array {
  const bytes = new Uint8Array(2);
  writeU16(bytes, 0, value);
  return bytes;
}

function checkLength(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`a ${what} has ${length} bytes, not ${bytes.length}`);
  return bytes;
}

/** Each after the one before, so that a set has one form and none is there twice. */
function isAscending(devices: readonly DeviceId[]): boolean {
  return devices.every((device, i) => {
    const before = devices[i - 1];
    return before === undefined || compare(before, device) < 0;
  });
}

/** Whether two ascending lists share nothing. */
function isDisjoint(a: readonly DeviceId[], b: readonly DeviceId[]): boolean {
  return isAscending([...a, ...b].sort(compare));
}

function encodeRekey({ certificate, cut, removed, grants }: RekeyNotice): Uint8Array<ArrayBuffer> {
  const gone = removed.toSorted(compare);
  const given = grants.toSorted((a, b) => compare(a.device, b.device));
  const ids = given.map(({ device }) => device);
  if (Math.max(gone.length, given.length) > MOST_DEVICES) throw new RangeError(`more than ${MOST_DEVICES} devices`);
  if (!isDisjoint(gone, ids)) throw new RangeError('a device stands once in a notice: removed, or with its grant');
  const length = new Uint8Array(4);
  writeU32(length, 0, cut.length);
  return concat(
    Uint8Array.of(REKEY),
    checkLength(certificate, EPOCH_CERTIFICATE_BYTES, 'certificate'),
    length,
    cut,
    u16(gone.length),
    ...gone.map((device) => checkLength(device, 32, 'device id')),
    u16(given.length),
    ...given.flatMap(({ device, sealed }) => [
      checkLength(device, 32, 'device id'),
      checkLength(sealed, GRANT_BYTES, 'grant'),
    ]),
  );
}

function encodeHistory({ certificate, viewSecret, commentSecret }: HistoryNotice): Uint8Array<ArrayBuffer> {
  return concat(
    Uint8Array.of(HISTORY),
    checkLength(certificate, EPOCH_CERTIFICATE_BYTES, 'certificate'),
    checkLength(viewSecret, 32, 'view secret'),
    Uint8Array.of(commentSecret === undefined ? 0 : 1),
    commentSecret === undefined
      ? new Uint8Array()
      : checkLength(commentSecret, SEALED_SECRET_BYTES, 'sealed comment secret'),
  );
}

/**
 * KEY-8: the payload of a notice.
 * @throws on what could not be read back (programmer error): wrong lengths, too many devices, a device that stands twice
 */
export function encodeNotice(notice: Notice): Uint8Array<ArrayBuffer> {
  return notice.type === 'rekey' ? encodeRekey(notice) : encodeHistory(notice);
}

function readDeviceId(reader: Reader): DeviceId | undefined {
  const bytes = reader.take(32);
  return isDeviceId(bytes) ? bytes : undefined;
}

/** Up to `MOST_DEVICES` of what `read` reads; ends with the bytes, whatever the count says. */
function readList<T>(reader: Reader, read: () => T | undefined): T[] | undefined {
  const count = reader.u16();
  if (count > MOST_DEVICES) return undefined;
  const list: T[] = [];
  for (let i = 0; i < count; i++) {
    const item = read();
    if (item === undefined) return undefined;
    list.push(item);
  }
  return list;
}

function decodeRekey(reader: Reader): Result<RekeyNotice, CryptoFailure> {
  const certificate = reader.take(EPOCH_CERTIFICATE_BYTES);
  const cut = reader.take(reader.u32());
  const removed = readList(reader, () => readDeviceId(reader));
  const grants = readList(reader, () => {
    const device = readDeviceId(reader);
    const sealed = reader.take(GRANT_BYTES);
    return device === undefined || reader.failed ? undefined : { device, sealed };
  });
  if (!reader.isDone() || removed === undefined || grants === undefined) return cryptoFailure('notice-malformed');
  const granted = grants.map(({ device }) => device);
  if (!isAscending(removed) || !isAscending(granted) || !isDisjoint(removed, granted)) {
    return cryptoFailure('notice-malformed');
  }
  return success({ type: 'rekey', certificate, cut, removed, grants });
}

function decodeHistory(reader: Reader): Result<HistoryNotice, CryptoFailure> {
  const certificate = reader.take(EPOCH_CERTIFICATE_BYTES);
  const viewSecret = reader.take(32);
  const hasComments = reader.u8();
  const commentSecret = hasComments === 1 ? reader.take(SEALED_SECRET_BYTES) : undefined;
  if (!reader.isDone() || hasComments > 1 || !isRoleSecret(viewSecret)) return cryptoFailure('notice-malformed');
  return success({ type: 'history', certificate, viewSecret, commentSecret });
}

/**
 * KEY-8: reads the payload of an envelope of kind control. Neither certificates nor what is sealed are verified here.
 * @param bytes kept, not copied
 * @returns `notice-unknown` for a notice of a later version, `notice-malformed`
 */
export function decodeNotice(bytes: Uint8Array): Result<Notice, CryptoFailure> {
  const reader = createReader(bytes);
  const type = reader.u8();
  if (type === REKEY) return decodeRekey(reader);
  if (type === HISTORY) return decodeHistory(reader);
  return cryptoFailure(reader.failed ? 'notice-malformed' : 'notice-unknown');
}
