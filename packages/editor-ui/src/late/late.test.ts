import { describe, expect, test } from 'vitest';
import { createLate, type OwnLate } from './late.ts';

interface Try {
  resolve(): void;
  reject(): void;
}

function setUp(): {
  readonly late: OwnLate<{ readonly name: string; destroy(): void }>;
  readonly tries: Try[];
  readonly said: string[];
  settle: Promise<void>;
} {
  const tries: Try[] = [];
  const said: string[] = [];
  const made = { late: undefined as never, tries, said, settle: Promise.resolve() };
  const late = createLate({
    fetch: () =>
      new Promise<string>((resolve, reject) => {
        tries.push({ resolve: () => resolve('part'), reject: () => reject(new TypeError('no network')) });
      }),
    settled: () => made.settle,
    attach(name: string) {
      said.push('attached');
      return { name, destroy: () => said.push('ended') };
    },
    failed: () => said.push('failed'),
  });
  return Object.assign(made, { late });
}

describe('a part that is fetched on use', () => {
  test('is fetched once, however often it is asked for, and whoever waits is told', async () => {
    const { late, tries, said } = setUp();
    const heard: (string | undefined)[] = [];
    late.subscribe((part) => heard.push(part?.name));
    const asked = [late.load(), late.load()];
    expect(late.get()).toBeUndefined();
    tries[0]?.resolve();
    expect((await Promise.all(asked)).map((part) => part?.name)).toEqual(['part', 'part']);
    expect([tries.length, heard, said, late.get()?.name]).toEqual([1, ['part'], ['attached'], 'part']);
  });

  test('that cannot be had says so once to whoever asked, and is tried anew by the next', async () => {
    const { late, tries, said } = setUp();
    const first = [late.load(), late.load()];
    tries[0]?.reject();
    expect(await Promise.all(first)).toEqual([undefined, undefined]);
    expect(said).toEqual(['failed']);
    const second = late.load();
    tries[1]?.resolve();
    expect((await second)?.name).toBe('part');
  });

  test('fetched ahead of its use in vain, says nothing; asked for meanwhile, it does', async () => {
    const { late, tries, said } = setUp();
    late.prepare();
    tries[0]?.reject();
    await expect.poll(() => (late.prepare(), tries.length)).toBe(2);
    expect(said).toEqual([]);
    const asked = late.load();
    tries[1]?.reject();
    expect(await asked).toBeUndefined();
    expect(said).toEqual(['failed']);
  });

  test('ended while it is fetched, it never comes to be, and says nothing', async () => {
    for (const outcome of ['resolve', 'reject'] as const) {
      const { late, tries, said } = setUp();
      const asked = late.load();
      late.destroy();
      tries[0]?.[outcome]();
      expect(await asked).toBeUndefined();
      expect([said, await late.load(), tries.length]).toEqual([[], undefined, 1]);
    }
  });

  test('waits for the end of a composition, and may end there', async () => {
    const made = setUp();
    let release = (): void => undefined;
    made.settle = new Promise((resolve) => {
      release = resolve;
    });
    const asked = made.late.load();
    made.tries[0]?.resolve();
    await Promise.resolve();
    expect(made.late.get()).toBeUndefined();
    made.late.destroy();
    release();
    expect(await asked).toBeUndefined();
    expect(made.said).toEqual([]);
  });

  test('is ended with its editor', async () => {
    const { late, tries, said } = setUp();
    const asked = late.load();
    tries[0]?.resolve();
    await asked;
    late.destroy();
    late.destroy();
    expect([said, late.get()]).toEqual([['attached', 'ended'], undefined]);
  });
});
