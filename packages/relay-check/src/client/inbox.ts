import { Broken } from '../hold.ts';
import type { CheckPorts } from '../ports.ts';

/** What came over one socket, and what has been waited for. */
export interface Inbox<Item> {
  /** Everything that came, oldest first. */
  readonly items: readonly Item[];
  /** The first that suits and was not taken yet, waiting for it until the deadline. @throws Broken if it does not come */
  take<Found extends Item>(suits: (item: Item) => item is Found, what: string): Promise<Found>;
  /** The code the socket closed with. @throws Broken if it stays open past the deadline */
  ended(what: string): Promise<number>;
  closeCode(): number | undefined;
  put(item: Item): void;
  close(code: number): void;
}

/** An empty one. */
export function createInbox<Item>(ports: CheckPorts, deadlineMs: number): Inbox<Item> {
  const items: Item[] = [];
  const taken = new Set<number>();
  const waiting = new Set<() => void>();
  let closeCode: number | undefined;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  /** Looks now, and again whenever something came, until `look` has an answer. */
  const until = <Answer>(look: () => Answer | undefined, late: () => string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const stop = ports.later(() => {
        waiting.delete(again);
        reject(new Broken(late()));
      }, deadlineMs);
      const again = (): void => {
        try {
          const answer = look();
          if (answer === undefined) return;
          resolve(answer);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        waiting.delete(again);
        stop();
      };
      waiting.add(again);
      again();
    });

  return {
    items,
    take: <Found extends Item>(suits: (item: Item) => item is Found, what: string) =>
      until(
        (): Found | undefined => {
          for (const [at, item] of items.entries()) {
            if (taken.has(at) || !suits(item)) continue;
            taken.add(at);
            return item;
          }
          if (closeCode !== undefined) throw new Broken(`The relay closed (${closeCode}) before it sent ${what}.`);
          return undefined;
        },
        () => `The relay did not send ${what} within ${deadlineMs} ms.`,
      ),
    ended: (what) =>
      until(
        () => closeCode,
        () => `The relay did not close ${what} within ${deadlineMs} ms.`,
      ),
    closeCode: () => closeCode,
    put(item) {
      items.push(item);
      wake();
    },
    close(code) {
      closeCode ??= code;
      wake();
    },
  };
}
