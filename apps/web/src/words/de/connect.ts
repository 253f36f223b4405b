import type { Translation } from '@weft/editor-ui/words';
import type { connectWords } from '../connect.ts';

export const connect: Translation<typeof connectWords> = {
  title: 'Direkt verbinden',
  code: 'QR-Code des Textes darunter',
  copyText: 'Text kopieren',
  textCopied: 'Text kopiert',
  lead: 'Für zwei Geräte, die beide dieses Dokument offen haben und im selben Netz sind, etwa einem WLAN oder dem Hotspot eines Telefons. Es braucht weder Relay noch Internet.',
  first: 'Ein Gerät zeigt seinen Code.',
  second: 'Das andere liest ihn und zeigt eine Antwort.',
  third: 'Das erste liest die Antwort, und sie sind verbunden.',
  haveText: 'Ich habe einen Text vom anderen Gerät',
  showCode: 'Meinen Code zeigen',
  readThis: 'Lies das mit der Kamera des anderen Geräts, oder schick ihm den Text.',
  textForOther: 'Text für das andere Gerät',
  answerOfOther: 'Antwort des anderen Geräts',
  connect: 'Verbinden',
  paste: 'Füge ein, was das andere Gerät zeigt. Eine Kamera-App liest seinen Code als Text.',
  textOfOther: 'Text des anderen Geräts',
  answer: 'Antworten',
  giveAnswer: 'Gib diese Antwort nun dem ersten Gerät. Es verbindet sich, sobald es sie hat.',
  answerForFirst: 'Antwort für das erste Gerät',
  connected: 'Verbunden. Die beiden Geräte halten sich gegenseitig aktuell, solange beide dieses Dokument offen haben.',
  sealed:
    'Der Text ist versiegelt: Ohne den Link dieses Dokuments sagt er niemandem etwas. Er gilt einmal, zehn Minuten lang.',
};
