declare const brand: unique symbol;

/** Bytes that cannot be passed where bytes of another meaning are wanted. */
export type Branded<Name extends string> = Uint8Array & { readonly [brand]: Name };

/** 32 bytes; KEY-1: the hash of the room's root public key. */
export type RoomId = Branded<'RoomId'>;
/** 32 bytes: an Ed25519 public key. */
export type PublicKey = Branded<'PublicKey'>;
/** 64 bytes: an Ed25519 secret key in libsodium's form, seed ‖ public key. */
export type SecretKey = Branded<'SecretKey'>;
/** 64 bytes: a detached Ed25519 signature. */
export type Signature = Branded<'Signature'>;
/** 32 bytes: a BLAKE2b-256 hash. */
export type Hash = Branded<'Hash'>;
/** 32 bytes: seals what is stored (K_enc). */
export type ContentKey = Branded<'ContentKey'>;
/** 32 bytes: commits an envelope to its keys (K_commit). */
export type CommitKey = Branded<'CommitKey'>;
/** 32 bytes: seals what is not stored. */
export type PresenceKey = Branded<'PresenceKey'>;
/** 32 bytes: an edit, comment or view secret; which one, the role beside it says. */
export type RoleSecret = Branded<'RoleSecret'>;
/** 32 bytes: seeds a room's root pair. */
export type AdminSeed = Branded<'AdminSeed'>;
/** 32 bytes: seeds a device's pairs. */
export type DeviceSeed = Branded<'DeviceSeed'>;
/** 32 bytes; KEY-6: the hash of a device's public signing key. */
export type DeviceId = Branded<'DeviceId'>;
/** 1216 bytes: an X-Wing public key, to which secrets are sealed. */
export type KemPublicKey = Branded<'KemPublicKey'>;
/** 32 bytes: an X-Wing secret key. */
export type KemSecretKey = Branded<'KemSecretKey'>;
/** 32 bytes: the hash of a relay's admission secret. */
export type AdmissionKey = Branded<'AdmissionKey'>;

/** An Ed25519 pair. */
export interface SigningPair {
  readonly publicKey: PublicKey;
  readonly secretKey: SecretKey;
}

/** An X-Wing pair. */
export interface KemPair {
  readonly publicKey: KemPublicKey;
  readonly secretKey: KemSecretKey;
}

const HASH_BYTES = 32;

/** Whether bytes have a room id's length; nothing more can be told from them. */
export function isRoomId(bytes: Uint8Array): bytes is RoomId {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have a public key's length. */
export function isPublicKey(bytes: Uint8Array): bytes is PublicKey {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have a hash's length. */
export function isHash(bytes: Uint8Array): bytes is Hash {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have a role secret's length. */
export function isRoleSecret(bytes: Uint8Array): bytes is RoleSecret {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have an admin seed's length. */
export function isAdminSeed(bytes: Uint8Array): bytes is AdminSeed {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have a signature's length. */
export function isSignature(bytes: Uint8Array): bytes is Signature {
  return bytes.length === 64;
}

/** Whether bytes have a device seed's length. */
export function isDeviceSeed(bytes: Uint8Array): bytes is DeviceSeed {
  return bytes.length === HASH_BYTES;
}

/** Whether bytes have a device id's length. */
export function isDeviceId(bytes: Uint8Array): bytes is DeviceId {
  return bytes.length === HASH_BYTES;
}
