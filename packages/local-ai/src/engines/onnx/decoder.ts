import type { Result } from '@weft/crypto';
import { type ModelFailure, modelFailure } from '../../models/failures.ts';
import type { OnnxContract } from '../../models/manifest.ts';
import type { OpenedModel } from '../../models/ports.ts';
import { type JsonTokenizer, readJsonTokenizer } from './json-tokenizer.ts';
import type { OrtSession, OrtTensor } from './ort.ts';
import { type OnnxRuntime, openSession, toNumbers, toOnnxCode } from './runtime.ts';

/** A decoder that was opened: what it says follows, token by token. */
export interface Decoder {
  readonly tokenizer: JsonTokenizer;
  readonly contract: OnnxContract;
  /** Begins a text anew. */
  begin(): Passage;
  release(): Promise<void>;
}

/** One text, read from its beginning. */
export interface Passage {
  /** Reads tokens and gives what may follow the last of them: a number for each token, the higher the likelier. */
  read(tokens: readonly number[]): Promise<Float32Array>;
  /** Gives back what was kept of the text. */
  end(): void;
}

/** Opens a model: `model-memory`, `model-operator`, `model-broken`. */
export async function openDecoder(
  runtime: OnnxRuntime,
  contract: OnnxContract,
  { files }: OpenedModel,
): Promise<Result<Decoder, ModelFailure>> {
  const json = files.get(contract.tokenizer);
  if (json === undefined || !files.has(contract.model)) return modelFailure('model-broken');
  let session: OrtSession;
  let tokenizer: JsonTokenizer | undefined;
  try {
    tokenizer = readJsonTokenizer(await json.text());
    if (tokenizer === undefined) return modelFailure('model-broken');
    session = await openSession(runtime, files, contract.model);
  } catch (error) {
    return modelFailure(toOnnxCode(error));
  }
  if (!isFit(session, contract)) {
    await session.release();
    return modelFailure('model-broken');
  }
  return {
    ok: true,
    value: {
      tokenizer,
      contract,
      begin: () => createPassage(runtime, session, contract),
      release: () => session.release(),
    },
  };
}

const WHAT = ['key', 'value'] as const;

/** Whether a model takes and gives what its contract says. */
function isFit({ inputNames, outputNames }: OrtSession, { layers, positions }: OnnxContract): boolean {
  const kept = Array.from({ length: layers }, (_, layer) => WHAT.map((what) => `${layer}.${what}`)).flat();
  const inputs = ['input_ids', 'attention_mask', ...(positions ? ['position_ids'] : [])];
  const wanted = [...inputs, ...kept.map((name) => `past_key_values.${name}`)];
  return (
    wanted.length === inputNames.length &&
    wanted.every((name) => inputNames.includes(name)) &&
    ['logits', ...kept.map((name) => `present.${name}`)].every((name) => outputNames.includes(name))
  );
}

function createPassage(
  { ort }: OnnxRuntime,
  session: OrtSession,
  { layers, heads, size, positions }: OnnxContract,
): Passage {
  const kept = new Map<string, OrtTensor>();
  for (let layer = 0; layer < layers; layer++) {
    for (const what of WHAT) {
      kept.set(`${layer}.${what}`, new ort.Tensor('float32', new Float32Array(0), [1, heads, 0, size]));
    }
  }
  let length = 0;
  const whole = (values: readonly number[]): OrtTensor =>
    new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  return {
    async read(tokens) {
      const all = length + tokens.length;
      const feeds: Record<string, OrtTensor> = {
        input_ids: whole(tokens),
        attention_mask: whole(new Array<number>(all).fill(1)),
      };
      if (positions) feeds['position_ids'] = whole(tokens.map((_, at) => length + at));
      for (const [name, tensor] of kept) feeds[`past_key_values.${name}`] = tensor;
      const given = await session.run(feeds);
      length = all;
      for (const name of kept.keys()) {
        const next = given[`present.${name}`];
        if (next === undefined) continue;
        kept.get(name)?.dispose();
        kept.set(name, next);
      }
      const logits = await toNumbers(given['logits']);
      const vocabulary = given['logits']?.dims.at(-1) ?? 0;
      return logits.subarray(logits.length - vocabulary);
    },
    end() {
      for (const tensor of kept.values()) tensor.dispose();
      kept.clear();
    },
  };
}
