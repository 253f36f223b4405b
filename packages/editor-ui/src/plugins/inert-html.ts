interface HtmlPolicy {
  createHTML(html: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): HtmlPolicy;
}

/** One policy per window, made when the first paste needs it. */
const policies = new WeakMap<object, HtmlPolicy>();

/**
 * Parses HTML into a document of its own that is never shown: nothing in it runs or loads. Under a Trusted Types policy
 * the parser must be handed a trusted value; this is safe because only text and checked attributes are read from it.
 * @returns the body, or undefined where the page's policy forbids even that (plain text is used then).
 */
export function parseHtml(html: string, owner: Document): Element | undefined {
  const { defaultView } = owner;
  const factory = (defaultView as unknown as { trustedTypes?: PolicyFactory } | null)?.trustedTypes;
  try {
    let trusted: unknown = html;
    if (factory && defaultView) {
      const policy = policies.get(defaultView) ?? factory.createPolicy('weft-paste', { createHTML: (text) => text });
      policies.set(defaultView, policy);
      trusted = policy.createHTML(html);
    }
    return new DOMParser().parseFromString(trusted as string, 'text/html').body;
  } catch {
    return undefined;
  }
}
