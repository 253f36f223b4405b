import { defineWords, type Words } from '@weft/editor-ui/words';

const english = {
  title: 'An address of your own',
  open: 'Name an address…',
  change: 'Change it…',
  openBody: (host: string): string =>
    host === ''
      ? 'A server that you name may write what this device cannot. None is named: nothing goes anywhere.'
      : `${host} may write for the documents that allow it. It is shown what would go there, each time, before it goes.`,
  lead: 'A server that speaks as OpenAI’s does (Ollama, llama.cpp, LM Studio, vLLM and others), on this machine or elsewhere. Whoever runs it reads what you send. Each time you are shown all of it first, and only documents that you allow it for send anything.',
  address: 'Address',
  addressHint: (origin: string): string =>
    `On this machine, or with https. The server has to let ${origin} ask it, and whoever hosts Weft has to allow the address.`,
  model: 'Name of the model there',
  key: 'Key, if it wants one',
  keyHint: 'Kept sealed on this device, and sent to this address alone.',
  tryOut: 'Try it',
  trying: 'Trying…',
  answers: 'It answers, and does not say which models it has.',
  has: (models: string): string => `It answers, and has: ${models}.`,
  noAddress: 'This is no address to ask: it has to begin with https, or be on this machine.',
  noModel: 'Name the model that is to write.',
  saved: (host: string): string =>
    `${host} is kept. Allow it in the documents that may use it, under “What reads along”.`,
  forget: 'Forget it',
  forgotten: 'It is forgotten. Nothing goes there any more.',
  reach: 'Where the text of this document may go',
  reachBody:
    'Only when you ask for it, and only what you ask about. On this device; others in the document choose for themselves.',
  reaches: {
    device: 'Nowhere: it stays on this device',
    devices: 'To other devices in it that I ask, sealed',
    address: 'Also to the address of my own, shown before',
  },
  sendTitle: (host: string): string => `Send this to ${host}?`,
  sendLead: (address: string, model: string): string =>
    `This is all that goes to ${address}, for ${model}. Whoever runs it can read and keep it.`,
  sendAll: 'All that is sent',
  sendText: 'The text',
  sendInstructions: 'What is asked',
  send: 'Send it',
  sendNot: 'Don’t send',
};

/** What is said of an address that the person names, and of how far a document's text may go. */
export const endpointWords: Words<typeof english> = /* @__PURE__ */ defineWords('endpoint', english);
