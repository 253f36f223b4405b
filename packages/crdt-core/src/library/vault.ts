import type { LibraryDatabase, SealedRecord } from './database.ts';
import type { LibraryPorts } from './ports.ts';

/** Seals small JSON values for one place each, with a key that only this browser profile can use (LED-8). */
export interface Vault {
  /** `place` is authenticated with the value, so that a record moved to another place does not open. */
  seal(place: string, value: unknown): Promise<SealedRecord>;
  /** The value, or undefined when the record is not whole, not from this key, or not from this place. */
  open(place: string, record: unknown): Promise<unknown>;
}

const NONCE_BYTES = 12;
const KEY_NAME = 'library';

function toAad(place: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`weft/library/v1/${place}`);
}

function isSealed(value: unknown): value is SealedRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { nonce, body } = value as Partial<SealedRecord>;
  return nonce instanceof Uint8Array && nonce.length === NONCE_BYTES && body instanceof Uint8Array;
}

/** Two tabs may make a key at the same time: both use the one that was stored first. */
async function loadKey(ports: LibraryPorts, database: LibraryDatabase): Promise<CryptoKey> {
  const known = await database.get('keys', KEY_NAME);
  if (known !== undefined) return known as CryptoKey;
  const fresh = await ports.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return (await database.putIfAbsent('keys', KEY_NAME, fresh)) as CryptoKey;
}

/** Opens the vault of this browser profile; its AES-256-GCM key is made on first use and cannot be exported. */
export async function openVault(ports: LibraryPorts, database: LibraryDatabase): Promise<Vault> {
  const key = await loadKey(ports, database);
  return {
    seal: async (place, value) => {
      const nonce = ports.random(NONCE_BYTES);
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const parameters = { name: 'AES-GCM', iv: nonce, additionalData: toAad(place) };
      return { nonce, body: new Uint8Array(await ports.subtle.encrypt(parameters, key, plain)) };
    },
    open: async (place, record) => {
      if (!isSealed(record)) return undefined;
      const parameters = { name: 'AES-GCM', iv: record.nonce, additionalData: toAad(place) };
      try {
        const plain = await ports.subtle.decrypt(parameters, key, record.body);
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as unknown;
      } catch {
        // Damaged bytes and another key look the same; the caller sets the record aside.
        return undefined;
      }
    },
  };
}
