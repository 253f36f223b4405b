import { expect, test } from 'vitest';
import { hashToRoute, routeToHash } from './router.ts';

test('routes are read back as they were written', () => {
  const thread = { type: 'thread', tag: 'a_B-9', thread: '5m-0' } as const;
  const place = { type: 'document', localId: 'a_B-9', block: 'x-1' } as const;
  for (const route of [
    { type: 'library' },
    { type: 'trash' },
    { type: 'document', localId: 'a_B-9' },
    place,
    thread,
  ] as const) {
    expect(hashToRoute(routeToHash(route))).toEqual(route);
  }
});

test('KEY-7 a fragment that is no route is a link', () => {
  expect(hashToRoute('#AQPx')).toEqual({ type: 'link', text: 'AQPx' });
});

test('what cannot be a route or a link leads to the library', () => {
  for (const hash of [
    '',
    '#',
    '#/',
    '#/nowhere',
    '#/d/',
    '#/d/a/',
    '#/d/a/b/c',
    '#/d/a/<x>',
    '#/d/<x>',
    '#/t/tag',
    '#/t/tag/<x>',
    '#/t/tag/a-b/c',
  ]) {
    expect(hashToRoute(hash)).toEqual({ type: 'library' });
  }
});
