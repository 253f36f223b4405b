import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTinyModel } from '../../testing/tiny-model.ts';
import { toNextByOracle } from '../../testing/weft-lm-oracle.ts';
import { runToEnd } from '../extractive/run-to-end.ts';
import { chooseBest } from '../chooser.ts';
import { createCompleter, toTyped } from './completer.ts';
import { createWeftLm } from './engine.ts';
import { createKernel, createPlainKernel, type Kernel } from './kernel.ts';
import { type ModelFile, readModelFile } from './model-file.ts';
import { createNetwork, toNeeded } from './network.ts';
import { createPersonalTokens } from './person.ts';
import { createSession } from './session.ts';
import { createTokenizer, END } from './tokenizer.ts';

const BYTES = toTinyModel(7);

function read(bytes: Uint8Array = BYTES): ModelFile {
  const result = readModelFile(bytes);
  if (!result.ok) throw new Error(result.sentence);
  return result.value;
}

const TINY = read();
const tokens = fc.array(fc.nat(TINY.shape.vocabulary - 1), { minLength: 1, maxLength: TINY.shape.context });

function toNext(kernel: Kernel, list: readonly number[]): readonly number[] {
  const network = createNetwork(TINY, kernel);
  const past = network.createPast();
  for (const [at, token] of list.entries()) network.step(past, token, list[at - 1] ?? END, at);
  return [...network.toNext()];
}

/** Runs to the end, counting steps of the network. */
function toSteps<T>(work: Generator<undefined, T>): { readonly value: T; readonly steps: number } {
  for (let steps = 0; ; steps++) {
    const turn = work.next();
    if (turn.done === true) return { value: turn.value, steps };
  }
}

describe('the kernel', () => {
  test('in WebAssembly and in JavaScript gives the same bits', () => {
    const rows = 8;
    const columns = 48;
    fc.assert(
      fc.property(fc.integer(), fc.float({ min: 0, max: 8, noNaN: true }), (seed, scale) => {
        const [simd, plain] = [createKernel(4096), createPlainKernel(4096)].map(({ memory, multiply }) => {
          let state = seed;
          const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
          const weights = new Int8Array(memory, 0, rows * columns);
          const input = new Int16Array(memory, 512, columns);
          const scales = new Float32Array(memory, 1024, rows);
          for (let at = 0; at < weights.length; at++) weights[at] = next() >>> 24;
          for (let at = 0; at < columns; at++) input[at] = next() >>> 16;
          for (let row = 0; row < rows; row++) scales[row] = next() / 2 ** 32;
          multiply(0, 512, 1024, 2048, rows, columns, scale);
          return [...new Uint32Array(memory, 2048, rows + 4)];
        });
        expect(simd).toEqual(plain);
      }),
    );
    expect(createKernel(16).isSimd).toBe(true);
  });
});

describe('the network', () => {
  test('says what the oracle says, with either kernel', () => {
    fc.assert(
      fc.property(tokens, (list) => {
        const oracle = toNextByOracle(TINY, list);
        const fast = toNext(createKernel(toNeeded(TINY)), list);
        expect(fast).toEqual(toNext(createPlainKernel(toNeeded(TINY)), list));
        const worst = Math.max(...fast.map((part, token) => Math.abs(Math.log(part) - Math.log(oracle[token] ?? 0))));
        expect(worst).toBeLessThan(2e-3);
      }),
      { numRuns: 25 },
    );
  });

  test('reads only what is new, and answers as if it had read it all', () => {
    fc.assert(
      fc.property(fc.array(tokens, { minLength: 2, maxLength: 5 }), (lists) => {
        const session = createSession(createNetwork(TINY, createKernel(toNeeded(TINY))));
        for (const list of lists.flatMap((one) => [one, one.slice(0, -1), one]).filter(({ length }) => length > 0)) {
          expect([...runToEnd(session.next(list))]).toEqual(toNext(createKernel(toNeeded(TINY)), list));
        }
      }),
      { numRuns: 25 },
    );
    const session = createSession(createNetwork(TINY, createKernel(toNeeded(TINY))));
    runToEnd(session.next([5, 6, 7, 8]));
    runToEnd(session.next([5, 6, 7, 8, 9]));
    expect(session.steps).toBe(5);
    runToEnd(session.next([5, 6, 7, 8]));
    expect(session.steps).toBe(5);
  });

  test('keeps several texts apart, and reads ahead of a question', () => {
    const network = createNetwork(TINY, createKernel(toNeeded(TINY)));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), tokens), { minLength: 2, maxLength: 8 }), (asked) => {
        const sessions = [createSession(network), createSession(network), createSession(network)] as const;
        for (const [which, list] of asked) {
          const session = sessions[which] ?? sessions[0];
          const before = session.steps;
          runToEnd(session.read(list));
          expect(session.steps - before).toBeLessThanOrEqual(list.length);
          const read = session.steps;
          expect([...runToEnd(session.next(list))]).toEqual(toNext(createKernel(toNeeded(TINY)), list));
          expect(session.steps - read).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('dropped between two steps goes on rightly afterwards', () => {
    const session = createSession(createNetwork(TINY, createKernel(toNeeded(TINY))));
    const work = session.next([40, 41, 42, 43, 44]);
    work.next();
    work.next();
    work.return(new Float32Array());
    expect([...runToEnd(session.next([40, 50, 51]))]).toEqual(toNext(createKernel(toNeeded(TINY)), [40, 50, 51]));
    expect([...runToEnd(session.next([40, 41, 42]))]).toEqual(toNext(createKernel(toNeeded(TINY)), [40, 41, 42]));
  });
});

describe('the file of weights', () => {
  test('cut, damaged or made up is refused or read, and never throws', () => {
    for (let end = 0; end < 400; end++) expect(readModelFile(BYTES.subarray(0, end)).ok).toBe(false);
    expect(readModelFile(BYTES.subarray(0, -16)).ok).toBe(false);
    expect(readModelFile(Uint8Array.of(...BYTES, 0)).ok).toBe(false);
    fc.assert(
      fc.property(fc.nat(400), fc.nat(255), (at, byte) => {
        const result = readModelFile(BYTES.with(at, byte));
        if (result.ok) expect(Object.values(result.value.shape).every((value) => value > 0)).toBe(true);
      }),
    );
  });
});

describe('tokens', () => {
  const tokenizer = createTokenizer(TINY.merges);
  const toText = (list: readonly number[]): string =>
    new TextDecoder().decode(Uint8Array.from(list.flatMap((token) => [...tokenizer.bytesOf(token)])));

  test('joined are the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toText(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  test('are merged in the order they were learned', () => {
    expect(tokenizer.encode(' the thing')).toEqual([259, 33, 257, 261]);
  });

  test('agree with a beginning where one begins with the other', () => {
    fc.assert(
      fc.property(fc.constantFrom(' t', 'th', 'the', ' thx', 'i', 'ing!', 'é'), (prefix) => {
        const bytes = new TextEncoder().encode(prefix);
        const { longer, shorter } = tokenizer.agreeingWith(bytes);
        const all = Array.from({ length: tokenizer.size - 1 }, (_, at) => at + 1);
        const begins = (a: Uint8Array, b: Uint8Array): boolean => b.every((byte, at) => a[at] === byte);
        expect([...longer].toSorted((a, b) => a - b)).toEqual(
          all.filter((token) => begins(tokenizer.bytesOf(token), bytes)),
        );
        expect([...shorter].toSorted((a, b) => a - b)).toEqual(
          all.filter((token) => {
            const mine = tokenizer.bytesOf(token);
            return mine.length < bytes.length && begins(bytes, mine);
          }),
        );
      }),
    );
  });

  test.each([
    ['the ca', 'the', ' ca'],
    ['the ', 'the', ' '],
    ["I don't", 'I', " don't"],
    ["I don'", 'I', " don'"],
    ["'tis", "'", 'tis'],
    ['end.', 'end.', ''],
    ['in 20', 'in 20', ''],
    ['', '', ''],
  ])('of the word being typed: %j', (before, whole, partial) => {
    expect(toTyped(before)).toEqual({ whole, partial });
  });
});

describe('what a person wrote', () => {
  const even = new Float32Array(8).fill(1 / 8);
  const mixed = (person: ReturnType<typeof createPersonalTokens>, context: readonly number[]): readonly number[] => {
    const into = new Float32Array(8);
    person.mix(even, context, into);
    return [...into];
  };
  const list = fc.array(fc.nat(7), { maxLength: 20 });

  test('mixed in leaves probabilities that add up to 1, and raises what was written', () => {
    fc.assert(
      fc.property(list, list, (learned, context) => {
        const person = createPersonalTokens();
        person.learn(learned);
        expect(mixed(person, context).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5);
      }),
    );
    const person = createPersonalTokens();
    for (let time = 0; time < 4; time++) person.learn([1, 2, 3]);
    expect(mixed(person, [1, 2])[3]).toBeGreaterThan(0.5);
    expect(mixed(person, [2, 1])[2]).toBeGreaterThan(0.3);
  });

  test('forgotten is as if it had never been', () => {
    fc.assert(
      fc.property(list, list, list, (kept, gone, context) => {
        const person = createPersonalTokens();
        person.learn(gone);
        person.learn(kept);
        person.forget(gone);
        const other = createPersonalTokens();
        other.learn(kept);
        expect(mixed(person, context)).toEqual(mixed(other, context));
      }),
    );
  });

  test('is learned once when it is learned as it grows, and forgotten whole', () => {
    const lm = createWeftLm(TINY);
    const text = 'He said "the thing." Then the thing went.';
    const ask = (): unknown => ['the th', 'He s', 'went'].map((before) => runToEnd(lm.suggest(before, 0)));
    const fresh = ask();
    for (let end = 1; end <= text.length; end++) lm.learn(text.slice(0, end), end - 1);
    const grown = ask();
    lm.forget(text);
    expect(ask()).toEqual(fresh);
    lm.learn(text);
    expect(ask()).toEqual(grown);
    lm.forgetAll();
    expect(ask()).toEqual(fresh);
  });
});

describe('suggestions', () => {
  test('go on from what was typed, in the midst of a token too', () => {
    const lm = createWeftLm(TINY);
    for (let time = 0; time < 30; time++) lm.learn('Seal the thing there.');
    for (const [before, rest] of [
      ['Seal', ' the thing'],
      ['Seal t', 'he thing'],
      ['Seal th', 'e thing'],
      ['Seal the thi', 'ng there'],
      ['Sea', 'l the'],
    ] as const) {
      expect(runToEnd(lm.suggest(before, 0.05))?.text.startsWith(rest), before).toBe(true);
    }
  });

  test('that are sure enough are the same, whoever asks for no others', () => {
    const lm = createWeftLm(TINY);
    for (let time = 0; time < 8; time++) lm.learn('Seal the thing there. The other thing went in.');
    const word = fc.constantFrom('Seal', ' the', ' th', 'ing', ' thing', ' o', 'ther', '.', ' in', '\u00e9');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (words, sure) => {
        const before = words.join('');
        expect(runToEnd(lm.suggest(before, sure))).toEqual(chooseBest(runToEnd(lm.options(before)), sure));
      }),
    );
  });

  test('at the end of the context are the same, read ahead or not', () => {
    const [eager, idle] = [createWeftLm(TINY), createWeftLm(TINY)];
    const text = 'Seal the thing there. The other thing went in. '.repeat(8);
    let late = 0;
    for (let end = 1; end < text.length; end++) {
      const [first, second] = [eager, idle].map((lm) => toSteps(lm.suggest(text.slice(0, end), 0.2)));
      expect(first?.value).toEqual(second?.value);
      toSteps(eager.readAhead());
      late = Math.max(late, (second?.steps ?? 0) - (first?.steps ?? 0));
    }
    // Where the context begins anew, what was read ahead is not waited for.
    expect(late).toBeGreaterThan(4);
  });

  test('are no likelier than 1 together, and none is half a letter', () => {
    const tokenizer = createTokenizer(TINY.merges);
    const network = createNetwork(TINY, createKernel(toNeeded(TINY)));
    const person = createPersonalTokens();
    person.learn(tokenizer.encode('\n猫が好き 猫が好き the thing'));
    const completer = createCompleter(tokenizer, () => createSession(network), person, TINY.shape.context);
    fc.assert(
      fc.property(fc.constantFrom('', '猫', '猫が', 'the', ' t', 'é', 'x '.repeat(40), '猫'.repeat(50)), (before) => {
        const all = runToEnd(completer.options(before));
        // Those with a space at the end are among those without.
        const options = all.filter(({ text }) => !text.endsWith(' ') || text.trim() === '');
        expect(options.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThan(1 + 1e-5);
        expect(options.every(({ text }) => !text.includes('\ufffd'))).toBe(true);
      }),
    );
  });
});
