export {
  CloseCode,
  closeCodeToSentence,
  isCloseCode,
  isFinalCloseCode,
  isRefusalCode,
  RefusalCode,
  refusalCodeToSentence,
} from './codes.ts';
export { decodeClientFrame, decodeRelayFrame, isYWebsocketMessage } from './decode.ts';
export { encodeFrame } from './encode.ts';
export type {
  AckFrame,
  AppendFrame,
  BaseFrame,
  BeatFrame,
  CaughtUpFrame,
  ChallengeFrame,
  ClientEphemeralFrame,
  ClientFrame,
  CompactFrame,
  EntryFrame,
  ErrorFrame,
  HelloFrame,
  IceFrame,
  IceServer,
  PeerFrame,
  PingFrame,
  PullFrame,
  RefusedFrame,
  RelayEphemeralFrame,
  RelayFrame,
  WelcomeFrame,
  WireFailure,
} from './frames.ts';
export { isIceUrl, isTurnUrl, MAX_ICE_BYTES } from './ice.ts';
export { FrameType, MAX_SENTENCE_BYTES, NO_GENERATION, WEFT_MESSAGE, WIRE_VERSION, WireLength } from './frames.ts';
export {
  decodePeerFrame,
  encodePeerFrame,
  MAX_GREETING_BYTES,
  MAX_PEER_FRAME_BYTES,
  PEER_VERSION,
  PeerFrameType,
  PeerLength,
  type PeerLinkFrame,
} from './peer-frames.ts';
