/** Loaded when the first formula is drawn: LaTeX to MathML by Temml, kept to what `tree.ts` allows. */
import temml from 'temml';
import { type MathTree, toMathTree } from './tree.ts';
import { mathWords } from '../words/math.ts';

export type Rendered =
  | { readonly ok: true; readonly tree: MathTree }
  | { readonly ok: false; readonly sentence: string };

/** In UTF-16 units. With `MAX_EXPAND` it bounds what macros can grow to. */
const MAX_SOURCE = 5000;
const MAX_EXPAND = 200;
/** Em, for `\rule` and `\kern`. */
const MAX_SIZE: [number, number] = [50, 50];

/** One sentence for whoever writes the formula, from what the renderer says of it. */
function toSentence(error: unknown, source: string): string {
  const said = error instanceof Error ? error.message : '';
  const unknown = /(?:Undefined control sequence|Unsupported function name): (\\[a-zA-Z]+|\\.)/.exec(said);
  if (unknown?.[1] !== undefined) return mathWords().unknown(unknown[1]);
  const environment = /No such environment: ([a-zA-Z*]{1,24})/.exec(said);
  if (environment?.[1] !== undefined) return mathWords().unknown(`\\begin{${environment[1]}}`);
  const refused = /Function "(\\[a-zA-Z]+)" is not trusted/.exec(said);
  if (refused?.[1] !== undefined) return mathWords().refused(refused[1]);
  const twice = /Double (superscript|subscript)/.exec(said);
  if (twice) return mathWords().twice[twice[1] as 'superscript' | 'subscript'];
  const [, expected, got] = /Expected '([^']{1,20})', got '([^']{1,20})'/.exec(said) ?? [];
  if (expected !== undefined && got === 'EOF') return mathWords().missing(expected);
  if (expected === 'EOF' && got !== undefined) return mathWords().tooMany(got);
  if (expected !== undefined) return mathWords().missing(expected);
  const argument = /(?:Expected group after|Expected group as argument to) '(\\?[a-zA-Z^_]{1,24})'/.exec(said);
  if (argument?.[1] !== undefined) return mathWords().argument(argument[1]);
  const count = (sign: string): number => source.split(sign).length;
  if (/end of input/.test(said) && count('{') > count('}')) return mathWords().missing('}');
  if (/end of input|, got 'EOF'/.test(said) || /[\^_]\s*$/.test(source)) return mathWords().unfinished;
  return error instanceof RangeError || /Too many expansions/.test(said) ? mathWords().large : mathWords().unreadable;
}

/** Draws a formula into a tree, or says in one sentence why not. Never throws. */
export function renderMath(source: string, isBlock: boolean): Rendered {
  if (source.length > MAX_SOURCE) return { ok: false, sentence: mathWords().large };
  try {
    const tree = toMathTree(
      temml.__renderToMathMLTree(source, {
        displayMode: isBlock,
        throwOnError: true,
        // No \href, \includegraphics, \class, \style: what a formula says is drawn, and leads nowhere.
        trust: false,
        strict: false,
        maxExpand: MAX_EXPAND,
        maxSize: MAX_SIZE,
        macros: {},
      }),
    );
    return tree === undefined ? { ok: false, sentence: mathWords().large } : { ok: true, tree };
  } catch (error) {
    return { ok: false, sentence: toSentence(error, source) };
  }
}
