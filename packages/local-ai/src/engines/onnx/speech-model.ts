import type { Result } from '@weft/crypto';
import { type ModelFailure, modelFailure } from '../../models/failures.ts';
import type { OnnxSpeechContract } from '../../models/manifest.ts';
import type { OpenedModel } from '../../models/ports.ts';
import { createFeatures, FRAMES, type ToFeatures } from '../../sound/features.ts';
import { type JsonTokenizer, readJsonTokenizer } from './json-tokenizer.ts';
import { hasMarks } from './speech-marks.ts';
import type { OrtSession, OrtTensor } from './ort.ts';
import { type OnnxRuntime, openSession, toNumbers, toOnnxCode } from './runtime.ts';

/** A model of speech that was opened. */
export interface SpeechModel {
  readonly tokenizer: JsonTokenizer;
  readonly contract: OnnxSpeechContract;
  /** Listens to half a minute at most. */
  hear(samples: Float32Array): Promise<Heard>;
  release(): Promise<void>;
}

/** How likely each token is to follow: a number for each, the higher the likelier. */
export type Logits = Float32Array;

/** Sound that was listened to, to be written down token by token. */
export interface Heard {
  /** Reads tokens from the beginning: what may follow each of them. */
  begin(tokens: readonly number[]): Promise<readonly Logits[]>;
  /** Reads one more. */
  read(token: number): Promise<Logits>;
  end(): void;
}

interface Sessions {
  readonly encoder: OrtSession;
  readonly decoder: OrtSession;
  readonly next: OrtSession;
}

const WHAT = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'] as const;

/** Opens a model: `model-memory`, `model-operator`, `model-broken`. */
export async function openSpeechModel(
  runtime: OnnxRuntime,
  contract: OnnxSpeechContract,
  { files }: OpenedModel,
): Promise<Result<SpeechModel, ModelFailure>> {
  const opened: OrtSession[] = [];
  const release = async (): Promise<void> => {
    for (const session of opened) await session.release();
  };
  const open = async (path: string): Promise<OrtSession> => {
    const session = await openSession(runtime, files, path);
    opened.push(session);
    return session;
  };
  try {
    const tokenizer = readJsonTokenizer((await files.get(contract.tokenizer)?.text()) ?? '');
    if (tokenizer === undefined || !hasMarks(tokenizer, contract)) return modelFailure('model-broken');
    const encoder = await open(contract.encoder);
    const decoder = await open(contract.decoder);
    const next = contract.next === undefined ? decoder : await open(contract.next);
    const sessions = { encoder, decoder, next };
    if (!isFit(sessions, contract)) {
      await release();
      return modelFailure('model-broken');
    }
    const toFeatures = createFeatures(contract.mels);
    return {
      ok: true,
      value: {
        tokenizer,
        contract,
        hear: (samples) => hear(runtime, sessions, contract, toFeatures, samples),
        release,
      },
    };
  } catch (error) {
    await release();
    return modelFailure(toOnnxCode(error));
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'input_ids',
  'encoder_hidden_states',
  'use_cache_branch',
  'cache_position',
]);

/** Whether a model takes what it can be given here, and gives what its contract says. */
function isFit({ encoder, decoder, next }: Sessions, { layers }: OnnxSpeechContract): boolean {
  const names = Array.from({ length: layers }, (_, layer) => WHAT.map((what) => `${layer}.${what}`)).flat();
  const past = new Set(names.map((name) => `past_key_values.${name}`));
  const isKnown = (session: OrtSession): boolean =>
    session.inputNames.every((name) => KNOWN.has(name) || past.has(name)) && session.inputNames.includes('input_ids');
  const gives = (session: OrtSession, wanted: readonly string[]): boolean =>
    ['logits', ...wanted.map((name) => `present.${name}`)].every((name) => session.outputNames.includes(name));
  return (
    encoder.inputNames.join() === 'input_features' &&
    encoder.outputNames.includes('last_hidden_state') &&
    isKnown(decoder) &&
    gives(decoder, names) &&
    isKnown(next) &&
    gives(
      next,
      names.filter((name) => name.includes('decoder')),
    ) &&
    [...past].every((name) => next.inputNames.includes(name)) &&
    (next !== decoder || decoder.inputNames.includes('use_cache_branch'))
  );
}

async function hear(
  { ort }: OnnxRuntime,
  { encoder, decoder, next }: Sessions,
  { mels, layers, heads, size }: OnnxSpeechContract,
  toFeatures: ToFeatures,
  samples: Float32Array,
): Promise<Heard> {
  const input_features = new ort.Tensor('float32', toFeatures(samples), [1, mels, FRAMES]);
  const states = (await encoder.run({ input_features }, ['last_hidden_state']))['last_hidden_state'];
  if (states === undefined) throw new Error('The encoder gave nothing.');
  const kept = new Map<string, OrtTensor>();
  let length = 0;
  const empty = (): OrtTensor => new ort.Tensor('float32', new Float32Array(0), [1, heads, 0, size]);

  function drop(): void {
    for (const tensor of kept.values()) tensor.dispose();
    kept.clear();
    length = 0;
  }

  async function run(session: OrtSession, tokens: readonly number[]): Promise<readonly Logits[]> {
    const given: Record<string, OrtTensor | undefined> = {
      input_ids: new ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      encoder_hidden_states: states,
      use_cache_branch: new ort.Tensor('bool', [length > 0], [1]),
      cache_position: new ort.Tensor(
        'int64',
        BigInt64Array.from(tokens, (_, at) => BigInt(length + at)),
        [tokens.length],
      ),
    };
    const feeds: Record<string, OrtTensor> = {};
    for (const name of session.inputNames) {
      feeds[name] = given[name] ?? kept.get(name.slice('past_key_values.'.length)) ?? empty();
    }
    const found = await session.run(feeds);
    for (let layer = 0; layer < layers; layer++) {
      for (const what of WHAT) {
        const name = `${layer}.${what}`;
        const tensor = found[`present.${name}`];
        if (tensor === undefined) continue;
        // What was heard stays as it was: merged decoders give nothing of use for it a second time.
        if (length > 0 && what.startsWith('encoder')) tensor.dispose();
        else {
          kept.get(name)?.dispose();
          kept.set(name, tensor);
        }
      }
    }
    length += tokens.length;
    const logits = await toNumbers(found['logits']);
    const vocabulary = found['logits']?.dims.at(-1) ?? 0;
    if (logits.length !== vocabulary * tokens.length || vocabulary === 0) throw new Error('The decoder gave nothing.');
    return tokens.map((_, at) => logits.subarray(at * vocabulary, (at + 1) * vocabulary));
  }

  return {
    begin(tokens) {
      drop();
      return run(decoder, tokens);
    },
    async read(token) {
      const [logits = new Float32Array(0)] = await run(next, [token]);
      return logits;
    },
    end() {
      drop();
      states.dispose();
    },
  };
}
