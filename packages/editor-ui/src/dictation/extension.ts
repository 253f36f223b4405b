import { Mic } from 'lucide';
import type { EditorExtension } from '../extensions.ts';
import { dictationWords } from '../words/dictation.ts';
import { dictationPlugin } from './place.ts';
import { toBeginning } from './write.ts';

/** The command that begins to dictate, and what keeps its place; what listens and writes is fetched by `start`. */
export function dictationExtension(start: () => void): EditorExtension {
  const { dictate, names } = dictationWords();
  return {
    name: 'dictation',
    commands: [
      {
        id: 'dictate',
        label: dictate,
        names,
        icon: Mic,
        shortcut: 'Mod-Alt-Shift-v',
        command(state, dispatch) {
          if (toBeginning(state) === undefined) return false;
          if (dispatch) start();
          return true;
        },
      },
    ],
    plugins: () => [dictationPlugin()],
  };
}
