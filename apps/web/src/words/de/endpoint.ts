import type { Translation } from '@weft/editor-ui/words';
import type { endpointWords } from '../endpoint.ts';

export const endpoint: Translation<typeof endpointWords> = {
  title: 'Eine eigene Adresse',
  open: 'Adresse nennen …',
  change: 'Ändern …',
  openBody: (host) =>
    host === ''
      ? 'Ein Server, den du nennst, kann schreiben, was dieses Gerät nicht kann. Es ist keiner genannt: Nichts geht irgendwohin.'
      : `${host} darf für Dokumente schreiben, die es erlauben. Was dorthin ginge, wird jedes Mal gezeigt, bevor es geht.`,
  lead: 'Ein Server, der spricht wie der von OpenAI (Ollama, llama.cpp, LM Studio, vLLM und andere), auf diesem Rechner oder anderswo. Wer ihn betreibt, liest, was du schickst. Jedes Mal siehst du vorher alles, und nur Dokumente, denen du es erlaubst, schicken etwas.',
  address: 'Adresse',
  addressHint: (origin) =>
    `Auf diesem Rechner, oder mit https. Der Server muss ${origin} fragen lassen, und wer Weft bereitstellt, muss die Adresse erlauben.`,
  model: 'Name des Modells dort',
  key: 'Schlüssel, falls er einen verlangt',
  keyHint: 'Liegt versiegelt auf diesem Gerät und geht nur an diese Adresse.',
  tryOut: 'Ausprobieren',
  trying: 'Wird ausprobiert …',
  answers: 'Sie antwortet und sagt nicht, welche Modelle sie hat.',
  has: (models) => `Sie antwortet und hat: ${models}.`,
  noAddress: 'Das ist keine Adresse, die sich fragen lässt: Sie muss mit https beginnen oder auf diesem Rechner sein.',
  noModel: 'Nenne das Modell, das schreiben soll.',
  saved: (host) => `${host} ist aufgehoben. Erlaube es den Dokumenten, die es nutzen dürfen, unter „Was mitliest“.`,
  forget: 'Vergessen',
  forgotten: 'Sie ist vergessen. Dorthin geht nichts mehr.',
  reach: 'Wohin der Text dieses Dokuments gehen darf',
  reachBody:
    'Nur wenn du darum bittest, und nur das, worum es geht. Auf diesem Gerät; andere im Dokument entscheiden für sich.',
  reaches: {
    device: 'Nirgendwohin: Er bleibt auf diesem Gerät',
    devices: 'Zu anderen Geräten darin, die ich frage, versiegelt',
    address: 'Auch zur eigenen Adresse, vorher gezeigt',
  },
  sendTitle: (host) => `Das an ${host} senden?`,
  sendLead: (address, model) =>
    `Das ist alles, was an ${address} geht, für ${model}. Wer den Server betreibt, kann es lesen und behalten.`,
  sendAll: 'Alles, was gesendet wird',
  sendText: 'Der Text',
  sendInstructions: 'Worum gebeten wird',
  send: 'Senden',
  sendNot: 'Nicht senden',
};
