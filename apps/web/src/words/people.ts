import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'People and devices',
  offline: 'You are offline: the others go on as before until this device is back.',
  shareFresh: 'Share fresh links',
  removeTitle: (name: string): string => `Remove ${name}?`,
  keepsOld: (name: string): string => `${name} keeps what is here now, and can neither read nor write what follows.`,
  linksStop: 'Every link made so far stops working for what follows, for everybody: you can share fresh ones next.',
  othersStay:
    'All others in the list stay. Whoever is away gets the new keys when they are back; whoever has only ever read needs a fresh link.',
  sameName: (name: string): string =>
    `Another device goes by the name ${name} and stays. Remove it as well if it is theirs.`,
  removedDone: (name: string): string => `${name} was removed. Old links give nothing new.`,
  replaceTitle: 'Replace all links?',
  nobodyRemoved: 'Nobody in the list is removed: everyone gets the new keys, whoever is away when they are back.',
  linksStopOnly:
    'Every link made so far stops working for what follows. Whoever has only ever read, or has not opened the link yet, needs a fresh one.',
  replace: 'Replace links',
  replaced: 'The links were replaced. Old ones give nothing new.',
  owner: 'Owner',
  removed: 'Removed',
  thisDevice: (facts: string): string => `This device · ${facts}`,
  removeAsk: 'Remove…',
  removeAskOf: (name: string): string => `Remove ${name}…`,
  numbers: (name: string, spoken: string): string => `Numbers of ${name}: ${spoken}`,
  numbersCopied: (name: string): string => `Numbers of ${name} copied`,
  copyNumbers: (name: string): string => `Copy the numbers of ${name}`,
  showCode: (name: string): string => `Show the numbers of ${name} as a QR code`,
  code: (name: string): string => `QR code of the numbers of ${name}`,
  makingKeys: 'Making new keys…',
  compare:
    'Compare these numbers with theirs, by voice or side by side: if they are the same, nobody stands between you.',
  withAccess: 'Devices with access',
  nobodyYet: 'Nobody else is listed yet: devices appear once something was written on them.',
  noLonger: 'No longer have access',
  withoutAccess: 'Devices without access',
  wrongHands: 'If a link got into the wrong hands, replace all links. Everyone in the list stays.',
  replaceAsk: 'Replace all links…',
  readersUnlisted: 'Whoever has only read is not listed: devices appear once something was written on them.',
};

export const peopleWords: Words<typeof english> = /* @__PURE__ */ defineWords('people', english);
