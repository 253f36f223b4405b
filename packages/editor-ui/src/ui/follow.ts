/** Following somebody: where they write stays in sight, until this person does something themselves. */
import type { Awareness } from 'y-protocols/awareness';
import type { Editor } from '../editor.ts';
import { presenceWords } from '../words/presence.ts';
import type { Banners } from './banners.ts';
import { createCleanup, targetOf } from './part.ts';
import { awarenessToPeople, type Person, personToKey } from './people.ts';

const TOPIC = 'follow';
/** ms: whoever reloads their page is back within it. */
const WAIT_FOR = 20_000;
/** Pressed by whoever means something else by them, or nothing yet. */
const NO_DEED = /^(?:Tab|Shift|Control|Alt|AltGraph|Meta)$/;

export interface Follow {
  /** Follows them, or no longer. */
  toggle(person: Person): void;
  destroy(): void;
}

/** Options of {@link createFollow}. */
export interface FollowOptions {
  readonly editor: Pick<Editor, 'followPeople'>;
  readonly awareness: Awareness;
  readonly banners: Banners;
  /** What is pressed in here does not end it. */
  readonly besides: readonly HTMLElement[];
  announce(words: string): void;
  /** Whom it follows now, as `personToKey` has it. */
  changed(key: string | undefined): void;
}

/** Follows nobody yet. */
export function createFollow({ editor, awareness, banners, besides, announce, changed }: FollowOptions): Follow {
  const cleanup = createCleanup();
  let followed: Person | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(isNeeded: boolean): void {
    if (!isNeeded) {
      clearTimeout(timer);
      timer = undefined;
    } else timer ??= setTimeout(stop, WAIT_FOR);
  }

  function tell(words: string): void {
    const actions = [{ label: presenceWords().stopFollowing, run: stop }];
    banners.set({ topic: TOPIC, kind: 'reading', words, actions });
  }

  function stop(): void {
    if (followed === undefined) return;
    announce(presenceWords().notFollowing(followed.name));
    followed = undefined;
    wait(false);
    editor.followPeople([]);
    banners.clear(TOPIC);
    changed(undefined);
  }

  /** Them as they are now: under another name, or in another tab. */
  function find({ clientIds, ...known }: Person): Person | undefined {
    const others = awarenessToPeople(awareness).filter(({ self }) => !self);
    return (
      others.find((each) => personToKey(each) === personToKey(known)) ??
      others.find((each) => each.clientIds.some((id) => clientIds.includes(id)))
    );
  }

  function look(): void {
    if (followed === undefined) return;
    const here = find(followed);
    wait(here === undefined);
    editor.followPeople(here?.clientIds ?? []);
    followed = here ?? followed;
    const { following, waitingFor } = presenceWords();
    tell(here === undefined ? waitingFor(followed.name) : following(followed.name));
    changed(personToKey(followed));
  }

  function deed(event: Event): void {
    if (followed === undefined) return;
    const target = targetOf(event);
    if (besides.some((each) => target !== undefined && each.contains(target))) return;
    if (event instanceof KeyboardEvent && NO_DEED.test(event.key)) return;
    stop();
  }

  for (const type of ['pointerdown', 'wheel', 'keydown', 'beforeinput'] as const)
    cleanup.listen(document, type, deed, { capture: true, passive: true });
  awareness.on('change', look);
  cleanup.add(() => awareness.off('change', look));
  cleanup.add(stop);

  return {
    toggle(person) {
      const isSame = followed !== undefined && personToKey(followed) === personToKey(person);
      if (followed !== undefined) stop();
      if (isSame) return;
      followed = person;
      announce(presenceWords().following(person.name));
      look();
    },
    destroy: () => cleanup.run(),
  };
}
