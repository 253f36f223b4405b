import type { dictationWords } from '../dictation.ts';
import type { Translation } from '../words.ts';

export const dictation: Translation<typeof dictationWords> = {
  dictate: 'Diktieren',
  names: ['sprache', 'stimme', 'mikrofon'],
  asking: 'Warten auf das Mikrofon …',
  listening: 'Es wird zugehört',
  finishing: 'Der Rest wird geschrieben …',
  begun: 'Das Diktat hat begonnen. Eingabe behält, was geschrieben ist, Escape verwirft es.',
  elapsed: (time) => `Zeit: ${time}`,
  level: 'Wie laut es ist',
  stop: 'Beenden und behalten',
  drop: 'Diktiertes verwerfen',
  language: 'Sprache',
  anyLanguage: 'Wie gesprochen wird',
  kept: 'Das Diktat ist beendet. Was gesagt wurde, steht im Text.',
  dropped: 'Das Diktat ist beendet. Was gesagt wurde, ist verworfen.',
  late: 'Zehn Minuten sind um: Das Diktat ist beendet. Was gesagt wurde, steht im Text; fang neu an, um fortzufahren.',
  nothing: 'Nichts wurde verstanden. Sprich näher am Mikrofon oder wähl die Sprache, und versuch es noch einmal.',
  changed: 'Was seit dem Diktat geändert wurde, bleibt im Text.',
  missing:
    'Diktieren braucht ein Sprachmodell für gesprochene Sprache auf diesem Gerät, und hier ist keines. Wer dein Weft betreibt, bietet vielleicht eines an; seine Adresse gibst du unter „Eigene Modelle“ an.',
  addModel: 'Eigene Modelle …',
  unwritable: 'In diesen Text lässt sich gerade nicht schreiben. Was zuletzt gesagt wurde, ist nicht behalten.',
  microphone: {
    'microphone-none': 'Es gibt kein Mikrofon. Schließ eines an, und versuch es noch einmal.',
    'microphone-refused':
      'Das Mikrofon darf nicht benutzt werden. Erlaub es für diese Seite in den Einstellungen des Browsers, und versuch es noch einmal.',
    'microphone-busy':
      'Das Mikrofon lässt sich gerade nicht benutzen, vielleicht weil ein anderes Programm es hat. Schließ das, und versuch es noch einmal.',
    'microphone-unsafe': 'Dieser Browser gibt dieser Seite kein Mikrofon: Sie muss über https geöffnet sein.',
    'microphone-gone': 'Das Mikrofon ist weg. Was vorher gesagt wurde, steht im Text.',
  },
};
