import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  createMeeting,
  hear,
  lettersOf,
  type Meeting,
  offeredTo,
  part,
  type Person,
  toSketch,
} from '../testing/meeting.ts';
import {
  DEED_WORDS,
  NAMES_IN_TABLE,
  NAMES_IN_TEXT,
  OUTCOME_WORDS,
  type Pair,
  PAIRS,
  perform,
  toMarkdown,
} from '../testing/pairs.ts';

/** docs/merging.md: each pair of deeds, done apart by people with sealed replicas who then hear of each other in whatever order. */
const IS_THOROUGH = process.env['WEFT_THOROUGH'] === '1';
const RUNS = IS_THOROUGH ? 30 : 1;

let meeting: Meeting;
let people: Person[] = [];
beforeAll(async () => {
  meeting = await createMeeting();
});
afterEach(() => {
  part(people);
  people = [];
});

/** Who hears of whom, until all have heard all; with two or three people, of whom either may be first in Yjs' order. */
const order = fc.record({
  count: fc.constantFrom(2, 3),
  isTurned: fc.boolean(),
  hearings: fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 6 }),
});
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

function minus(letters: readonly string[], gone: readonly string[]): string[] {
  const left = [...letters];
  for (const letter of gone) {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** All of `part` is in `whole`, each as often. */
function expectWithin(part_: readonly string[], whole: readonly string[], what: string): void {
  expect(minus(part_, whole).join(''), what).toBe('');
}

/** Each does one thing; then all meet. What must hold whatever was done is asserted here. */
function meetAfter(deeds: readonly string[], { count, isTurned, hearings }: Order): string {
  part(people);
  people = meeting.people(Math.max(count, deeds.length));
  people.sort((a, b) => a.replica.doc.clientID - b.replica.doc.clientID);
  if (isTurned) people.reverse();
  const [first] = people as [Person];
  const before = lettersOf(first);
  const written = [...before];
  const deleted: string[] = [];
  deeds.forEach((deed, at) => {
    const person = people[at] as Person;
    perform(person.editor, deed);
    written.push(...minus(lettersOf(person), before));
    deleted.push(...minus(before, lettersOf(person)));
    person.replica.flush();
  });
  const clocks = (): number[] => people.map(({ replica: { doc } }) => Y.getState(doc.store, doc.clientID));
  const own = clocks();
  for (const [from, to] of hearings) {
    if (from !== to && people[from] && people[to]) hear(people[from], people[to]);
  }
  for (const from of people) for (const to of people) if (from !== to) hear(from, to);
  expect(clocks(), 'nobody answers a merge').toEqual(own);
  const sketch = toSketch(first);
  for (const person of people) {
    expect(toSketch(person)).toBe(sketch);
    expect(person.editor.failures).toEqual([]);
  }
  const now = lettersOf(first);
  expectWithin(now, written, 'no letter is there twice');
  const offered = people.slice(0, deeds.length).flatMap((person) => [...offeredTo(person)]);
  expectWithin(minus(minus(written, deleted), offered), now, 'what vanished is offered back');
  return sketch;
}

function check({ one, other, outcome, looks }: Pair, given: Order): void {
  expect(looks).toContain(meetAfter([one, other], given));
  const offered = people.slice(0, 2).map(offeredTo);
  expect(offered.some((words) => words !== '')).toBe(outcome === 'offered' || outcome === 'behind');
}

describe('two do something apart, and meet', () => {
  test.each([
    ['in the text', NAMES_IN_TEXT],
    ['in a table', NAMES_IN_TABLE],
  ])('%s: every deed with every other, as the table says', (_, names) => {
    const pairs = new Map(PAIRS.map((pair) => [`${pair.one} · ${pair.other}`, pair]));
    names.forEach((one, index) => {
      for (const other of names.slice(index)) {
        const pair = pairs.get(`${one} · ${other}`);
        if (!pair) throw new Error(`the table does not say what comes of ${one} and ${other}`);
        fc.assert(
          fc.property(order, (given) => check(pair, given)),
          { numRuns: RUNS },
        );
      }
    });
  });

  test('in the text and in a table: both', () => {
    const all = NAMES_IN_TEXT.flatMap((one) => NAMES_IN_TABLE.map((other) => [one, other] as const));
    const alone = (deed: string): string => meetAfter([deed], { count: 2, isTurned: false, hearings: [] });
    const rowsOf = (sketch: string): string =>
      /(?:\[[^\]]*\])*$/.exec(sketch.split(' · ')[0]?.replace(/ \/ omega$/, '') ?? '')?.[0] ?? '';
    const textOf = (sketch: string): string => sketch.replace(/ \/ (?:\[[^\]]*\])+/, '');
    const expected = new Map([...NAMES_IN_TEXT, ...NAMES_IN_TABLE].map((deed) => [deed, alone(deed)]));
    fc.assert(
      fc.property(fc.constantFrom(...all), order, ([one, other], given) => {
        const sketch = meetAfter([one, other], given);
        expect(textOf(sketch)).toBe(textOf(expected.get(one) ?? ''));
        expect(sketch).toContain(rowsOf(expected.get(other) ?? ''));
      }),
      { numRuns: IS_THOROUGH ? 1_500 : 25 },
    );
  });

  test('three do something: no word is there twice, what vanished is offered back', () => {
    const deed = fc.constantFrom(...DEED_WORDS.keys());
    fc.assert(
      fc.property(fc.tuple(deed, deed, deed), order, (deeds, given) => {
        meetAfter(deeds, given);
      }),
      { numRuns: IS_THOROUGH ? 3_000 : 40 },
    );
  });
});

test('docs/merging.md says what the table says', async () => {
  for (const { outcome } of PAIRS) expect([...OUTCOME_WORDS.keys()]).toContain(outcome);
  const path = new URL('../../../../docs/merging.md', import.meta.url);
  const text = readFileSync(path, 'utf8');
  const [start, end] = ['<!-- pairs.txt -->\n', '\n<!-- end -->'];
  const before = text.slice(0, text.indexOf(start) + start.length);
  const after = text.slice(text.indexOf(end));
  // `vitest -u` writes it.
  await expect(`${before}${toMarkdown()}${after}`).toMatchFileSnapshot(path.pathname);
});
