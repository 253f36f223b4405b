import { concat, textToBytes } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import { createReader } from '../bytes/reader.ts';
import { type CryptoFailure, cryptoFailure, type Result } from '../errors.ts';
import { loadPassphraseSodium } from '../sodium/passphrase-sodium.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { Capability } from './capability.ts';
import { bytesToLink, linkToBytes, linkToCapability, WRAPPED_LINK_VERSION } from './link.ts';
import { bytesToCapability, capabilityToBytes } from './link-bytes.ts';

/** What guessing a passphrase costs, once per guess. */
export interface StretchCost {
  /** Passes. */
  readonly opslimit: number;
  /** Bytes of memory. */
  readonly memlimit: number;
}

/** libsodium's “interactive” memory with one pass more: about half a second in a browser. */
export const DEFAULT_STRETCH_COST: StretchCost = { opslimit: 3, memlimit: 64 * 1024 * 1024 };
// A hostile link must not freeze the page that opens it.
const MOST_OPSLIMIT = 16;
const LEAST_MEMLIMIT = 8192;
const MOST_MEMLIMIT = 256 * 1024 * 1024;

interface WrapKeys {
  readonly sealing: Uint8Array;
  readonly commitment: Uint8Array;
}

function isCostBounded({ opslimit, memlimit }: StretchCost): boolean {
  return opslimit >= 1 && opslimit <= MOST_OPSLIMIT && memlimit >= LEAST_MEMLIMIT && memlimit <= MOST_MEMLIMIT;
}

/**
 * The keys of a passphrase: NFKC, so that one passphrase is the same bytes on every keyboard, then UTF-8, then Argon2id.
 * @param bound salt (16) ‖ opslimit ‖ memlimit ‖ nonce (24): what the commitment covers
 */
async function passphraseToKeys(
  sodium: Sodium,
  passphrase: string,
  salt: Uint8Array,
  cost: StretchCost,
  bound: Uint8Array,
): Promise<WrapKeys> {
  const large = await loadPassphraseSodium();
  const text = textToBytes(passphrase.normalize('NFKC'));
  const master = large.stretch(text, salt, cost.opslimit, cost.memlimit);
  const committing = sodium.derive(master, 'weftpwcm');
  const keys = { sealing: sodium.derive(master, 'weftpwen'), commitment: sodium.hash(bound, committing) };
  for (const secret of [text, master, committing]) sodium.wipe(secret);
  return keys;
}

/**
 * KEY-7: a link that opens only with a passphrase. Loads the large build of libsodium.
 * @param origin such as `https://weft.example`
 * @param cost a cost outside the bounds a reader accepts is a programmer error and throws
 */
export async function capabilityToWrappedLink(
  sodium: Sodium,
  random: Randomness,
  capability: Capability,
  origin: string,
  passphrase: string,
  cost: StretchCost = DEFAULT_STRETCH_COST,
): Promise<string> {
  if (!isCostBounded(cost)) throw new RangeError('this cost is outside what a reader accepts');
  const salt = random(16);
  const nonce = random(24);
  const limits = new Uint8Array(8);
  writeU32(limits, 0, cost.opslimit);
  writeU32(limits, 4, cost.memlimit);
  const bound = concat(salt, limits, nonce);
  const keys = await passphraseToKeys(sodium, passphrase, salt, cost, bound);
  const plain = capabilityToBytes(sodium, capability);
  const sealed = sodium.seal(keys.sealing, nonce, new Uint8Array(), plain);
  sodium.wipe(plain);
  sodium.wipe(keys.sealing);
  return bytesToLink(origin, concat(Uint8Array.of(WRAPPED_LINK_VERSION), bound, keys.commitment, sealed));
}

/**
 * KEY-7: opens a link with its passphrase; a plain link needs none. Loads the large build of libsodium.
 * @returns `link-passphrase-wrong` (also where the copy is damaged: the two cannot be told apart), or what
 *   `linkToCapability` fails with
 */
export async function wrappedLinkToCapability(
  sodium: Sodium,
  text: string,
  passphrase: string,
): Promise<Result<Capability, CryptoFailure>> {
  const bytes = linkToBytes(text);
  if (!bytes.ok) return bytes;
  if (bytes.value[0] !== WRAPPED_LINK_VERSION) return linkToCapability(sodium, text);
  const reader = createReader(bytes.value.subarray(1));
  const salt = reader.take(16);
  const cost = { opslimit: reader.u32(), memlimit: reader.u32() };
  const nonce = reader.take(24);
  const commitment = reader.take(32);
  const sealed = reader.rest();
  if (reader.failed || !isCostBounded(cost)) return cryptoFailure('link-broken');
  const keys = await passphraseToKeys(sodium, passphrase, salt, cost, bytes.value.subarray(1, 49));
  const isCommitted = sodium.isEqual(keys.commitment, commitment);
  const plain = isCommitted ? sodium.open(keys.sealing, nonce, new Uint8Array(), sealed) : undefined;
  sodium.wipe(keys.sealing);
  if (plain === undefined) return cryptoFailure('link-passphrase-wrong');
  const capability = bytesToCapability(sodium, plain);
  sodium.wipe(plain);
  return capability;
}
