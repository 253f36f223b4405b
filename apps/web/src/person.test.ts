import { expect, test } from 'vitest';
import { PERSON_COLORS, toOwnColor } from './person.ts';

const { indigo, blue, teal } = PERSON_COLORS;
const all = Object.values(PERSON_COLORS);

test('nobody with the same colour, and nothing changes', () => {
  expect(toOwnColor({ color: teal, client: 9 }, [{ color: indigo, client: 1 }])).toBe(teal);
});

test('of two who are present, the one whose client has the higher number gives way', () => {
  expect(toOwnColor({ color: indigo, client: 9 }, [{ color: indigo, client: 1 }])).toBe(blue);
  expect(toOwnColor({ color: indigo, client: 1 }, [{ color: indigo, client: 9 }])).toBe(indigo);
});

test('who has signed nothing gives way to who has, present or not; of two who have, the device with the higher number does', () => {
  expect(toOwnColor({ color: indigo, client: 1 }, [{ color: indigo, device: 'b' }])).toBe(blue);
  expect(toOwnColor({ color: indigo, client: 1 }, [{ color: indigo, device: 'b', client: 9 }])).toBe(blue);
  expect(toOwnColor({ color: indigo, device: 'b', client: 9 }, [{ color: indigo, client: 1 }])).toBe(indigo);
  expect(toOwnColor({ color: indigo, device: 'b', client: 1 }, [{ color: indigo, device: 'a', client: 9 }])).toBe(blue);
  expect(toOwnColor({ color: indigo, device: 'a', client: 9 }, [{ color: indigo, device: 'b', client: 1 }])).toBe(
    indigo,
  );
});

test('another tab of this device has the same colour', () => {
  expect(toOwnColor({ color: indigo, device: 'a', client: 9 }, [{ color: indigo, device: 'a', client: 1 }])).toBe(
    indigo,
  );
});

test('with more people than colours, those who are here are told apart', () => {
  const wrote = all.map((color, at) => ({ color, device: `a${at}` }));
  expect(toOwnColor({ color: indigo, device: 'b', client: 2 }, wrote)).toBe(indigo);
  const here = [...wrote, { color: indigo, device: 'a0', client: 1 }];
  expect(toOwnColor({ color: indigo, device: 'b', client: 2 }, here)).toBe(blue);
});

test('whatever the order in which they look, people who see each other end with colours of their own', () => {
  const people = ['d', 'a', 'c', 'b', undefined].map((device, client) => ({ color: teal as string, device, client }));
  for (let round = 0; round < 6; round++)
    for (const [at, own] of people.entries())
      people[at] = {
        ...own,
        color: toOwnColor(
          own,
          people.filter((other) => other !== own),
        ),
      };
  expect(new Set(people.map(({ color }) => color)).size).toBe(people.length);
  expect(people[1]?.color).toBe(teal);
});
