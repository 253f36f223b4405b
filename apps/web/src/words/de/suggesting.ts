import { percent, type Translation } from '@weft/editor-ui/words';
import type { suggestingWords } from '../suggesting.ts';

export const suggesting: Translation<typeof suggestingWords> = {
  fetching: (share) =>
    `Das Sprachmodell wird geholt: ${percent(share)}. Bis es da ist, kommen Vorschläge aus den Wörtern des Dokuments.`,
  on: 'Vorschläge sind an: Tab übernimmt einen, Esc schickt ihn weg. Sie entstehen auf diesem Gerät.',
  stopped:
    'Die Vorschläge funktionieren nicht mehr und bleiben aus, bis du sie wieder einschaltest. Dein Text ist unversehrt.',
  notLoaded: 'Die Vorschläge ließen sich nicht laden. Schalte sie wieder ein, sobald das Netz zurück ist.',
  noModel:
    'Das Sprachmodell ist nicht angekommen. Vorschläge kommen aus den Wörtern des Dokuments, bis du mit Verbindung neu lädst.',
};
