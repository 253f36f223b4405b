import type { commentWords } from '../comments.ts';
import { list, plural } from '../format.ts';
import type { Translation } from '../words.ts';

const count = (comments: number): string => plural(comments, { one: '# Kommentar', other: '# Kommentare' });
const STATES = { new: 'neu', resolved: 'erledigt', lost: 'zu gelöschtem Text' } as const;

export const comments: Translation<typeof commentWords> = {
  comment: 'Kommentieren',
  newComments: (number) => plural(number, { one: '# neuer Kommentar', other: '# neue Kommentare' }),
  nothingSelected: 'Hier gibt es nichts zu kommentieren: Markiere zuerst etwas Text.',
  nothingSelectedYet:
    'Hier gibt es nichts zu kommentieren. Deine Worte stehen im Feld: Markiere den Text, um den es geht, und sende sie dann.',
  threads: 'Gespräche',
  reply: 'Antworten',
  changeYours: 'Deinen Kommentar ändern',
  textGone: 'Der Text, den du kommentieren wolltest, ist weg. Deine Wörter stehen noch im Feld: Markiere anderen Text.',
  people: 'Personen',
  reactions: 'Reaktionen',
  yourComment: 'Dein Kommentar',
  change: 'Ändern',
  deleted: 'Dein Kommentar wurde gelöscht.',
  linkCopied: 'Der Link wurde kopiert. Wer dieses Dokument hat, kommt damit zum Gespräch; für andere öffnet er nichts.',
  linkNotCopied: 'Dieser Browser ließ den Link nicht kopieren.',
  whichThreads: 'Welche Gespräche',
  open: 'Offen',
  resolved: 'Erledigt',
  markRead: 'Alle als gelesen markieren',
  commentOnSelected: 'Die Auswahl kommentieren',
  newThread: 'Neues Gespräch',
  hint: (keys) =>
    `Markiere etwas Text und drück ${keys}, oder nimm den Knopf oben. Wer einen Link zum Bearbeiten oder Kommentieren hat, sieht, was hier steht.`,
  nothingSaid: 'Zu diesem Dokument hat noch niemand etwas gesagt.',
  noneYet: 'Noch keine Kommentare',
  nothingOpen: 'Nichts offen',
  nothingResolved: 'Noch nichts erledigt',
  resolvedKept: 'Erledigte Gespräche bleiben hier und lassen sich wieder öffnen.',
  faces: {
    agree: 'Einverstanden',
    love: 'Gefällt mir sehr',
    celebrate: 'Feiern',
    smile: 'Lächeln',
    look: 'Schaue ich mir an',
    done: 'Erledigt',
  },
  roles: { viewer: 'Liest mit', commenter: 'Kommentiert', editor: 'Bearbeitet', admin: 'Darf alles' },
  youHere: 'Du, auf diesem Gerät',
  unsigned: 'Noch hat kein Gerät gesagt, dass es das schrieb',
  reacted: (face, names) => `${face}: ${list(names)}`,
  youAmong: 'du',
  changed: 'geändert',
  new: 'Neu',
  react: 'Reagieren',
  reactToYours: 'Auf deinen Kommentar reagieren',
  reactTo: (name) => `Auf ${name} reagieren`,
  changeOrDelete: 'Deinen Kommentar ändern oder löschen',
  thread: (quote, number, name, states) =>
    [
      `Gespräch${name === '' ? '' : ` von ${name}`} zu „${quote}“`,
      count(number),
      ...states.map((state) => STATES[state]),
    ].join(', '),
  openAgain: 'Wieder öffnen',
  resolve: 'Erledigen',
  copyLink: 'Link zu diesem Gespräch kopieren',
  copyLinkFor: 'Link kopieren: für alle, die das Dokument haben',
  onDeleted: 'Zu gelöschtem Text',
  firstDeleted: 'Der erste Kommentar wurde gelöscht.',
  replies: (replies) => plural(replies, { one: '# Antwort', other: '# Antworten' }),
  resolvedBy: (name) => `Erledigt von ${name}`,
};
