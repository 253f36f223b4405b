import type { Translation } from '@weft/editor-ui/words';
import type { peopleWords } from '../people.ts';

export const people: Translation<typeof peopleWords> = {
  title: 'Personen und Geräte',
  offline: 'Du bist offline: Für die anderen bleibt alles, wie es war, bis dieses Gerät wieder da ist.',
  shareFresh: 'Neue Links teilen',
  removeTitle: (name) => `${name} entfernen?`,
  keepsOld: (name) => `${name} behält, was jetzt da ist, und kann das Folgende weder lesen noch schreiben.`,
  linksStop: 'Kein bisheriger Link gilt für das, was folgt, bei niemandem: Neue kannst du gleich danach teilen.',
  othersStay:
    'Alle anderen in der Liste bleiben. Wer gerade nicht da ist, bekommt die neuen Schlüssel später; wer immer nur gelesen hat, braucht einen neuen Link.',
  sameName: (name) => `Noch ein Gerät heißt ${name} und bleibt. Entferne es auch, wenn es derselben Person gehört.`,
  removedDone: (name) => `${name} wurde entfernt. Alte Links geben nichts Neues her.`,
  replaceTitle: 'Alle Links ersetzen?',
  nobodyRemoved: 'Niemand in der Liste wird entfernt: Alle bekommen die neuen Schlüssel, auch wer gerade nicht da ist.',
  linksStopOnly:
    'Kein bisheriger Link gilt für das, was folgt. Wer immer nur gelesen oder den Link noch nicht geöffnet hat, braucht einen neuen.',
  replace: 'Links ersetzen',
  replaced: 'Die Links wurden ersetzt. Alte geben nichts Neues her.',
  owner: 'Darf alles',
  removed: 'Entfernt',
  thisDevice: (facts) => `Dieses Gerät · ${facts}`,
  removeAsk: 'Entfernen …',
  removeAskOf: (name) => `${name} entfernen …`,
  numbers: (name, spoken) => `Nummern von ${name}: ${spoken}`,
  numbersCopied: (name) => `Nummern von ${name} kopiert`,
  copyNumbers: (name) => `Nummern von ${name} kopieren`,
  showCode: (name) => `Nummern von ${name} als QR-Code zeigen`,
  code: (name) => `QR-Code der Nummern von ${name}`,
  makingKeys: 'Neue Schlüssel entstehen …',
  compare:
    'Vergleiche diese Nummern mit denen der anderen, am Telefon oder nebeneinander: Sind sie gleich, steht niemand zwischen euch.',
  withAccess: 'Geräte mit Zugang',
  nobodyYet: 'Sonst steht hier noch niemand: Geräte erscheinen, sobald auf ihnen etwas geschrieben wurde.',
  noLonger: 'Ohne Zugang',
  withoutAccess: 'Geräte ohne Zugang',
  wrongHands: 'Ist ein Link in falsche Hände geraten, ersetze alle Links. Alle in der Liste bleiben.',
  replaceAsk: 'Alle Links ersetzen …',
  readersUnlisted:
    'Wer nur gelesen hat, steht nicht in der Liste: Geräte erscheinen, sobald auf ihnen etwas geschrieben wurde.',
};
