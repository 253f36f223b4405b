import { parseArgs } from 'node:util';
import type { Prompt } from '../models/manifest.ts';

/** What the command line asks for. */
export interface CommandOptions {
  readonly folder: string;
  readonly key: string | undefined;
  readonly unsigned: boolean;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly licence: string | undefined;
  readonly channel: string;
  readonly canary: string | undefined;
  readonly tasks: readonly string[];
  readonly context: number | undefined;
  readonly memory: number | undefined;
  readonly prompt: Prompt;
  readonly stop: readonly string[];
  readonly test: string;
  readonly answer: string | undefined;
  readonly tokens: number;
}

export type CommandRead =
  | { readonly type: 'make' | 'verify'; readonly options: CommandOptions }
  | { readonly type: 'help' }
  | { readonly type: 'wrong'; readonly sentence: string };

/** How chat models are asked: the pieces around instructions and text, and what ends an answer. */
const STYLES: Readonly<Record<string, { readonly prompt: Prompt; readonly stop: readonly string[] }>> = {
  plain: { prompt: { before: '', between: '', after: '' }, stop: [] },
  chatml: {
    prompt: {
      before: '<|im_start|>system\n',
      between: '<|im_end|>\n<|im_start|>user\n',
      after: '<|im_end|>\n<|im_start|>assistant\n',
    },
    stop: ['<|im_end|>', '<|endoftext|>'],
  },
  llama3: {
    prompt: {
      before: '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n',
      between: '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n',
      after: '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    },
    stop: ['<|eot_id|>', '<|end_of_text|>'],
  },
};

const HELP = `weft-model: describes a folder with a model, so that people can add it to Weft.

  weft-model FOLDER --id ID --name NAME --version 1.0.0 --licence SPDX --task TASK [...]
  weft-model --verify FOLDER

Writes FOLDER/weft-model.json: every file of the folder with its size and the hashes of its parts, how the model is
asked, and a test that it must pass where it is installed. It is signed with a key that is made on first use.

  --id ID            small letters, digits, dots and hyphens; the same for all versions
  --name NAME        what people read
  --version N.N.N    higher than the last one
  --licence TEXT     of the model, such as Apache-2.0
  --task TASK        rewrite, summarize, complete, classify, extract or transcribe; may be repeated
  --style STYLE      plain, chatml or llama3: how instructions and text become a prompt (default plain)
  --before, --between, --after TEXT   the same, spelt out
  --stop TEXT        what ends an answer; may be repeated (default: the style's)
  --context N        tokens it can look at
  --memory BYTES     what it needs to run (default: one and a half times its files)
  --test TEXT        what it is asked before it is put to use (default: "Hello"); of a model of speech (--task transcribe)
                     a recording of a few words in the folder: WAV, one channel, 16 kHz
  --tokens N         tokens of the answer to that (default 8)
  --answer TEXT      how it must answer; of ONNX models it is found out here
  --channel NAME     stable or canary (default stable)
  --canary PATH      of a stable manifest: where the canary's is, relative to this one
  --key FILE         the signing key (default ~/.config/weft/model-key)
  --unsigned         do not sign: whoever adds it is asked whether they trust it
  --verify           check what is there, and change nothing
`;

export function helpText(): string {
  return HELP;
}

const TEXT = { type: 'string' } as const;
const LIST = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

/** Reads a command line: what is wrong with it is one sentence. */
export function readOptions(args: readonly string[]): CommandRead {
  const wrong = (sentence: string): CommandRead => ({ type: 'wrong', sentence });
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { ...FLAG, short: 'h' },
        verify: FLAG,
        unsigned: FLAG,
        key: TEXT,
        id: TEXT,
        name: TEXT,
        version: TEXT,
        licence: TEXT,
        channel: TEXT,
        canary: TEXT,
        task: LIST,
        style: TEXT,
        before: TEXT,
        between: TEXT,
        after: TEXT,
        stop: LIST,
        context: TEXT,
        memory: TEXT,
        test: TEXT,
        tokens: TEXT,
        answer: TEXT,
      },
    });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split(/\.\s|\n/, 1)[0] ?? '') : '';
    return wrong(`${said.replace(/\.$/, '')}; see weft-model --help.`);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: 'help' };
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) return wrong('Name one folder with a model; see weft-model --help.');
  const style = STYLES[values.style ?? 'plain'];
  if (style === undefined) return wrong(`--style is one of ${Object.keys(STYLES).join(', ')}.`);
  const numbers = { context: values.context, memory: values.memory, tokens: values.tokens };
  for (const [name, text] of Object.entries(numbers)) {
    if (text !== undefined && !/^[1-9]\d{0,14}$/.test(text))
      return wrong(`--${name} takes a whole number, not “${text}”.`);
  }
  const { before = style.prompt.before, between = style.prompt.between, after = style.prompt.after } = values;
  return {
    type: values.verify === true ? 'verify' : 'make',
    options: {
      folder,
      key: values.key,
      unsigned: values.unsigned === true,
      id: values.id,
      name: values.name,
      version: values.version,
      licence: values.licence,
      channel: values.channel ?? 'stable',
      canary: values.canary,
      tasks: values.task ?? [],
      context: toNumber(values.context),
      memory: toNumber(values.memory),
      prompt: { before, between, after },
      stop: values.stop ?? style.stop,
      test: values.test ?? 'Hello',
      answer: values.answer,
      tokens: toNumber(values.tokens) ?? 8,
    },
  };
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
