import type { Translation } from '@weft/editor-ui/words';
import type { shareWords } from '../share.ts';

export const share: Translation<typeof shareWords> = {
  title: 'Teilen',
  grants: {
    editor: {
      title: 'Link zum Bearbeiten',
      words: 'Wer ihn hat, kann alles lesen und ändern und alle drei Links weitergeben.',
      copy: 'Link zum Bearbeiten kopieren',
      copied: 'Link zum Bearbeiten kopiert',
    },
    commenter: {
      title: 'Link zum Kommentieren',
      words: 'Wer ihn hat, kann lesen und kommentieren, aber den Text nicht ändern.',
      copy: 'Link zum Kommentieren kopieren',
      copied: 'Link zum Kommentieren kopiert',
    },
    viewer: {
      title: 'Link zum Lesen',
      words: 'Wer ihn hat, kann lesen und sehen, wer da ist. Ändern geht damit nicht, und Kommentare zeigt er nicht.',
      copy: 'Link zum Lesen kopieren',
      copied: 'Link zum Lesen kopiert',
    },
    owner: {
      title: 'Link für dich selbst',
      words:
        'Nur für deine eigenen Geräte. Wer ihn hat, kann alles, was du kannst: alle entfernen, auch deine Geräte. Er lässt sich nie zurücknehmen, auch nicht durch neue Schlüssel. Schick ihn niemandem.',
      copy: 'Link für dich selbst kopieren',
      copied: 'Link für dich selbst kopiert',
    },
  },
  locking: 'Wird gesichert …',
  tooShort: (least) => `Wähle eine Passphrase mit mindestens ${least} Zeichen; am besten ein paar Wörter.`,
  lock: 'Link mit einer Passphrase sichern',
  passphrase: 'Passphrase',
  fewWords: 'Ein paar Wörter, die nur ihr zwei kennt',
  tellOtherwise: 'Verrate sie auf anderem Weg als den Link. Sie lässt sich nicht wiederherstellen.',
  copyThis: 'Kopiere diesen Link',
  ownDevice: 'Für ein anderes deiner Geräte',
  keyInLink:
    'Der Schlüssel steckt im Link selbst: Das Relay sieht ihn nie. Schick ihn nur Menschen, denen du vertraust.',
  mayReplace: 'Unter „Personen und Geräte“ kannst du jemanden entfernen oder alle Links ersetzen.',
  onlyOwner: 'Nur wem das Dokument gehört, kann Links ersetzen.',
};
