export { partsToFileHash, partToHash } from './attachment/file-hash.ts';
export {
  type AdminSeed,
  type CommitKey,
  type ContentKey,
  type DeviceId,
  type DeviceSeed,
  isAdminSeed,
  isDeviceId,
  isDeviceSeed,
  isRoleSecret,
  type KemPair,
  type KemPublicKey,
  type KemSecretKey,
  type PresenceKey,
  type RoleSecret,
  type SecretKey,
  type SigningPair,
} from './bytes/brands.ts';
export { type Capability, narrowCapability, wipeCapability } from './capability/capability.ts';
export { capabilityToLink, linkToCapability } from './capability/link.ts';
export {
  type HeadPin,
  MOST_HEAD_PINS,
  MOST_PIN_SEQ,
  PIN_HASH_BYTES,
  PIN_SESSION_BYTES,
} from './capability/head-pin.ts';
export { isRelayHint } from './capability/link-bytes.ts';
export {
  capabilityToWrappedLink,
  DEFAULT_STRETCH_COST,
  type StretchCost,
  wrappedLinkToCapability,
} from './capability/wrapped-link.ts';
export {
  type AttestedCard,
  attestSession,
  cardToPayload,
  isAttested,
  verifyCardPayload,
} from './device/attestation.ts';
export { createCard, type DeviceCard, verifyCard } from './device/card.ts';
export { isDeviceName, textToDeviceName } from './device/device-name.ts';
export { ERRAND_OVERHEAD, type ErrandEnds, openErrand, sealErrand } from './device/errand.ts';
export {
  type EpochWithKeys,
  openCommentSection,
  openDeviceNote,
  sealCommentSection,
  sealDeviceNote,
} from './envelope/sealed-section.ts';
export { type OpenedEnvelope, openEnvelope } from './envelope/open-envelope.ts';
export { type EnvelopeContent, sealEnvelope } from './envelope/seal-envelope.ts';
export { type Device, deviceToId, idToFingerprint, seedToDevice, wipeDevice } from './keys/device.ts';
export { createEpoch, createNextEpoch, type Epoch } from './keys/epoch.ts';
export {
  deriveKeys,
  deriveRoleSecret,
  type EpochKeys,
  isKeysOf,
  isSecretOf,
  wipeKeys,
  withRoot,
} from './keys/epoch-keys.ts';
export { createRoom, type Room, seedToRoom } from './keys/room.ts';
export { createSession, renewSession, type Session, wipeSession } from './keys/session.ts';
export { GRANT_BYTES, type GrantContent, openGrant, sealGrant } from './rekey/grant.ts';
export { createHistory, type HeldEpoch, openHistory } from './rekey/history.ts';
export { isModelSigned, modelKeyToFingerprint, modelPartToHash, signModel } from './model/model-signature.ts';
export {
  decodeNotice,
  encodeNotice,
  type HistoryNotice,
  MOST_DEVICES,
  type Notice,
  type RekeyNotice,
  type SealedGrant,
} from './rekey/notices.ts';
export { capabilityToSignalling, passwordToSignalling, type Signalling } from './keys/signalling.ts';
export { signHello } from './signing/hello.ts';
export { type PeerContext, signPeer, verifyPeer } from './signing/peer.ts';
export { loadSodium, type Sodium } from './sodium/sodium.ts';
export * from './verify.ts';
