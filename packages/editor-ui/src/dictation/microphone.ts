/** Why there is no sound. */
export type MicrophoneFailure =
  | 'microphone-none'
  | 'microphone-refused'
  | 'microphone-busy'
  | 'microphone-unsafe'
  | 'microphone-gone';

export type MicrophoneOpened =
  | { readonly ok: true; readonly close: () => void }
  | { readonly ok: false; readonly code: MicrophoneFailure };

/** What hears. */
export interface Microphone {
  /**
   * Asks the person where that is needed, and gives sound from then on.
   *
   * @param heard one channel, 16,000 samples a second
   * @param gone it was unplugged, or taken away
   */
  open(heard: (samples: Float32Array) => void, gone: () => void): Promise<MicrophoneOpened>;
}
