import { describe, expect, test } from 'vitest';
import type { EngineRun, TextEngine } from '../ports/engine.ts';
import type { Availability, Outcome, TaskFailure } from '../ports/task.ts';
import { startRun } from '../runs/run.ts';
import { type Ask, askInTurn, type RouterPorts } from './ask-in-turn.ts';
import type { Conditions } from './route.ts';

const usual: Conditions = { places: [], isSaving: false, memory: 1e9, failed: [] };

type Answer = string | TaskFailure | Error;

function createEngine(
  name: string,
  answer: Answer,
  change: Partial<TextEngine['profile']> = {},
  state: Availability = 'available',
): TextEngine & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    kind: 'text',
    asked,
    profile: {
      name,
      place: 'device',
      tasks: ['rewrite'],
      latency: 10,
      memory: 1,
      context: 100,
      quality: 1,
      isHeavy: false,
      ...change,
    },
    availability: () => Promise.resolve(state),
    generate({ text }): EngineRun<string, string> {
      asked.push(text);
      return startRun<string, string>(async (push): Promise<Outcome<string>> => {
        if (answer instanceof Error) {
          push('half');
          throw answer;
        }
        if (typeof answer !== 'string') return { ok: false, failure: answer };
        for (const word of answer.split(/(?<= )/)) push(word);
        return { ok: true, value: answer };
      });
    },
    destroy() {},
  };
}

function createPorts(
  engines: readonly TextEngine[],
  change: Partial<Conditions> = {},
): RouterPorts & { gone: string[] } {
  const gone: string[] = [];
  return {
    gone,
    engines: () => engines,
    conditions: () => ({ ...usual, ...change, failed: gone }),
    failed: (name) => gone.push(name),
  };
}

const ask: Ask = {
  task: 'rewrite',
  deadline: 1000,
  heads: { ab: 2 },
  begin: (engine) =>
    engine.kind === 'text'
      ? engine.generate({ instructions: 'Mend it.', text: 'Teh fox', mostTokens: 9, temperature: 0 })
      : undefined,
};

describe('engines in turn', () => {
  test('the best answers, in parts that are all of it so far, and says where and on what', async () => {
    const ports = createPorts([createEngine('small', 'x'), createEngine('large', 'The quick fox', { quality: 2 })]);
    const run = askInTurn(ports, ask);
    const texts: string[] = [];
    for await (const part of run.parts) texts.push(`${part.engine}: ${part.text}`);
    expect(texts).toEqual(['large: The ', 'large: The quick ', 'large: The quick fox']);
    expect(await run.end).toEqual({
      ok: true,
      value: { value: 'The quick fox', basedOn: { ab: 2 } },
      place: 'device',
      engine: 'large',
      passed: [],
    });
  });

  test('another takes over where one crashes in the midst of its answer, and the crashed one is not asked again', async () => {
    const crashing = createEngine('large', new Error('gone'), { quality: 2 });
    const ports = createPorts([createEngine('small', 'The fox'), crashing]);
    const run = askInTurn(ports, ask);
    const texts: string[] = [];
    for await (const { text, reason } of run.parts) texts.push(`${text} (${reason})`);
    expect(texts[0]).toMatch(/^half/);
    expect(texts.at(-1)).toBe('The fox (small answers best, on this device.)');
    expect(ports.gone).toEqual(['large']);
    expect(await askInTurn(ports, ask).end).toMatchObject({ ok: true, engine: 'small' });
    expect(crashing.asked).toHaveLength(1);
  });

  test('what is not there, or too small for the text, is passed over and may be asked again', async () => {
    const tooLong: TaskFailure = { code: 'too-long', sentence: 'Too long.' };
    const absent = createEngine('absent', 'x', { quality: 3 }, 'downloadable');
    const ports = createPorts([
      createEngine('small', 'The fox'),
      absent,
      createEngine('short', tooLong, { quality: 2 }),
    ]);
    expect(await askInTurn(ports, ask).end).toMatchObject({
      ok: true,
      engine: 'small',
      passed: [{ engine: 'short', failure: tooLong }],
    });
    expect(absent.asked).toEqual([]);
    expect(ports.gone).toEqual([]);
  });

  test('no text goes where the document does not allow it, however the others fail', async () => {
    const away = createEngine('away', 'x', { place: 'endpoint', quality: 9 });
    const failing = createEngine('failing', new RangeError('Array buffer allocation failed'));
    const ports = createPorts([away, failing], { places: ['peer'] });
    expect(await askInTurn(ports, ask).end).toMatchObject({ ok: false, failure: { code: 'out-of-memory' } });
    expect(away.asked).toEqual([]);
    const allowed = createPorts([away, failing], { places: ['endpoint'] });
    expect(await askInTurn(allowed, ask).end).toMatchObject({ ok: true, place: 'endpoint' });
  });

  test('who does not want it sent wants nothing else done instead; one elsewhere that is gone is told of', async () => {
    const declined = createEngine('away', { code: 'declined', sentence: 'No.' }, { place: 'endpoint', quality: 2 });
    const small = createEngine('small', 'The fox');
    const ports = createPorts([declined, small], { places: ['endpoint', 'peer'] });
    expect(await askInTurn(ports, ask).end).toMatchObject({ failure: { code: 'declined' } });
    expect(small.asked).toEqual([]);
    const gone = createEngine('gone', 'x', { place: 'peer', quality: 2 }, 'unavailable');
    const passed = [{ engine: 'gone', failure: { code: 'unavailable' } }];
    expect(await askInTurn(createPorts([gone, small], { places: ['peer'] }), ask).end).toMatchObject({ passed });
  });

  test('a poor answer is the last resort', async () => {
    const engines = [createEngine('small', 'The fox'), createEngine('large', '???', { quality: 2 })];
    const isGood = (text: string): boolean => !text.includes('?');
    expect(await askInTurn(createPorts(engines), { ...ask, isGood }).end).toMatchObject({ engine: 'small' });
    expect(await askInTurn(createPorts(engines.slice(1)), { ...ask, isGood }).end).toMatchObject({ engine: 'large' });
  });

  test('a cancel ends it at once and asks nobody else', async () => {
    const waiting = createEngine('waiting', 'x', { quality: 2 });
    const other = createEngine('other', 'x');
    const never: TextEngine = { ...waiting, generate: () => startRun(() => new Promise(() => {})) };
    const run = askInTurn(createPorts([never, other]), ask);
    run.cancel();
    expect(await run.end).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    for await (const part of run.parts) expect(part).toBeUndefined();
    expect(other.asked).toEqual([]);
  });

  test('says why where there is none', async () => {
    expect(await askInTurn(createPorts([]), ask).end).toMatchObject({
      ok: false,
      failure: { code: 'unavailable', sentence: 'Nothing on this device can rewrite yet.' },
    });
  });
});
