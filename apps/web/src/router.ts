/**
 * Routes live in the fragment alone. A fragment that begins with "/" is a route of the app and says nothing about keys;
 * any other is a link somebody was given, and is replaced by a route as soon as it has been stored.
 */

/** Where the app is. */
export type Route =
  | { readonly type: 'library' }
  | { readonly type: 'trash' }
  /** `block`: where to go in it. */
  | { readonly type: 'document'; readonly localId: string; readonly block?: string }
  /** A thread of a document that this device knows by its tag; see thread-tag.ts. */
  | { readonly type: 'thread'; readonly tag: string; readonly thread: string }
  /** `text`: the fragment as it stands, secret. */
  | { readonly type: 'link'; readonly text: string };

/** Reads a fragment, with or without its "#". */
export function hashToRoute(hash: string): Route {
  const fragment = hash.replace(/^#/, '');
  if (fragment === '' || fragment === '/') return { type: 'library' };
  if (fragment === '/trash') return { type: 'trash' };
  const [, localId, block] = /^\/d\/([A-Za-z0-9_-]{1,64})(?:\/([A-Za-z0-9_-]{1,64}))?$/.exec(fragment) ?? [];
  if (localId !== undefined) return { type: 'document', localId, ...(block === undefined ? {} : { block }) };
  const [, tag, thread] = /^\/t\/([A-Za-z0-9_-]{1,64})\/([0-9a-z]{1,11}-[0-9a-z]{1,11})$/.exec(fragment) ?? [];
  if (tag !== undefined && thread !== undefined) return { type: 'thread', tag, thread };
  return fragment.startsWith('/') ? { type: 'library' } : { type: 'link', text: fragment };
}

/** The fragment of a route that may stand in the address bar. */
export function routeToHash(route: Exclude<Route, { type: 'link' }>): string {
  if (route.type === 'thread') return `#/t/${route.tag}/${route.thread}`;
  if (route.type === 'library') return '#/';
  if (route.type === 'trash') return '#/trash';
  return `#/d/${route.localId}${route.block === undefined ? '' : `/${route.block}`}`;
}
