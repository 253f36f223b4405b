export {
  type AdminSeed,
  type CommitKey,
  type ContentKey,
  isAdminSeed,
  isRoleSecret,
  type PresenceKey,
  type RoleSecret,
  type SecretKey,
  type SigningPair,
} from './bytes/brands.ts';
export { type Capability, narrowCapability, wipeCapability } from './capability/capability.ts';
export { capabilityToLink, linkToCapability } from './capability/link.ts';
export { isRelayHint } from './capability/link-bytes.ts';
export {
  capabilityToWrappedLink,
  DEFAULT_STRETCH_COST,
  type StretchCost,
  wrappedLinkToCapability,
} from './capability/wrapped-link.ts';
export { type OpenedEnvelope, openEnvelope } from './envelope/open-envelope.ts';
export { type EnvelopeContent, sealEnvelope } from './envelope/seal-envelope.ts';
export { createEpoch, type Epoch } from './keys/epoch.ts';
export { deriveKeys, type EpochKeys, isKeysOf, wipeKeys, withRoot } from './keys/epoch-keys.ts';
export { createRoom, type Room, seedToRoom } from './keys/room.ts';
export { createSession, renewSession, type Session, wipeSession } from './keys/session.ts';
export { signHello } from './signing/hello.ts';
export { type PeerContext, signPeer, verifyPeer } from './signing/peer.ts';
export { loadSodium, type Sodium } from './sodium/sodium.ts';
export * from './verify.ts';
