import { PALETTE } from '../../schema/palette.ts';
import { INKS, MARKS } from '../docx/colors.ts';

const colors: string = PALETTE.map(
  (name) => `[data-weft-ink=${name}]{color:#${INKS[name]}}mark[data-weft-mark=${name}]{background:#${MARKS[name]}}`,
).join('');

/** How an exported page looks, on screen and on paper: the words, in whatever fonts the reader has. */
export const PAGE_STYLE: string = `
:root{color-scheme:light}
body{max-width:44rem;margin:3rem auto;padding:0 1.25rem;font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#23211e;background:#fff;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.6em 0 .5em}
h1.title{margin-top:0;font-size:2.2rem}
h5,h6{color:#5f5b54}
p,ul,ol,blockquote,aside,pre,table,figure{margin:.7em 0}
ul,ol{padding-inline-start:1.65em}
li[data-checked]{list-style:none}
li[data-checked]>input{margin-inline:-1.4em .3em}
blockquote{border-inline-start:3px solid #c9c4ba;padding-inline-start:1em;margin-inline:0}
aside{background:#f3f1ec;border-radius:6px;padding:.6em 1em}
blockquote p,aside p{margin:.3em 0}
pre{background:#f6f5f2;border-radius:6px;padding:.8em 1em;overflow:auto;font:.875rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
pre code{font-size:1em}
table{border-collapse:collapse;max-width:100%}
th,td{border:1px solid #c9c4ba;padding:.35em .6em;text-align:start;vertical-align:top}
th{background:#ebe9e4}
img{max-width:100%;height:auto}
figure{margin-inline:0}
figcaption{color:#5f5b54;font-size:.9rem}
hr{border:0;border-top:1px solid #c9c4ba;margin:2em 0}
a{color:#1d55a5}
[data-align=center]{text-align:center}[data-align=end]{text-align:end}
${[1, 2, 3, 4, 5, 6, 7, 8].map((step) => `[data-indent="${step}"]{margin-inline-start:${step * 1.65}em}`).join('')}
${colors}
@media print{body{margin:0;max-width:none}pre,figure,tr{break-inside:avoid}h1,h2,h3,h4,h5,h6{break-after:avoid}}
`;
