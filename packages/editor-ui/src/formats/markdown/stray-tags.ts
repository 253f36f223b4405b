/** Elements that HTML knows: what stands between such signs is a tag. */
const KNOWN: ReadonlySet<string> = new Set(
  `a abbr acronym address article aside b base bdi bdo big blockquote body br button caption center cite code col
  colgroup data dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form frame frameset
  h1 h2 h3 h4 h5 h6 header hgroup hr html i img input ins kbd label legend li link main map area mark menu meta nav ol
  optgroup option output p param picture pre progress meter q rb rp rt rtc ruby s samp search section small source span
  strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var wbr nobr math annotation
  semantics mrow mi mn mo mfrac msup msub msubsup msqrt mroot mtext mstyle mspace mover munder munderover mtable mtr mtd`
    .trim()
    .split(/\s+/),
);
/** What hides all that follows it until it is closed. */
const HOLDING: ReadonlySet<string> = new Set(
  'script style select template noscript svg canvas head iframe object video audio'.split(' '),
);

/**
 * HTML in Markdown shows what a reader would lose: tags that HTML does not know (`Vec<String>`, `<your-name>`), those in which words would be no
 * text (`<title>`, `<textarea>`), and comments and elements without an end, which would take the rest of the document with them, stay as the letters
 * they are.
 *
 * @param html - what was made of Markdown: its words are escaped already
 */
export function showStrayTags(html: string): string {
  const lower = html.toLowerCase();
  const ends = new Map<string, number>();
  const isClosed = (end: string, at: number): boolean => {
    const last = ends.get(end) ?? lower.lastIndexOf(end);
    ends.set(end, last);
    return last > at;
  };
  const opened = new Set([...lower.matchAll(/<([a-z][^\s/>]*)/g)].map(([, name]) => name));
  return html.replace(/<(?:!--|(\/?)([a-z][^\s/>]*))/gi, (sign, slash: string | undefined, name = '', at: number) => {
    const tag = String(name).toLowerCase();
    if (tag === '') return isClosed('-->', at) ? sign : `&lt;${sign.slice(1)}`;
    // An end of what never began says nothing.
    if (slash === '/' && !opened.has(tag)) return sign;
    const isTag = KNOWN.has(tag) || (HOLDING.has(tag) && (slash === '/' || isClosed(`</${tag}`, at)));
    return isTag ? sign : `&lt;${sign.slice(1)}`;
  });
}
