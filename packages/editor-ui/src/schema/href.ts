const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The longest address that is kept, in UTF-16 units. */
export const MAX_HREF_LENGTH = 2048;

/**
 * An address that may be a link: http, https or mailto, normalised; undefined for anything else (`javascript:`,
 * relative paths, unreadable text). Called on everything that reaches or leaves the document: peers are not trusted.
 */
export function toSafeHref(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text.length === 0 || text.length > MAX_HREF_LENGTH) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (!PROTOCOLS.has(url.protocol)) return undefined;
  if (url.protocol !== 'mailto:' && url.hostname === '') return undefined;
  return url.href;
}

const BARE_HOST = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u;
const BARE_MAIL = /^[^\s@/:]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/u;

/** What a person typed as an address: `example.org` and `a@b.org` are completed, the rest as `toSafeHref`. */
export function typedToHref(text: string): string | undefined {
  const trimmed = text.trim();
  if (BARE_MAIL.test(trimmed)) return toSafeHref(`mailto:${trimmed}`);
  if (BARE_HOST.test(trimmed)) return toSafeHref(`https://${trimmed}`);
  return toSafeHref(trimmed);
}
