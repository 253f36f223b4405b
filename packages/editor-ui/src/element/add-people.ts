/** Who is here, in the bar; whoever is pressed is gone to and followed. */
import type { Awareness } from 'y-protocols/awareness';
import type { Editor } from '../editor.ts';
import { editorFailure } from '../errors.ts';
import { createLate } from '../late/late.ts';
import type { Announcer } from '../ui/announcer.ts';
import type { Banners } from '../ui/banners.ts';
import type { createFollow, Follow } from '../ui/follow.ts';
import type { Notices } from '../ui/notices.ts';
import type { Cleanup } from '../ui/part.ts';
import { createPeople } from '../ui/people.ts';
import { toSentence } from '../words/failures.ts';

export interface AddPeopleOptions {
  readonly editor: Editor;
  readonly awareness: Awareness;
  readonly announcer: Announcer;
  readonly banners: Banners;
  readonly notices: Notices;
  readonly onPeople: (() => void) | undefined;
}

/** @returns what stands in the bar */
export function addPeople(options: AddPeopleOptions, cleanup: Cleanup): HTMLElement {
  const { editor, awareness, announcer, banners, notices, onPeople } = options;
  const announce = (words: string): void => announcer.say('people', words);
  const people = createPeople({
    awareness,
    announce,
    follow(person, isFollowed) {
      if (!isFollowed && !person.clientIds.some((clientId) => editor.revealPerson(clientId))) return false;
      void follow.load().then((late) => late?.toggle(person));
      return true;
    },
    ...(onPeople === undefined ? {} : { onPeople }),
  });
  const follow = createLate<{ createFollow: typeof createFollow }, Follow>({
    fetch: () => import('../ui/follow.ts'),
    settled: () => Promise.resolve(),
    attach: ({ createFollow: create }) =>
      create({
        editor,
        awareness,
        banners,
        besides: [people.element, banners.element],
        announce,
        changed: (key) => people.setFollowed(key),
      }),
    failed() {
      const failure = editorFailure('part-missing');
      notices.show({ topic: failure.code, kind: 'trouble', words: toSentence(failure) });
    },
  });
  cleanup.add(people.destroy);
  cleanup.add(() => follow.destroy());
  return people.element;
}
