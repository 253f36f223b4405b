import { describe, expect, test } from 'vitest';
import type { Engine, SpeechEngine, SpeechRequest } from '../../ports/engine.ts';
import { SAMPLES_PER_SECOND } from '../../ports/engine.ts';
import type { TaskFailure } from '../../ports/task.ts';
import { startRun } from '../../runs/run.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { joinSounds, toTone } from '../../testing/sounds.ts';
import { createDictation } from './dictate.ts';

/** Says how long what it hears is, in tenths of seconds; where a gate is given it waits for that first. */
function createEar(
  name: string,
  { quality = 1, gate, failure }: { quality?: number; gate?: () => Promise<void>; failure?: TaskFailure } = {},
): SpeechEngine & { readonly heard: SpeechRequest[] } {
  const heard: SpeechRequest[] = [];
  return {
    kind: 'speech',
    heard,
    languages: ['en'],
    profile: {
      name,
      place: 'device',
      tasks: ['transcribe'],
      latency: 1,
      memory: 1,
      context: 9,
      quality,
      isHeavy: true,
    },
    availability: () => Promise.resolve('available'),
    transcribe(request) {
      heard.push(request);
      return startRun(async (push) => {
        await gate?.();
        if (failure !== undefined) return { ok: false, failure };
        const seconds = request.samples.length / SAMPLES_PER_SECOND;
        const text = ` ${Math.round(10 * seconds)}`;
        push({ text, from: 0, to: seconds });
        return { ok: true, value: text };
      });
    },
    destroy() {},
  };
}

function create(...engines: readonly Engine[]) {
  const failed: string[] = [];
  const dictation = createDictation({
    engines: () => engines,
    conditions: () => ({ ...DEVICE_ONLY, failed }),
    failed: (name) => failed.push(name),
  });
  return { dictation, failed };
}

const speech = (seconds: number): Float32Array => toTone(300, seconds);
const silence = (seconds: number): Float32Array => toTone(0, seconds);
const broken: TaskFailure = { code: 'engine-failed', sentence: 'It broke.' };

describe('dictation', () => {
  test('is there where an engine of speech is, in the languages that it knows', async () => {
    expect(await create().dictation.availability()).toBe('unavailable');
    expect(await create().dictation.languages()).toEqual([]);
    const { dictation } = create(createEar('ear'));
    expect(await dictation.availability()).toBe('available');
    expect(await dictation.availability('en-GB')).toBe('available');
    expect(await dictation.availability('de')).toBe('unavailable');
    expect(await dictation.languages()).toEqual(['en']);
    expect(await dictation.transcribe({ samples: speech(1), language: 'de' }).end).toMatchObject({
      ok: false,
      failure: { code: 'language' },
    });
    expect(await create().dictation.transcribe({ samples: speech(1) }).end).toMatchObject({
      failure: { code: 'unavailable', sentence: 'Nothing on this device can transcribe yet.' },
    });
  });

  test('writes down what is said while it is heard, each stretch when it ends, and tells when it was', async () => {
    const { dictation } = create(createEar('ear'));
    const listening = dictation.listen({ language: 'en' });
    const parts = listening.parts[Symbol.asyncIterator]();
    listening.hear(joinSounds(silence(1), speech(2), silence(1)));
    const { value } = await parts.next();
    expect(value.text).toBe(' 26');
    expect(value.from).toBeCloseTo(0.7, 1);
    expect(value.to).toBeCloseTo(3.3, 1);
    listening.hear(joinSounds(speech(1), silence(0.1)));
    listening.stop();
    listening.hear(speech(5));
    expect(await listening.end).toMatchObject({ ok: true, engine: 'ear', place: 'device', value: { value: ' 26 14' } });
    expect((await parts.next()).value.text).toBe(' 14');
    expect((await parts.next()).done).toBe(true);
  });

  test('ends empty where nobody spoke', async () => {
    const ear = createEar('ear');
    const listening = create(ear).dictation.listen({});
    listening.hear(silence(3));
    listening.stop();
    expect(await listening.end).toMatchObject({ ok: true, value: { value: '' } });
    expect(ear.heard).toEqual([]);
  });

  test('catches up: what had to wait is written down together, and no more than fits', async () => {
    const first = Promise.withResolvers<void>();
    const ear = createEar('slow', { gate: () => first.promise });
    const listening = create(ear).dictation.listen({});
    for (let time = 0; time < 6; time++) listening.hear(joinSounds(speech(6), silence(1)));
    listening.stop();
    first.resolve();
    await listening.end;
    const seconds = ear.heard.map(({ samples }) => Math.round(samples.length / SAMPLES_PER_SECOND));
    expect(seconds).toEqual([6, 27, 7]);
    // Between two pieces there is a pause.
    const joined = ear.heard[1]?.samples ?? new Float32Array(0);
    const quiet = joined.findIndex((_, at) => at > 0 && joined.subarray(at, at + 3200).every((sample) => sample === 0));
    expect(quiet).toBeGreaterThan(6 * SAMPLES_PER_SECOND);
  });

  test('goes on with the next engine where one breaks, and ends with what is written where none is left', async () => {
    const broke = createEar('large', { quality: 2, failure: broken });
    const { dictation, failed } = create(broke, createEar('small'));
    expect(await dictation.transcribe({ samples: speech(1) }).end).toMatchObject({ ok: true, engine: 'small' });
    expect(failed).toEqual(['large']);
    const alone = create(createEar('large', { failure: broken }));
    expect(await alone.dictation.transcribe({ samples: speech(1) }).end).toEqual({ ok: false, failure: broken });
  });

  test('cancelled, it ends at once and nothing is written any more', async () => {
    const gate = Promise.withResolvers<void>();
    const listening = create(createEar('ear', { gate: () => gate.promise })).dictation.listen({});
    listening.hear(joinSounds(speech(1), silence(2)));
    listening.cancel();
    expect(await listening.end).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    gate.resolve();
    listening.hear(joinSounds(speech(1), silence(2)));
    for await (const part of listening.parts) expect(part).toBeUndefined();
  });
});
