/** Speech that is written down. */
import { defineWords, type Words } from './words.ts';

const dictation = {
  dictate: 'Dictate',
  /** Other names people type after a slash, in lower case. */
  names: ['speech', 'voice', 'microphone'] as readonly string[],
  asking: 'Waiting for the microphone…',
  listening: 'Listening',
  finishing: 'Writing down the rest…',
  /** Read aloud when it begins. */
  begun: 'Dictation has begun. Enter keeps what is written, Escape drops it.',
  elapsed: (time: string): string => `Time: ${time}`,
  level: 'How loud it is',
  stop: 'Stop and keep',
  drop: 'Drop what was dictated',
  language: 'Language',
  anyLanguage: 'As it is spoken',
  kept: 'Dictation has ended. What was said is in the text.',
  dropped: 'Dictation has ended. What was said was dropped.',
  late: 'Ten minutes are over: dictation has stopped. What was said is in the text; begin again to go on.',
  nothing: 'Nothing was understood. Speak closer to the microphone, or choose the language, and try again.',
  changed: 'What was changed since it was dictated stays in the text.',
  missing:
    'Dictation needs a model of speech on this device, and none is here. Whoever runs your Weft may offer one; its address is added under “Models of your own”.',
  addModel: 'Models of your own…',
  unwritable: 'The text cannot be written in here now. What was said last was not kept.',
  microphone: {
    'microphone-none': 'There is no microphone. Connect one, and try again.',
    'microphone-refused':
      'The microphone may not be used. Allow it for this page in the browser’s settings, and try again.',
    'microphone-busy':
      'The microphone cannot be used now, perhaps because another program has it. Close that, and try again.',
    'microphone-unsafe': 'This browser gives no microphone to this page: it has to be opened over https.',
    'microphone-gone': 'The microphone is gone. What was said before is in the text.',
  },
};

export const dictationWords: Words<typeof dictation> = /* @__PURE__ */ defineWords('dictation', dictation);
