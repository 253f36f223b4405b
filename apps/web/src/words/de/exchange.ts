import { number, plural, type Translation } from '@weft/editor-ui/words';
import type { exchangeWords } from '../exchange.ts';

export const exchange: Translation<typeof exchangeWords> = {
  importMany: 'Importieren …',
  importHere: 'An der Schreibmarke importieren …',
  exportAs: 'Exportieren als …',
  title: 'Exportieren als',
  reading: (name) => `„${name}“ wird gelesen …`,
  files: (name, at, total) => `Bilder von „${name}“ kommen dazu: ${number(at)} von ${number(total)}.`,
  imported: (count) =>
    plural(count, { one: 'Ein Dokument wurde importiert.', other: '# Dokumente wurden importiert.' }),
  inserted: (name) => `„${name}“ wurde importiert. Rückgängig nimmt es zurück.`,
  failed: (name, sentence) => `„${name}“: ${sentence}`,
  tooMany: 'Das sind mehr als 50 Dateien auf einmal, deshalb wurde keine importiert. Nimm weniger auf einmal.',
  kind: 'Art der Datei',
  notSealed:
    'Sie ist nicht versiegelt: Wer die Datei sieht, kann sie lesen. Kommentare und offene Vorschläge stehen nicht darin.',
  save: 'Exportieren',
  print: 'Drucken …',
  printing: (count) =>
    plural(count, { one: 'Ein Bild wird zum Drucken geholt …', other: '# Bilder werden zum Drucken geholt …' }),
  formats: {
    docx: { label: 'Word (.docx)', words: 'Für Word, LibreOffice und Google Docs, mit den Bildern.' },
    markdown: {
      label: 'Markdown (.md)',
      words: 'Der Text mit einfachen Zeichen. Bilder sind genannt, nicht enthalten.',
    },
    html: { label: 'Webseite (.html)', words: 'Eine Datei für jeden Browser, mit den Bildern.' },
    json: { label: 'JSON (.json)', words: 'Alles, für Programme und um es wieder zu importieren.' },
    pdf: { label: 'PDF, durch Drucken', words: 'Öffnet den Druckdialog: Wähle dort „Als PDF speichern“.' },
  },
  exporting: (at, total) => `Die Datei entsteht: Bild ${number(at)} von ${number(total)}.`,
  exported: 'Die Datei wurde exportiert.',
  missing: (count) =>
    plural(count, {
      one: 'Die Datei wurde exportiert. Ein Bild fehlt darin: Niemand, der erreichbar ist, hat es.',
      other: 'Die Datei wurde exportiert. # Bilder fehlen darin: Niemand, der erreichbar ist, hat sie.',
    }),
  notExported: {
    cancelled: 'Der Export wurde abgebrochen. Es entstand keine Datei.',
    'too-long': 'Diese Datei brauchte mehr als eine Minute, deshalb gibt es keine. Nimm Markdown oder HTML.',
    failed:
      'Der Teil von Weft, der diese Datei schreibt, kam nicht an oder hatte zu wenig Speicher. Versuch es online noch einmal.',
  },
  notes: {
    'pictures-linked': 'Bilder, die anderswo liegen, wurden nicht geladen: An ihrer Stelle steht ein Link.',
    'files-left': 'Einige Bilder oder Dateien darin ließen sich nicht übernehmen.',
    comments: 'Kommentare darin wurden weggelassen.',
    changes: 'Verfolgte Änderungen darin gelten als angenommen.',
    frames: 'Zeichnungen und Diagramme darin wurden weggelassen.',
    margins: 'Was über und unter den Seiten steht, wurde weggelassen.',
    hidden: 'Verborgener Text darin wurde weggelassen.',
    symbols: 'Einige Zeichen darin stammen aus einer Bilderschrift. Wo sie standen, steht „\ufffd“.',
    cut: 'Die Datei ist beschädigt: Was lesbar war, ist hier. Vielleicht war mehr darin.',
    titles: 'Titel von Links darin, die beim Zeigen erscheinen, wurden weggelassen.',
    fields: 'Formularfelder darin wurden weggelassen.',
    formulas: 'Formeln darin kamen als einfacher Text.',
    unknown: 'Einige Absätze darin sind von einer Art, die diese Version nicht kennt. Ihre Wörter sind da.',
  },
};
