import type { ModelFailureCode } from '@weft/local-ai/models';

/** Of models that people bring. */
export const modelFailures: Readonly<Record<ModelFailureCode, string>> = {
  'model-address':
    'Von dieser Adresse lässt sich kein Modell holen. Sie beginnt mit „https://“ oder nennt eine Datei neben Weft.',
  'model-offline':
    'Die Adresse des Modells ist nicht zu erreichen. Prüfe die Verbindung, und ob der Server andere Seiten lesen lässt, und mach dann weiter.',
  'model-blocked':
    'Wer Weft hier betreibt, hat diese Adresse nicht erlaubt. Bitte darum, oder lege die Dateien des Modells hier ab.',
  'model-absent':
    'An der Adresse des Modells gibt es diese Datei nicht. Prüfe die Adresse, oder frag, wer sie dir gegeben hat.',
  'model-malformed':
    'Die Beschreibung dieses Modells ist beschädigt oder keine. Bitte um eine andere, wo du sie herhast.',
  'model-version':
    'Dieses Modell wurde für eine andere Version von Weft beschrieben. Lade die Seite neu oder aktualisiere Weft.',
  'model-signature':
    'Die Signatur dieses Modells stimmt nicht: Seine Beschreibung wurde verändert. Benutze es nicht, hol es neu von seiner Quelle.',
  'model-key':
    'Das ist mit einem anderen Schlüssel signiert als dein Modell. Haben seine Hersteller den Schlüssel gewechselt, lösche erst das alte Modell.',
  'model-unsigned': 'Dieses Modell hat niemand signiert. Füge es nur hinzu, wenn du weißt, woher seine Dateien kommen.',
  'model-older': 'Das ist älter als das, was du hast, und wurde nicht genommen. Geh zurück, wenn du das willst.',
  'model-hash':
    'Was geholt wurde, ist zweimal nicht das gewesen, was die Hersteller beschrieben haben. Versuch es später, oder sag es dem, der es anbietet.',
  'model-cut': 'Der Server des Modells hat vor dem Ende aufgehört. Mach weiter, und nur was fehlt, wird geholt.',
  'model-files': 'Einige Dateien dieses Modells fehlen oder sind nicht die beschriebenen. Lege alle zusammen ab.',
  'model-undescribed':
    'Unter diesen Dateien ist keine Beschreibung (weft-model.json). Bitte die um eine, von denen das Modell ist, oder mach sie mit dem Befehl weft-model.',
  'model-room':
    'Auf diesem Gerät ist nicht genug Platz für dieses Modell. Lösche ein anderes, oder schaffe Platz, und mach dann weiter.',
  'model-disk':
    'Auf diesem Gerät lässt sich gerade nichts ablegen. Sieh nach, ob dieser Browser Daten behalten darf, und versuch es noch einmal.',
  'model-memory':
    'Dieses Gerät hat nicht genug Speicher für dieses Modell. Schließe andere Tabs und versuch es noch einmal, oder nimm ein kleineres.',
  'model-operator':
    'Dieses Modell benutzt etwas, das hier nicht läuft. Bitte um eine Fassung, die für Browser gemacht ist.',
  'model-runtime':
    'Weft führt Modelle in ONNX aus, und dieses ist von anderer Art. Nimm es in ONNX, oder lass es in einem eigenen Programm laufen (eine GGUF-Datei etwa in Ollama) und nenne dessen Adresse.',
  'model-answer':
    'Das Modell hat seine eigene Probe falsch beantwortet und wird nicht benutzt. Was du vorher hattest, geht weiter.',
  'model-slow': 'Das Modell hat für seine eigene Probe zu lange gebraucht und wird nicht benutzt. Nimm ein kleineres.',
  'model-broken':
    'Die Dateien dieses Modells passen nicht zusammen, und es wird nicht benutzt. Bitte um ein anderes, wo du es herhast.',
  'model-busy': 'Ein anderer Tab ist mit diesem Modell beschäftigt. Warte, bis er fertig ist, oder mach dort weiter.',
  'model-gone': 'Teile dieses Modells sind nicht mehr auf diesem Gerät. Hol es noch einmal.',
};
