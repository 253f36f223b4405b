export { type Dictating, type DictationOptions, startDictation } from './create-dictation.ts';
export { dictationExtension } from './extension.ts';
export type { Microphone, MicrophoneFailure } from './microphone.ts';
