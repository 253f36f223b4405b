import { defineWords, type Words } from '@weft/editor-ui/words';

/** Somebody’s device, or one that nobody named. */
function toOwner(name: string, kind: string): string {
  return name === '' ? `another ${kind}` : `${name}’s ${kind}`;
}

const english = {
  kinds: {
    device: (name: string): string => toOwner(name, 'device'),
    computer: (name: string): string => toOwner(name, 'computer'),
    tablet: (name: string): string => toOwner(name, 'tablet'),
    phone: (name: string): string => toOwner(name, 'phone'),
  },
  tasks: {
    summarize: (name: string): string => `Summarizing this document for ${name}.`,
    write: (name: string): string => `Writing for ${name}.`,
  },
  next: (name: string): string => `Next comes what ${name} asked for.`,
  asks: {
    summarize: (name: string): string => `Summarize this document for ${name}? It is done on this device, and sealed.`,
    write: (name: string): string => `Write something for ${name}? It is done on this device, and sealed.`,
  },
  allow: 'Do it',
  decline: 'No',
  stop: 'Stop',
  done: {
    summarize: (name: string): string => `This device summarized the document for ${name}.`,
    write: (name: string): string => `This device wrote something for ${name}.`,
  },
  title: 'Between devices',
  lead: 'A device in the same document can do what this one asks it for: you choose it where a summary or a text is made. What goes between the two is sealed to the other one, and both show it.',
  own: 'Help my other devices',
  ownBody:
    'This device summarizes and, with a model of yours, writes for those marked below, at once, while a document is open on both. Not on a battery below a fifth.',
  mine: 'My devices',
  noneHere: 'Open a document on both devices: they are listed here then, and can be marked as yours.',
  noneMarked: 'No device is marked as yours. Open a document on both devices, and mark it here.',
  compare: 'Names can be made up. Compare the numbers with those on the other device.',
  others: 'Help everybody in this document',
  othersBody: 'Whoever has it open may ask. You are asked each time.',
};

/** What is said of devices that do things for each other. */
export const helpWords: Words<typeof english> = /* @__PURE__ */ defineWords('help', english);
