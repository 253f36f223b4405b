import { afterEach, describe, expect, test } from 'vitest';
import { deleteSelection } from '../commands/base.ts';
import { toggle } from '../commands/marks.ts';
import { backspaceAtStart, splitOrLeave } from '../commands/structure.ts';
import { TEXT_DEEDS } from '../testing/deeds.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { decided, shown } from '../testing/suggested.ts';

/** docs/merging.md, row by row: what two people do apart, and what both see when they meet. */
let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

const deeds = {
  ...TEXT_DEEDS,
  accept: (r: Headless) => r.decide('accept'),
  reject: (r: Headless) => r.decide('reject'),
};

type Name = keyof typeof deeds;

function two(): readonly [Headless, Headless] {
  replicas = createReplicas(2, (first) => {
    first.caret(0, 0);
    first.type('alpha beta gamma');
    first.run(splitOrLeave);
    first.type('delta');
  });
  return replicas as [Headless, Headless];
}

function meet(): Headless {
  const [a, b] = replicas as [Headless, Headless];
  syncAll(replicas);
  syncAll(replicas);
  expect(a.state().doc.toJSON()).toEqual(b.state().doc.toJSON());
  expect([...a.failures, ...b.failures]).toEqual([]);
  return a;
}

function perform(replica: Headless, name: Name): void {
  deeds[name](replica);
}

const lines = (text: string): string[] => text.split(' / ');

describe('one suggests, the other edits', () => {
  test.each<readonly [Name, Name, string, string]>([
    // [suggested, done by the other meanwhile, accepted, rejected]
    ['type', 'type', 'paragraph alpha beXXta gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['type', 'strike', 'paragraph alpha X gamma / paragraph delta', 'paragraph alpha  gamma / paragraph delta'],
    [
      'type',
      'split',
      'paragraph alpha beX / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['type', 'join', 'paragraph alpha beXta gammadelta', 'paragraph alpha beta gammadelta'],
    ['type', 'kind', 'heading1 alpha beXta gamma / paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['type', 'remove', 'paragraph delta', 'paragraph delta'],
    ['type', 'move', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    ['type', 'bold', 'paragraph alpha beXta gamma / paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    ['strike', 'type', 'paragraph alpha  gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['strike', 'strike', 'paragraph alpha  gamma / paragraph delta', 'paragraph alpha  gamma / paragraph delta'],
    [
      'strike',
      'split',
      'paragraph alpha  / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['strike', 'join', 'paragraph alpha  gammadelta', 'paragraph alpha beta gammadelta'],
    ['strike', 'kind', 'heading1 alpha  gamma / paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['strike', 'remove', 'paragraph delta', 'paragraph delta'],
    ['strike', 'move', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    [
      'split',
      'type',
      'paragraph alpha be / paragraph Xta gamma / paragraph delta',
      'paragraph alpha beXta gamma / paragraph delta',
    ],
    [
      'split',
      'strike',
      'paragraph alpha  / paragraph  gamma / paragraph delta',
      'paragraph alpha  gamma / paragraph delta',
    ],
    [
      'split',
      'split',
      'paragraph alpha be / paragraph  / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['split', 'join', 'paragraph alpha be / paragraph ta gammadelta', 'paragraph alpha beta gammadelta'],
    [
      'block',
      'type',
      'paragraph alpha beXta gamma / paragraph new / paragraph delta',
      'paragraph alpha beXta gamma / paragraph delta',
    ],
    [
      'block',
      'split',
      'paragraph alpha be / paragraph new / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['block', 'join', 'paragraph alpha beta gammadelta / paragraph new', 'paragraph alpha beta gammadelta'],
    ['block', 'remove', 'paragraph new / paragraph delta', 'paragraph delta'],
    ['join', 'type', 'paragraph alpha beXta gammadelta', 'paragraph alpha beXta gamma / paragraph delta'],
    [
      'join',
      'split',
      'paragraph alpha be / paragraph ta gammadelta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['join', 'join', 'paragraph alpha beta gammadelta', 'paragraph alpha beta gammadelta'],
    ['join', 'remove', 'paragraph delta', 'paragraph delta'],
    ['join', 'move', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    ['kind', 'type', 'heading1 alpha beXta gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    [
      'kind',
      'split',
      'heading1 alpha be / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['kind', 'kind', 'heading1 alpha beta gamma / paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['kind', 'indent', 'heading1 alpha beta gamma / paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    ['remove', 'type', 'paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    [
      'remove',
      'split',
      'paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['remove', 'kind', 'paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['remove', 'move', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    ['move', 'type', 'paragraph delta / paragraph alpha beXta gamma', 'paragraph alpha beXta gamma / paragraph delta'],
    [
      'move',
      'split',
      'paragraph ta gamma / paragraph delta / paragraph alpha be',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    ['move', 'move', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    ['move', 'remove', 'paragraph delta', 'paragraph delta'],
    ['bold', 'type', 'paragraph alpha beXta gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['bold', 'strike', 'paragraph alpha  gamma / paragraph delta', 'paragraph alpha  gamma / paragraph delta'],
  ])('%s suggested ‖ %s', (suggested, done, accepted, rejected) => {
    const [a, b] = two();
    a.suggest();
    perform(a, suggested);
    perform(b, done);
    const met = meet();
    expect(decided(met, 'accept')).toEqual(lines(accepted));
    expect(decided(met, 'reject')).toEqual(lines(rejected));
  });
});

describe('both suggest', () => {
  test.each<readonly [Name, Name, string, string]>([
    [
      'type',
      'type',
      'paragraph alpha be{+XX+}ta gamma / paragraph delta',
      'paragraph alpha beXXta gamma / paragraph delta',
    ],
    [
      'type',
      'strike',
      'paragraph alpha {-be-}{+-X-+}{-ta-} gamma / paragraph delta',
      'paragraph alpha  gamma / paragraph delta',
    ],
    [
      'strike',
      'strike',
      'paragraph alpha {-beta-} gamma / paragraph delta',
      'paragraph alpha  gamma / paragraph delta',
    ],
    [
      'type',
      'split',
      'paragraph alpha be{+X¶+}ta gamma / paragraph delta',
      'paragraph alpha beX / paragraph ta gamma / paragraph delta',
    ],
    [
      'split',
      'split',
      'paragraph alpha be{+¶¶+}ta gamma / paragraph delta',
      'paragraph alpha be / paragraph  / paragraph ta gamma / paragraph delta',
    ],
    ['join', 'join', 'paragraph alpha beta gamma / -paragraph delta', 'paragraph alpha beta gammadelta'],
    [
      'join',
      'split',
      'paragraph alpha be{+¶+}ta gamma / -paragraph delta',
      'paragraph alpha be / paragraph ta gammadelta',
    ],
    ['join', 'remove', '-paragraph {-alpha beta gamma-} / -paragraph delta', 'paragraph delta'],
    [
      'kind',
      'indent',
      'paragraph[heading 1][indent 2] alpha beta gamma / paragraph delta',
      'heading1 alpha beta gamma / paragraph delta',
    ],
    ['kind', 'remove', '-paragraph[heading 1] {-alpha beta gamma-} / paragraph delta', 'paragraph delta'],
    [
      'block',
      'block',
      'paragraph alpha beta gamma / +paragraph {+new+} / +paragraph {+new+} / paragraph delta',
      'paragraph alpha beta gamma / paragraph new / paragraph new / paragraph delta',
    ],
    ['move', 'move', '~paragraph alpha beta gamma / paragraph delta', 'paragraph delta / paragraph alpha beta gamma'],
    [
      'move',
      'type',
      '~paragraph alpha be{+X+}ta gamma / paragraph delta',
      'paragraph delta / paragraph alpha beXta gamma',
    ],
    [
      'bold',
      'bold',
      'paragraph alp{bold bold|ha be}ta gamma / paragraph delta',
      'paragraph alpha beta gamma / paragraph delta',
    ],
  ])('%s ‖ %s', (first, second, seen, accepted) => {
    const [a, b] = two();
    a.suggest();
    b.suggest();
    perform(a, first);
    perform(b, second);
    const met = meet();
    expect(shown(met)).toEqual(lines(seen));
    expect(decided(met, 'accept')).toEqual(lines(accepted));
    // Nobody deleted anything.
    expect(decided(met, 'reject')).toEqual(['paragraph alpha beta gamma', 'paragraph delta']);
  });

  test('two who strike overlapping words each strike their own: one rejected leaves the other', () => {
    const [a, b] = two();
    a.suggest();
    b.suggest();
    a.caret(0, 0, { index: 0, offset: 10 });
    a.run(deleteSelection);
    b.caret(0, 6, { index: 0, offset: 16 });
    b.run(deleteSelection);
    const met = meet();
    expect(shown(met)[0]).toBe('paragraph {-alpha beta gamma-}');
    const [first] = met.state().doc.child(0).child(0).marks;
    met.decide('reject', [String(first?.attrs['id'])]);
    expect(shown(met)[0]).toBe('paragraph alpha {-beta gamma-}');
  });

  test('words suggested within somebody’s suggestion outlive it when it is rejected, and go when they are', () => {
    const [a, b] = two();
    a.suggest();
    a.caret(0, -1);
    a.type(' one two');
    meet();
    b.suggest();
    b.caret(0, 20);
    b.type(' and');
    meet();
    expect(shown(a)[0]).toBe('paragraph alpha beta gamma{+ one and two+}');
    const ids = a
      .state()
      .doc.child(0)
      .child(2)
      .marks.map(({ attrs }) => String(attrs['id']));
    const outer = String(a.state().doc.child(0).child(1).marks[0]?.attrs['id']);
    const inner = ids.find((id) => id !== outer) ?? '';
    a.decide('reject', [outer]);
    expect(shown(meet())[0]).toBe('paragraph alpha beta gamma{+ and+}');
    a.undo();
    expect(shown(meet())[0]).toBe('paragraph alpha beta gamma{+ one and two+}');
    b.decide('reject', [inner]);
    expect(shown(meet())[0]).toBe('paragraph alpha beta gamma{+ one two+}');
  });
});

describe('one decides, the other goes on', () => {
  test.each<readonly [Name, Name, string, string]>([
    // [suggested by the first and known to both, done by the second, while the first accepts, while the first rejects]
    ['type', 'type', 'paragraph alpha beXXta gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['type', 'kind', 'heading1 alpha beXta gamma / paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['type', 'accept', 'paragraph alpha beXta gamma / paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    ['type', 'reject', 'paragraph alpha beta gamma / paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    [
      'type',
      'split',
      'paragraph alpha be / paragraph {+X+}ta gamma / paragraph delta',
      'paragraph alpha be / paragraph {+X+}ta gamma / paragraph delta',
    ],
    ['strike', 'type', 'paragraph alpha X gamma / paragraph delta', 'paragraph alpha betaX gamma / paragraph delta'],
    ['strike', 'accept', 'paragraph alpha  gamma / paragraph delta', 'paragraph alpha  gamma / paragraph delta'],
    ['strike', 'reject', 'paragraph alpha  gamma / paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    [
      'split',
      'type',
      'paragraph alpha beX / paragraph ta gamma / paragraph delta',
      'paragraph alpha beXta gamma / paragraph delta',
    ],
    [
      'split',
      'accept',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
    ],
    [
      'split',
      'reject',
      'paragraph alpha be / paragraph ta gamma / paragraph delta',
      'paragraph alpha beta gamma / paragraph delta',
    ],
    [
      'block',
      'type',
      'paragraph alpha beXta gamma / paragraph new / paragraph delta',
      'paragraph alpha beXta gamma / paragraph delta',
    ],
    [
      'block',
      'accept',
      'paragraph alpha beta gamma / paragraph new / paragraph delta',
      'paragraph alpha beta gamma / paragraph delta',
    ],
    ['join', 'type', 'paragraph alpha beXta gammadelta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['join', 'accept', 'paragraph alpha beta gammadelta', 'paragraph alpha beta gammadelta'],
    ['join', 'reject', 'paragraph alpha beta gammadelta', 'paragraph alpha beta gamma / paragraph delta'],
    ['kind', 'type', 'heading1 alpha beXta gamma / paragraph delta', 'paragraph alpha beXta gamma / paragraph delta'],
    ['kind', 'accept', 'heading1 alpha beta gamma / paragraph delta', 'heading1 alpha beta gamma / paragraph delta'],
    ['remove', 'type', 'paragraph delta', 'paragraph alpha beta gammaX / paragraph delta'],
    ['remove', 'accept', 'paragraph delta', 'paragraph delta'],
    ['remove', 'reject', 'paragraph delta', 'paragraph alpha beta gamma / paragraph delta'],
    ['move', 'accept', 'paragraph delta / paragraph alpha beta gamma', 'paragraph delta / paragraph alpha beta gamma'],
    ['move', 'reject', 'paragraph delta / paragraph alpha beta gamma', 'paragraph alpha beta gamma / paragraph delta'],
    [
      'bold',
      'type',
      'paragraph alp{*ha be*}Xta gamma / paragraph delta',
      'paragraph alpha beXta gamma / paragraph delta',
    ],
  ])('%s ‖ %s', (suggested, done, whileAccepted, whileRejected) => {
    for (const [verdict, expected] of [
      ['accept', whileAccepted],
      ['reject', whileRejected],
    ] as const) {
      const [a, b] = two();
      a.suggest();
      perform(a, suggested);
      meet();
      a.suggest(false);
      a.decide(verdict);
      perform(b, done);
      expect(shown(meet())).toEqual(lines(expected));
      for (const replica of replicas) replica.destroy();
    }
    replicas = [];
  });

  test.each<readonly [Name, string]>([
    ['type', '{*alp*}ha beXta gamma!delta'],
    ['strike', '{*alp*}ha  gamma!delta'],
    ['join', '{*alp*}ha beta gamma!delta'],
    ['indent', '{*alp*}ha beta gamma!delta'],
  ])('a join, words and a look are accepted at once ‖ %s: every letter once, and in its place', (done, expected) => {
    const [a, b] = two();
    a.suggest();
    a.caret(0, -1);
    a.type('!');
    a.caret(0, 0, { index: 0, offset: 3 });
    a.run(toggle('bold'));
    a.caret(1, 0);
    a.run(backspaceAtStart);
    a.suggest(false);
    meet();
    a.decide('accept');
    perform(b, done);
    expect(shown(meet()).map((line) => line.replace(/^\S+ /, ''))).toEqual([expected]);
  });
});
