import { toBase64Url } from '../bytes/base64url.ts';
import type { Capability } from '../capability/capability.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { deriveKeys, wipeKeys } from './epoch-keys.ts';
import { PAIR_LABEL, SIGNAL_LABEL } from './labels.ts';

/** KEY-2: what the holders of one epoch's view key need to find and reach each other. */
export interface Signalling {
  /** base64url of the signalling password: seals what is said over a signalling server. */
  readonly password: string;
  /** base64url: the name they meet under. It tells a signalling server neither the room nor the password. */
  readonly topic: string;
  /** 32 bytes: seals what is handed over by hand. */
  readonly pairingKey: Uint8Array;
}

/**
 * KEY-2: the signalling keys of a signalling password.
 * @param password 32 bytes; not kept
 */
export function passwordToSignalling(sodium: Sodium, password: Uint8Array): Signalling {
  return {
    password: toBase64Url(password),
    topic: toBase64Url(sodium.hashLabelled(SIGNAL_LABEL, password)),
    pairingKey: sodium.hashLabelled(PAIR_LABEL, password),
  };
}

/** KEY-2: the signalling keys of the epoch a capability is for. */
export function capabilityToSignalling(sodium: Sodium, { role, secret }: Capability): Signalling {
  const keys = deriveKeys(sodium, role, secret);
  const signalling = passwordToSignalling(sodium, keys.signallingPassword);
  wipeKeys(sodium, keys);
  return signalling;
}
