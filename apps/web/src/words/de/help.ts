import type { Translation } from '@weft/editor-ui/words';
import type { helpWords } from '../help.ts';

/** „Bens Computer“; nach einem Zischlaut steht ein Auslassungszeichen. */
function toOwner(name: string, kind: string): string {
  if (name === '') return 'ein anderes Gerät';
  return /[sßxz]$/iu.test(name) ? `${name}’ ${kind}` : `${name}s ${kind}`;
}

export const help: Translation<typeof helpWords> = {
  kinds: {
    device: (name) => toOwner(name, 'Gerät'),
    computer: (name) => toOwner(name, 'Computer'),
    tablet: (name) => toOwner(name, 'Tablet'),
    phone: (name) => toOwner(name, 'Telefon'),
  },
  tasks: {
    summarize: (name) => `Dieses Dokument wird zusammengefasst, für ${name}.`,
    write: (name) => `Hier wird geschrieben, für ${name}.`,
  },
  next: (name) => `Als Nächstes kommt, worum es bat: ${name}.`,
  asks: {
    summarize: (name) => `Dieses Dokument zusammenfassen, für ${name}? Es geschieht auf diesem Gerät, versiegelt.`,
    write: (name) => `Etwas schreiben, für ${name}? Es geschieht auf diesem Gerät, versiegelt.`,
  },
  allow: 'Ja',
  decline: 'Nein',
  stop: 'Anhalten',
  done: {
    summarize: (name) => `Dieses Gerät hat das Dokument zusammengefasst, für ${name}.`,
    write: (name) => `Dieses Gerät hat etwas geschrieben, für ${name}.`,
  },
  title: 'Zwischen Geräten',
  lead: 'Ein Gerät im selben Dokument kann tun, worum dieses es bittet: Du wählst es dort, wo eine Zusammenfassung oder ein Text entsteht. Was zwischen beiden geht, ist für das andere versiegelt, und beide zeigen es.',
  own: 'Meinen anderen Geräten helfen',
  ownBody:
    'Dieses Gerät fasst für die unten markierten sofort zusammen und schreibt mit einem deiner Modelle, solange ein Dokument auf beiden offen ist. Nicht mit einem Akku unter einem Fünftel.',
  mine: 'Meine Geräte',
  noneHere: 'Öffne ein Dokument auf beiden Geräten: Dann stehen sie hier und lassen sich als deine markieren.',
  noneMarked: 'Kein Gerät ist als deines markiert. Öffne ein Dokument auf beiden Geräten und markiere es hier.',
  compare: 'Namen lassen sich erfinden. Vergleiche die Zahlen mit denen auf dem anderen Gerät.',
  others: 'Allen in diesem Dokument helfen',
  othersBody: 'Wer es offen hat, darf fragen. Du wirst jedes Mal gefragt.',
};
