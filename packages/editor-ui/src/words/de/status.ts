import { number, plural } from '../format.ts';
import type { statusWords } from '../status.ts';
import type { Translation } from '../words.ts';

const changes = (count: number): string => plural(count, { one: '# Änderung', other: '# Änderungen' });
const files = (count: number): string => plural(count, { one: '# Datei', other: '# Dateien' });
const both = (written: number, added: number): string =>
  added === 0 ? changes(written) : written === 0 ? files(added) : `${changes(written)} und ${files(added)}`;

export const status: Translation<typeof statusWords> = {
  label: 'Stand des Dokuments',
  notSavedHere: 'Nicht auf diesem Gerät gespeichert',
  changesNotSaved: (count) => `${changes(count)} nicht auf diesem Gerät gespeichert`,
  notSaved: 'Nicht gespeichert',
  waitForStorage: (count) =>
    plural(count, {
      one: '# Änderung wartet darauf, dass der Speicher dieses Geräts sie bestätigt.',
      other: '# Änderungen warten darauf, dass der Speicher dieses Geräts sie bestätigt.',
    }),
  saving: 'Wird gespeichert …',
  allConfirmed: 'Der Speicher dieses Geräts hat jede Änderung bestätigt.',
  savedHere: 'Auf diesem Gerät gespeichert',
  saved: 'Gespeichert',
  notSentYet: (why, written, added) => `${why} · ${both(written, added)} noch nicht gesendet`,
  countNotSent: (count) => `${number(count)} nicht gesendet`,
  noRelay: 'Es ist kein Relay eingestellt.',
  relayAway: 'Das Relay ist nicht erreichbar.',
  sendingDirectly: 'Wird direkt gesendet …',
  sendingChangesDirectly: (count) =>
    plural(count, { one: '# Änderung wird direkt gesendet …', other: '# Änderungen werden direkt gesendet …' }),
  notConfirmedByDevices: (count, peers) =>
    `${changes(count)} noch nicht bestätigt (${plural(peers, { one: '# Gerät direkt verbunden', other: '# Geräte direkt verbunden' })}).`,
  sending: 'Wird gesendet …',
  straight: (peers) =>
    plural(peers, {
      one: 'Änderungen gehen direkt an das Gerät, das jetzt verbunden ist.',
      other: 'Änderungen gehen direkt an die Geräte, die jetzt verbunden sind.',
    }),
  eachElsewhere: 'Jede von dir ist auch auf einem anderen Gerät.',
  filesNotAtRelay: (count) => `${files(count)} noch bei keinem Relay.`,
  connectedDirectly: (peers) =>
    plural(peers, { one: 'Direkt mit # Gerät verbunden', other: 'Direkt mit # Geräten verbunden' }),
  direct: (peers) => `Direkt mit ${number(peers)}`,
  notShared: 'Nicht mehr mit dir geteilt',
  ended: 'Was ab jetzt geschrieben wird, kommt hier nicht an, und was hier geändert wird, erreicht niemanden.',
  relayRefused: 'Das Relay hat dieses Dokument abgelehnt.',
  relayRefuses: 'Das Relay lehnt ab',
  onlyHere: 'Nur auf diesem Gerät',
  nothingSent: 'Es ist kein Relay eingestellt, deshalb geht nichts an andere.',
  keepWriting: 'Das Relay ist nicht erreichbar. Schreib weiter: Gesendet wird, sobald es wieder da ist.',
  offline: 'Offline',
  connecting: 'Wird verbunden …',
  reaching: 'Das Relay wird gesucht.',
  syncing: 'Wird abgeglichen …',
  fetching: 'Was andere schrieben, wird geholt.',
  notTaken: (written, added) => `Vom Relay nicht angenommen: ${both(written, added)}`,
  countNotTaken: (count) => `${number(count)} nicht angenommen`,
  filesWaitForRoom: (count) =>
    plural(count, {
      one: '# Datei wartet auf Platz beim Relay',
      other: '# Dateien warten auf Platz beim Relay',
    }),
  filesWait: (count) => plural(count, { one: '# Datei wartet', other: '# Dateien warten' }),
  filesNotTaken: (count) => `${files(count)} nicht angenommen`,
  sendingMuch: (written, added) => `Wird gesendet: ${both(written, added)} …`,
  notConfirmed: (written, added, hasPeers) =>
    `${hasPeers ? 'Vom Relay oder einem anderen Gerät' : 'Vom Relay'} noch nicht bestätigt: ${both(written, added)}.`,
  upToDate: 'Aktuell',
  seeAll: 'Du siehst, was das Relay und die anderen haben.',
  seeRelay: 'Du siehst, was das Relay hat.',
  relayConfirmed: 'Das Relay hat jede Änderung bestätigt, versiegelt. Lesen kann es sie nicht.',
  relayOrDevice: (peers) =>
    `Das Relay oder ein direkt verbundenes Gerät (${number(peers)}) hat jede Änderung bestätigt. Das Relay kann sie nicht lesen.`,
  sent: 'Gesendet',
  seenBy: (count) => `Von ${number(count)} gesehen`,
  seenDetail: (count) =>
    plural(count, {
      one: '# anderes Gerät hat deine neueste Änderung bestätigt.',
      other: '# andere Geräte haben deine neueste Änderung bestätigt.',
    }),
  notArrived: 'Manche Änderungen sind noch nicht da',
  notArrivedDetail: 'Teile von dem, was andere schrieben, fehlen hier noch. Sie werden von selbst nachgefordert.',
  missing: 'Es fehlt etwas',
  happened: 'Was geschah',
  thingsHappened: (count) => plural(count, { one: '# Ereignis', other: '# Ereignisse' }),
  dismissAll: 'Alle ausblenden',
  dismissOne: (sentence) => `Ausblenden: ${sentence}`,
};
