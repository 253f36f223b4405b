/** What devices in one room do for each other: what carries it is handed in (`PeerChannel`), sealed to one session. */
export type { Companion, PeerChannel, PeerPorts } from './ports/channel.ts';
export { createHelper, type Help, type Helper, type HelperOptions } from './peer/helper.ts';
export type { Trust } from './peer/helper-state.ts';
export {
  createHelpers,
  type ErrandEnd,
  type ErrandRun,
  type HelperPhase,
  type Helpers,
  type NoHelp,
  type Offer,
} from './peer/helpers.ts';
export { type HelpedPlace, type HelpedRun, summarizeWithHelp } from './peer/helped-summary.ts';
export { type DeviceKind, type ErrandTask, MOST_PIECES, PIECE_BYTES } from './peer/messages.ts';
export { createPeerTextEngine } from './peer/text-engine.ts';
export type { Told } from './peer/told.ts';
export { type Bit, MOST_TEXT, type Work } from './peer/work.ts';
