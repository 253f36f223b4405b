import { defineWords, type Words } from './words.ts';

const english = {
  codeLanguage: 'Language of this code',
  plainText: 'Plain text',
  notAllowed: 'Not allowed here',
  unreadableFile: 'A file that cannot be read',
  fileNamed: (name: string): string => `File: ${name}`,
  fileDamaged: 'What the document says of it is damaged; ask for it to be added again.',
  file: 'File',
  download: 'Download',
  stopFetching: (part: string): string => `Stop fetching (${part})`,
  replace: 'Replace',
  sending: 'Sending',
  sendingPart: (part: string): string => `Sending, ${part}`,
  waitingToSend: 'Waiting to be sent',
  adding: (name: string): string => `Adding ${name}`,
  sealing: 'Sealing',
  sealingPart: (part: string, size: string): string => `Sealing, ${part} of ${size}`,
  picture: 'Picture',
  width: 'Width',
  widthIs: (share: string): string => `${share} of the text’s width`,
  openFull: 'Open full size',
  describe: 'Describe',
  description: 'What it shows, for people who do not see it',
  caption: 'Caption',
  pictureDamaged: 'What the document says of this picture is damaged; ask for it to be added again.',
  nobodyHas: 'Nobody who can be reached has this picture. It comes by itself when someone does.',
  fetchingPart: (part: string, size: string): string => `Fetching, ${part} of ${size}`,
  unshowable: 'This is no picture that can be shown here. You can download it.',
};

/** Files and pictures in the text, and code. */
export const fileWords: Words<typeof english> = /* @__PURE__ */ defineWords('files', english);
