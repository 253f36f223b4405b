interface HtmlPolicy {
  createHTML(html: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): HtmlPolicy;
}

/** One policy per window, made when the first paste needs it. */
const policies = new WeakMap<object, HtmlPolicy>();

/** Where `htmlToBlocks` finds an element's style. */
export const STYLE_ATTRIBUTE = 'data-weft-style';

/**
 * A page that forbids inline styles and handlers refuses those of a parsed document too, loudly: styles become plain
 * attributes, handlers go.
 */
function withoutInline(html: string): string {
  return withoutStyles(html).replace(/<[a-z][^<>]*>/gi, (tag) =>
    tag.replace(/(\s)style(\s*=)/gi, `$1${STYLE_ATTRIBUTE}$2`).replace(/(\s)on\w+(\s*=)/gi, '$1data-weft-refused$2'),
  );
}

/** One expression for both ends would look through the whole rest for each of a thousand openings that are never closed. */
function withoutStyles(html: string): string {
  const opening = /<style\b/gi;
  const closing = /<\/style\s*>/gi;
  let kept = '';
  let at = 0;
  for (let start = opening.exec(html); start !== null; start = opening.exec(html)) {
    closing.lastIndex = start.index;
    if (closing.exec(html) === null) break;
    kept += html.slice(at, start.index);
    at = closing.lastIndex;
    opening.lastIndex = at;
  }
  return kept + html.slice(at);
}

/**
 * Parses HTML into a document of its own that is never shown: nothing in it runs or loads. Under a Trusted Types policy
 * the parser must be handed a trusted value; this is safe because only text and checked attributes are read from it.
 * @returns the body, or undefined where the page's policy forbids even that (plain text is used then).
 */
export function parseHtml(html: string, owner: Document): Element | undefined {
  const { defaultView } = owner;
  const factory = (defaultView as unknown as { trustedTypes?: PolicyFactory } | null)?.trustedTypes;
  try {
    const quiet = withoutInline(html);
    let trusted: unknown = quiet;
    if (factory && defaultView) {
      const policy = policies.get(defaultView) ?? factory.createPolicy('weft-paste', { createHTML: (text) => text });
      policies.set(defaultView, policy);
      trusted = policy.createHTML(quiet);
    }
    return new DOMParser().parseFromString(trusted as string, 'text/html').body;
  } catch {
    return undefined;
  }
}
