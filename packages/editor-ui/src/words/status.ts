import { number, plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const changes = (count: number): string => plural(count, { one: '# change', other: '# changes' });
const files = (count: number): string => plural(count, { one: '# file', other: '# files' });
const devices = (count: number): string => plural(count, { one: '# device', other: '# devices' });
/** Changes, files, or both. */
const both = (written: number, added: number): string =>
  added === 0 ? changes(written) : written === 0 ? files(added) : `${changes(written)} and ${files(added)}`;

const english = {
  label: 'Document status',
  notSavedHere: 'Not saved on this device',
  changesNotSaved: (count: number): string => `${changes(count)} not saved on this device`,
  notSaved: 'Not saved',
  waitForStorage: (count: number): string =>
    plural(count, {
      one: '# change waits for this device’s storage to confirm.',
      other: '# changes wait for this device’s storage to confirm.',
    }),
  saving: 'Saving…',
  allConfirmed: 'This device’s storage has confirmed every change.',
  savedHere: 'Saved on this device',
  saved: 'Saved',
  /** `why`: a state of the relay, as one of these words. */
  notSentYet: (why: string, written: number, added: number): string => `${why} · ${both(written, added)} not sent yet`,
  countNotSent: (count: number): string => `${number(count)} not sent yet`,
  noRelay: 'No relay is set.',
  relayAway: 'The relay cannot be reached.',
  sendingDirectly: 'Sending directly…',
  sendingChangesDirectly: (count: number): string => `Sending ${changes(count)} directly…`,
  notConfirmedByDevices: (count: number, peers: number): string =>
    `${changes(count)} not yet confirmed by ${devices(peers)} connected directly.`,
  sending: 'Sending…',
  straight: (peers: number): string =>
    plural(peers, {
      one: 'Changes go straight to the device connected now.',
      other: 'Changes go straight to the devices connected now.',
    }),
  eachElsewhere: 'Each of yours is on another device as well.',
  filesNotAtRelay: (count: number): string => `${files(count)} not at a relay yet.`,
  connectedDirectly: (peers: number): string => `Connected directly to ${devices(peers)}`,
  direct: (peers: number): string => `Direct to ${number(peers)}`,
  notShared: 'No longer shared with you',
  ended: 'What is written from now on does not reach this device, and what is changed here reaches nobody.',
  relayRefused: 'The relay refused this document.',
  relayRefuses: 'The relay refuses',
  onlyHere: 'Only on this device',
  nothingSent: 'No relay is set, so nothing is sent to other people.',
  keepWriting: 'The relay cannot be reached. Keep writing: changes are sent when it can be reached again.',
  offline: 'Offline',
  connecting: 'Connecting…',
  reaching: 'Reaching the relay.',
  syncing: 'Syncing…',
  fetching: 'Fetching what others wrote.',
  notTaken: (written: number, added: number): string => `The relay did not take ${both(written, added)}`,
  countNotTaken: (count: number): string => `${number(count)} not taken`,
  filesWaitForRoom: (count: number): string =>
    plural(count, { one: '# file waits for room at the relay', other: '# files wait for room at the relay' }),
  filesWait: (count: number): string => plural(count, { one: '# file waits', other: '# files wait' }),
  filesNotTaken: (count: number): string => `${files(count)} not taken`,
  sendingMuch: (written: number, added: number): string => `Sending ${both(written, added)}…`,
  notConfirmed: (written: number, added: number, hasPeers: boolean): string =>
    `${both(written, added)} not yet confirmed by ${hasPeers ? 'the relay or another device' : 'the relay'}.`,
  upToDate: 'Up to date',
  seeAll: 'You see what the relay and the others have.',
  seeRelay: 'You see what the relay has.',
  relayConfirmed: 'The relay has confirmed every change, sealed. It cannot read them.',
  relayOrDevice: (peers: number): string =>
    `The relay or a device connected directly (${number(peers)}) has confirmed every change. The relay cannot read them.`,
  sent: 'Sent',
  seenBy: (count: number): string => `Seen by ${number(count)}`,
  seenDetail: (count: number): string =>
    plural(count, {
      one: '# other device has confirmed your newest change.',
      other: '# other devices have confirmed your newest change.',
    }),
  notArrived: 'Some changes have not arrived yet',
  notArrivedDetail: 'Parts of what others wrote are still missing here. They are asked for again by themselves.',
  missing: 'Changes missing',
  happened: 'What happened',
  thingsHappened: (count: number): string => plural(count, { one: '# thing happened', other: '# things happened' }),
  dismissAll: 'Dismiss all',
  dismissOne: (sentence: string): string => `Dismiss: ${sentence}`,
};

/** The line that never lies, and what happened. */
export const statusWords: Words<typeof english> = /* @__PURE__ */ defineWords('status', english);
