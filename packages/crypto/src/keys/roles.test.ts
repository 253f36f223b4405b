import { expect, test } from 'vitest';
import {
  byteToKind,
  byteToRole,
  isAllowed,
  isAtLeast,
  isStored,
  type Kind,
  kindToByte,
  ROLES,
  type Role,
  roleToByte,
} from './roles.ts';

// docs/protocol.md, written out: which roles may write a kind, and whether it is stored.
const TABLE: readonly (readonly [Kind, number, readonly Role[], boolean])[] = [
  ['content', 1, ['editor', 'admin'], true],
  ['comment', 2, ['commenter', 'editor', 'admin'], true],
  ['snapshot', 3, ['editor', 'admin'], true],
  ['chunk', 4, ['editor', 'admin'], true],
  ['presence', 5, ['viewer', 'commenter', 'editor', 'admin'], false],
  ['sync', 6, ['viewer', 'commenter', 'editor', 'admin'], false],
  ['receipt', 7, ['viewer', 'commenter', 'editor', 'admin'], false],
  ['control', 8, ['admin'], true],
  ['errand', 9, ['viewer', 'commenter', 'editor', 'admin'], false],
  ['parcel', 10, ['commenter', 'editor', 'admin'], true],
];

test.each(TABLE)('ENV-5 %s', (kind, byte, allowed, stored) => {
  expect(ROLES.filter((role) => isAllowed(role, kind))).toEqual(allowed);
  expect(isStored(kind)).toBe(stored);
  expect(kindToByte(kind)).toBe(byte);
  expect(byteToKind(byte)).toBe(kind);
});

test('ENV-5 no other byte is a kind or a role', () => {
  const kinds = Array.from({ length: 256 }, (_, byte) => byteToKind(byte)).filter((kind) => kind !== undefined);
  const roles = Array.from({ length: 256 }, (_, byte) => byteToRole(byte)).filter((role) => role !== undefined);
  expect(kinds).toEqual(TABLE.map(([kind]) => kind));
  expect(roles).toEqual(['viewer', 'commenter', 'editor', 'admin']);
});

test('KEY-4 each role includes the ones before it', () => {
  expect(ROLES.map(roleToByte)).toEqual([1, 2, 3, 4]);
  for (const role of ROLES) {
    for (const least of ROLES) expect(isAtLeast(role, least)).toBe(roleToByte(role) >= roleToByte(least));
  }
});
