/** How many editors need a link that was put here. */
const holders = new WeakMap<HTMLLinkElement, number>();

/**
 * Links stylesheets where an element stands: in the document, or in its shadow root, where the document's do not reach. One link serves all
 * editors of a place; the last to go takes it away.
 *
 * @param nonce - for pages whose policy names one
 */
export function linkStylesheets(
  element: HTMLElement,
  addresses: readonly string[],
  nonce: string | undefined,
): () => void {
  const { ownerDocument } = element;
  const root = element.getRootNode();
  const place = root instanceof ShadowRoot ? root : ownerDocument.head;
  const links = addresses.map((address) => {
    const known = [...place.querySelectorAll<HTMLLinkElement>('link[data-weft-styles]')];
    const { href } = new URL(address, ownerDocument.baseURI);
    let link = known.find((each) => each.href === href);
    if (!link) {
      link = ownerDocument.createElement('link');
      link.rel = 'stylesheet';
      link.dataset['weftStyles'] = '';
      if (nonce !== undefined) link.nonce = nonce;
      link.href = href;
      place.append(link);
    }
    holders.set(link, (holders.get(link) ?? 0) + 1);
    return link;
  });
  return () => {
    for (const link of links) {
      const left = (holders.get(link) ?? 1) - 1;
      holders.set(link, left);
      if (left === 0) link.remove();
    }
  };
}
