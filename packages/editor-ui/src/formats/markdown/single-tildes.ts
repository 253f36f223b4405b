import type { MarkdownIt, StateInline } from 'markdown-it';

/** What single tildes are paired by: not a letter, so that they never pair with double ones. */
const SINGLE = 0x11_00_7e;
const TILDE = 0x7e;

/** GitHub strikes words between single tildes too; markdown-it itself only between double ones. */
export function singleTildes(parser: MarkdownIt): void {
  parser.inline.ruler.before('strikethrough', 'weft_tilde', (state, isSilent) => {
    if (isSilent || state.src.charCodeAt(state.pos) !== TILDE) return false;
    const { length, can_open: open, can_close: close } = state.scanDelims(state.pos, true);
    if (length !== 1) return false;
    const token = state.push('text', '', 0);
    token.content = '~';
    state.delimiters.push({ marker: SINGLE, length: 0, token: state.tokens.length - 1, end: -1, open, close });
    state.pos += 1;
    return true;
  });
  parser.inline.ruler2.before('fragments_join', 'weft_tilde', (state) => {
    pair(state, state.delimiters);
    for (const meta of state.tokens_meta) if (meta?.delimiters) pair(state, meta.delimiters);
    return true;
  });
}

function pair(state: StateInline, delimiters: StateInline['delimiters']): void {
  for (const { marker, end, token } of delimiters) {
    if (marker !== SINGLE || end < 0) continue;
    for (const [at, nesting] of [
      [token, 1],
      [delimiters[end]?.token, -1],
    ] as const) {
      const one = at === undefined ? undefined : state.tokens[at];
      if (one === undefined) continue;
      one.type = nesting === 1 ? 's_open' : 's_close';
      one.tag = 's';
      one.nesting = nesting;
      one.content = '';
    }
  }
}
