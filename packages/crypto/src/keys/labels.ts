import { textToBytes } from '../bytes/bytes.ts';

/** The domain labels of protocol version 1: what is hashed or signed for one purpose serves no other. */
export const ROOM_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/room/v1');
/** Signed before an epoch certificate (KEY-3). */
export const EPOCH_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/epoch/v1');
/** Hashed before an epoch certificate, for the certificate that follows it (KEY-3). */
export const CERTIFICATE_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/certificate/v1');
/** Signed before a session certificate (KEY-4). */
export const SESSION_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/session/v1');
/** Bound to the comments in a snapshot (LED-4). */
export const COMMENTS_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/comments/v1');
/** Bound to what a device keeps of a document for itself. */
export const NOTE_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/note/v1');
/** Hashed before a session key for its Yjs client id (KEY-5). */
export const CLIENT_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/client/v1');
/** Hashed before a link for its checksum (KEY-7). */
export const LINK_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/link/v1');
/** Signed before an envelope's hash (ENV-3). */
export const ENVELOPE_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/envelope/v1');
/** Hashed before an envelope for the chain (ENV-4). */
export const PREV_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/prev/v1');
/** Signed in answer to a relay's challenge. */
export const HELLO_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/hello/v1');
/** Hashed with a relay's admission secret. */
export const ADMISSION_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/admission/v1');
/** Signed to prove a session to another replica over a peer link. */
export const PEER_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/peer/v1');
/** Hashed before a device key for the device's id (KEY-6). */
export const DEVICE_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/device/v1');
/** Signed before a device card (KEY-6). */
export const CARD_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/card/v1');
/** Signed by a device before the session key it vouches for (KEY-6). */
export const ATTEST_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/attest/v1');
/** Binds a grant to its epoch, its device and its role (KEY-8). */
export const GRANT_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/grant/v1');
/** Binds what is sealed to one session's device to its sender and its reader. */
export const ERRAND_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/errand/v1');
/** Binds a comment secret that is handed on to its epoch (KEY-8). */
export const HISTORY_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/history/v1');
/** Hashed before a part of an attached file (ATT-2). */
export const PART_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/part/v1');
/** Hashed before a file's length and the hashes of its parts (ATT-2). */
export const FILE_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/file/v1');
/** Hashed before a signalling password for the name under which peers look for each other. */
export const SIGNAL_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/signal/v1');
/** Hashed before a signalling password for the key that seals what two devices hand each other to connect. */
export const PAIR_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/pair/v1');
/** Hashed before a part of a model's file (MDL-2). */
export const MODEL_PART_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/model-part/v1');
/** Signed before a model's manifest (MDL-1). */
export const MODEL_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/model/v1');
/** Hashed before a key that signs models, for the numbers by which people compare it (MDL-1). */
export const MODEL_KEY_LABEL: Uint8Array = /* @__PURE__ */ textToBytes('weft/model-key/v1');
