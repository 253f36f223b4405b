import { afterEach, describe, expect, test } from 'vitest';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { hasAttribute, setAttribute, setKind } from './blocks.ts';
import { splitOrLeave } from './structure.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function people(count: number, text: string): Headless[] {
  replicas = createReplicas(count, (a) => {
    a.caret(0, 0);
    a.type(text);
  });
  return replicas;
}

describe('alignment and direction', () => {
  test('are set on every selected block, seen, and taken back by one undo', () => {
    const [a] = people(1, 'one') as [Headless];
    a.run(splitOrLeave);
    a.type('two');
    a.caret(0, 0, { index: 1, offset: 2 });
    a.history.stopCapturing();
    a.run(setAttribute('align', 'center'));
    a.run(setAttribute('dir', 'rtl'));
    expect(a.state().doc.children.map(({ attrs }) => [attrs['align'], attrs['dir']])).toEqual([
      ['center', 'rtl'],
      ['center', 'rtl'],
    ]);
    expect(a.run(hasAttribute('align', 'center'))).toBe(true);
    expect(a.run(hasAttribute('align', null))).toBe(false);
    a.undo();
    expect(a.run(hasAttribute('align', null))).toBe(true);
    expect(a.run(hasAttribute('dir', null))).toBe(true);
  });

  test('alignment ‖ direction ‖ typing: all three are kept', () => {
    const all = people(3, 'words');
    const [a, b, c] = all as [Headless, Headless, Headless];
    for (const replica of all) replica.caret(0, -1);
    a.run(setAttribute('align', 'end'));
    b.run(setAttribute('dir', 'rtl'));
    c.type(' more');
    syncAll(all);
    for (const replica of all) {
      expect(replica.lines()).toEqual(['paragraph|words more']);
      expect(replica.state().doc.child(0).attrs).toMatchObject({ align: 'end', dir: 'rtl' });
    }
  });
});

describe('code', () => {
  test('a new line begins as far in as the one above it, up to the caret', () => {
    const [a] = people(1, 'if x:') as [Headless];
    a.run(setKind('code'));
    a.caret(0, -1);
    a.run(splitOrLeave);
    a.type('\t  y');
    a.run(splitOrLeave);
    a.type('z');
    expect(a.lines()).toEqual(['code|if x:\n\t  y\n\t  z']);
    a.caret(0, 7, { index: 0, offset: 8 });
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['code|if x:\n\t\n\t y\n\t  z']);
  });
});

describe('a callout', () => {
  test('goes on with Enter and is left by Enter in an empty one', () => {
    const [a] = people(1, 'mind') as [Headless];
    a.run(setKind('callout'));
    a.caret(0, -1);
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['callout|mind', 'callout|']);
    a.run(splitOrLeave);
    expect(a.lines()).toEqual(['callout|mind', 'paragraph|']);
  });
});
