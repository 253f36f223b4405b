import type { OnnxSpeechContract } from '../models/manifest.ts';
import { toLanguageName } from '../sound/language.ts';

type Fields = Readonly<Record<string, unknown>>;

const ENCODER = /(^|\/)encoder_model[^/]*\.onnx$/;
const MERGED = /(^|\/)decoder_model_merged[^/]*\.onnx$/;
const FIRST = /(^|\/)decoder_model(?!_merged)[^/]*\.onnx$/;
const NEXT = /(^|\/)decoder_with_past_model[^/]*\.onnx$/;

const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);
const toTokens = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((token): token is number => typeof token === 'number' && token >= 0) : [];

/** Whether a folder's files are those of a model with an encoder. */
export function hasEncoder(paths: readonly string[]): boolean {
  return paths.some((path) => ENCODER.test(path));
}

/**
 * What a folder with Whisper's files holds, by its `config.json` and `generation_config.json`.
 *
 * @param readJson a file's fields; undefined where there is none, or it is no object
 * @param test the path of the recording that it is tried with
 * @returns a sentence where it is none that can be described
 */
export async function toSpeechContract(
  paths: readonly string[],
  readJson: (path: string) => Promise<Fields | undefined>,
  test: string,
): Promise<OnnxSpeechContract | string> {
  const encoders = paths.filter((path) => ENCODER.test(path));
  const merged = paths.filter((path) => MERGED.test(path));
  const first = paths.filter((path) => FIRST.test(path));
  const nexts = paths.filter((path) => NEXT.test(path));
  const [encoder] = encoders;
  const decoder = merged[0] ?? first[0];
  const isOne = merged.length === 1 ? first.length + nexts.length === 0 : first.length === 1 && nexts.length === 1;
  if (encoder === undefined || encoders.length > 1 || merged.length > 1 || decoder === undefined || !isOne) {
    return 'A model of speech is one encoder_model.onnx, and decoder_model_merged.onnx or else decoder_model.onnx with decoder_with_past_model.onnx. Leave those in the folder that are meant.';
  }
  const find = (name: string): string | undefined => paths.find((path) => path === name || path.endsWith(`/${name}`));
  const tokenizer = find('tokenizer.json');
  if (tokenizer === undefined) return 'There is no tokenizer.json beside the model.';
  const config = await readJson(find('config.json') ?? '');
  if (config?.['model_type'] !== 'whisper')
    return 'There is no config.json of a Whisper model beside it: other models of speech are not run here.';
  const generation = (await readJson(find('generation_config.json') ?? '')) ?? config;
  if (!paths.includes(test)) {
    return 'Put a recording of a few words into the folder (WAV, one channel, 16 kHz), and name it: --test words.wav';
  }
  const { d_model: width, decoder_attention_heads: heads, decoder_layers: layers } = config;
  const known = Object.keys((generation['lang_to_id'] ?? {}) as object).map((mark) => mark.replace(/[<|>]/g, ''));
  const [next] = nexts;
  return {
    runtime: 'onnx',
    kind: 'speech',
    encoder,
    decoder,
    ...(next === undefined ? {} : { next }),
    tokenizer,
    context: toNumber(config['max_target_positions']),
    layers: toNumber(layers),
    heads: toNumber(heads),
    size: toNumber(width) / toNumber(heads),
    mels: toNumber(config['num_mel_bins']),
    languages: known.length > 0 ? known.map(toLanguageName) : ['en'],
    isTold: known.length > 0,
    never: toTokens(generation['suppress_tokens']),
    neverFirst: toTokens(generation['begin_suppress_tokens']),
  };
}
