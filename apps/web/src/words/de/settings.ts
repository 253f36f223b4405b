import type { Translation } from '@weft/editor-ui/words';
import type { settingsWords } from '../settings.ts';

export const settings: Translation<typeof settingsWords> = {
  nameAndColor: 'Dein Name und deine Farbe',
  stopSuggesting: 'Keine Wörter mehr vorschlagen',
  suggest: 'Beim Schreiben Wörter vorschlagen',
  readsAlong: 'Was mitliest …',
  light: 'Hell',
  dark: 'Dunkel',
  asSystem: 'Wie das System',
  language: 'Sprache (Language)',
  choose: 'Verwenden',
  notLoaded: 'Diese Sprache ist nicht angekommen. Geh online und versuch es noch einmal.',
  you: 'Du',
  seenBeside:
    'Wer mit dir in einem Dokument ist, sieht das neben deiner Schreibmarke. Es bleibt auf diesem Gerät und wird nur versiegelt gesendet.',
  name: 'Name',
  color: 'Farbe',
  colors: {
    indigo: 'Indigo',
    blue: 'Blau',
    teal: 'Petrol',
    green: 'Grün',
    ochre: 'Ocker',
    rust: 'Rost',
    rose: 'Rosa',
    violet: 'Violett',
  },
  // All of one gender, so that every pair is a name.
  adjectives: ['Stiller', 'Früher', 'Steter', 'Neugieriger', 'Sanfter', 'Flinker', 'Sonniger', 'Geduldiger'],
  animals: ['Reiher', 'Otter', 'Fink', 'Dachs', 'Hase', 'Luchs', 'Segler', 'Marder'],
};
