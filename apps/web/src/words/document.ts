import { defineWords, plural, type Words } from '@weft/editor-ui/words';

const changes = (count: number): string => plural(count, { one: '# change', other: '# changes' });

const english = {
  documents: 'Documents',
  saveCopyWeft: 'Save a copy (.weft)',
  addFile: 'Add from a .weft file',
  people: 'People and devices',
  summarize: 'Summarize',
  proofread: 'Proofread',
  rewrite: 'Rewrite',
  findTasks: 'Find tasks and days',
  findMeaning: 'Find by meaning',
  connect: 'Connect directly',
  shortcuts: 'Keyboard shortcuts',
  share: 'Share',
  saveCopy: 'Save a copy',
  freshLink: 'Open a fresh link',
  look: 'Look',
  fate: 'What you wrote last stays in this device’s copy; where it came too late, it counts for the others only if someone there takes it in.',
  late: (count: number, name: string): string =>
    `${name === '' ? 'Someone who was removed' : `${name}, who was removed,`} wrote ${changes(count)} afterwards. They do not count unless you take them in.`,
  changes: (count: number): string => changes(count),
  lateTitle: 'Written after the removal',
  lateLead:
    'These changes came after their author was removed. Taken in, they are in the document for everyone; until then nobody sees them in it.',
  lateList: 'Late changes',
  nobodyVouches: 'A device nobody vouches for',
  takenIn: (name: string): string => `Taken in: what ${name} wrote is in the document.`,
  discardTitle: 'Discard these changes?',
  discardWords: (name: string): string =>
    `What ${name} wrote after the removal is dropped on this device. This cannot be undone.`,
  discard: 'Discard',
  discardAsk: 'Discard…',
  discardOf: (name: string): string => `Discard what ${name} wrote`,
  discarded: 'Discarded on this device.',
  takeIn: 'Take in',
  takeInOf: (name: string): string => `Take in what ${name} wrote`,
  noWords: 'No words are added: text is taken out, or how it looks changes.',
  wordsOf: (name: string): string => `Words of ${name}`,
  enterSecret: 'Enter the relay’s secret',
  secretTitle: 'The relay’s secret',
  secretMissing: 'Enter the secret, or ask whoever runs the relay for it.',
  secretAsked: (host: string): string =>
    `The relay ${host} serves only those who know its secret. Ask whoever runs it.`,
  secretWrong: (host: string): string =>
    `The relay ${host} did not admit this device with the secret it was given before. Check it with whoever runs the relay.`,
  secret: 'Secret',
  secretKept: 'It is kept sealed on this device. The relay is shown a proof that you know it, not the secret.',
  connectNow: 'Connect',
};

export const documentWords: Words<typeof english> = /* @__PURE__ */ defineWords('document', english);
