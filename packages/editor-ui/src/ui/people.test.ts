import { expect, test } from 'vitest';
import { awarenessToPeople, colorToInk, nameToInitials, toPerson } from './people.ts';

test('what a peer says of itself is cut to size and checked', () => {
  expect(toPerson({ name: `  Ada\u202e\nLovelace  `, color: '#AA3300' }, false, 1)).toEqual({
    name: 'Ada Lovelace',
    color: '#AA3300',
    self: false,
    clientIds: [1],
  });
  expect(toPerson({ name: 'x'.repeat(500), color: 'red; background: url(//x)' }, false, 1).name).toHaveLength(64);
  expect(toPerson({ name: 'x', color: 'url(//x)' }, false, 1).color).toMatch(/^#[0-9a-f]{6}$/);
  for (const hostile of [undefined, null, 7, 'x', [], { name: 1, color: {} }]) {
    expect(toPerson(hostile, false, 1).name).toBe('Someone');
  }
});

test('initials are of the first and last word', () => {
  expect(nameToInitials('Ada Lovelace')).toBe('AL');
  expect(nameToInitials('ada')).toBe('A');
  expect(nameToInitials('Émile van der Zola')).toBe('ÉZ');
  expect(nameToInitials('👩‍🚀 moon')).toBe('👩M');
});

test('initials are readable on their colour', () => {
  expect(colorToInk('#ffffff')).toBe('#000000');
  expect(colorToInk('#101010')).toBe('#ffffff');
});

test('one person with two tabs stands once, oneself last', () => {
  const ada = { user: { name: 'Ada', color: '#aa3300' } };
  const ben = { user: { name: 'Ben', color: '#0033aa' } };
  const states = new Map([
    [1, ada],
    [2, ben],
    [3, ben],
  ]);
  const people = awarenessToPeople({ clientID: 1, getStates: () => states });
  expect(people.map((person) => person.name)).toEqual(['Ben', 'Ada']);
  expect(people.at(-1)?.self).toBe(true);
  expect(people[0]?.clientIds).toEqual([2, 3]);
});
