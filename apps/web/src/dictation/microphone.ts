/** The device's microphone, as it is heard: never recorded. */
import type { Microphone, MicrophoneFailure } from '@weft/editor-ui/dictation';
import { createResampler, SAMPLES_PER_SECOND } from '@weft/local-ai';
// oxlint-disable-next-line import/default -- Vite gives the address of what the query names.
import tapUrl from './tap.ts?worker&url';

const WANTED: MediaStreamConstraints = {
  // Models have heard rooms and noise; what browsers take away for calls takes parts of words along.
  audio: { channelCount: 1, autoGainControl: true, noiseSuppression: false, echoCancellation: false },
};

/** What a browser calls its refusal. */
function toCode(error: unknown): MicrophoneFailure {
  switch ((error as { readonly name?: unknown } | null)?.name) {
    case 'NotAllowedError':
      return 'microphone-refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphone-none';
    case 'SecurityError':
      return 'microphone-unsafe';
    default:
      return 'microphone-busy';
  }
}

const refuse = (code: MicrophoneFailure) => ({ ok: false, code }) as const;

export function createMicrophone(): Microphone {
  return {
    async open(heard, gone) {
      // Pages that anybody on the way could have changed have none.
      const devices = (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
      if (devices === undefined) return refuse('microphone-unsafe');
      let stream: MediaStream | undefined;
      let context: AudioContext | undefined;
      const close = (): void => {
        for (const track of stream?.getTracks() ?? []) track.stop();
        void context?.close();
        [stream, context] = [undefined, undefined];
      };
      try {
        stream = await devices.getUserMedia(WANTED);
        context = new AudioContext();
        await context.audioWorklet.addModule(tapUrl);
        const tap = new AudioWorkletNode(context, 'weft-tap', {
          numberOfOutputs: 0,
          channelCount: 1,
          channelCountMode: 'explicit',
        });
        const resample = createResampler(context.sampleRate, SAMPLES_PER_SECOND);
        tap.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => heard(resample(data)));
        tap.port.start();
        for (const track of stream.getAudioTracks()) track.addEventListener('ended', gone);
        context.createMediaStreamSource(stream).connect(tap);
        await context.resume();
        return { ok: true, close };
      } catch (error) {
        close();
        return refuse(toCode(error));
      }
    },
  };
}
