/**
 * Routes live in the fragment alone. A fragment that begins with "/" is a route of the app and says nothing about keys;
 * any other is a link somebody was given, and is replaced by a route as soon as it has been stored.
 */

/** Where the app is. */
export type Route =
  | { readonly type: 'library' }
  | { readonly type: 'document'; readonly localId: string }
  /** `text`: the fragment as it stands, secret. */
  | { readonly type: 'link'; readonly text: string };

/** Reads a fragment, with or without its "#". */
export function hashToRoute(hash: string): Route {
  const fragment = hash.replace(/^#/, '');
  if (fragment === '' || fragment === '/') return { type: 'library' };
  const document = /^\/d\/([A-Za-z0-9_-]{1,64})$/.exec(fragment)?.[1];
  if (document !== undefined) return { type: 'document', localId: document };
  return fragment.startsWith('/') ? { type: 'library' } : { type: 'link', text: fragment };
}

/** The fragment of a route that may stand in the address bar. */
export function routeToHash(route: Exclude<Route, { type: 'link' }>): string {
  return route.type === 'library' ? '#/' : `#/d/${route.localId}`;
}
