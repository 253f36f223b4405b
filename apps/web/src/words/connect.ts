import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'Connect directly',
  code: 'QR code of the text below',
  copyText: 'Copy text',
  textCopied: 'Text copied',
  lead: 'For two devices that both have this document open and are on the same network, such as one Wi-Fi or a phone’s hotspot. No relay and no internet are needed.',
  first: 'One device shows its code.',
  second: 'The other reads it, and shows an answer.',
  third: 'The first reads the answer, and they are connected.',
  haveText: 'I have a text from the other device',
  showCode: 'Show my code',
  readThis: 'Read this with the other device’s camera, or send it the text.',
  textForOther: 'Text for the other device',
  answerOfOther: 'Answer of the other device',
  connect: 'Connect',
  paste: 'Paste what the other device shows. A camera app reads its code as text.',
  textOfOther: 'Text of the other device',
  answer: 'Answer',
  giveAnswer: 'Now give this answer to the first device. It connects as soon as it has it.',
  answerForFirst: 'Answer for the first device',
  connected: 'Connected. The two devices keep each other up to date for as long as both have this document open.',
  sealed: 'The text is sealed: it says nothing to whoever lacks this document’s link. It works once, for ten minutes.',
};

export const connectWords: Words<typeof english> = /* @__PURE__ */ defineWords('connect', english);
