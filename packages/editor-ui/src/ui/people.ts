/** Who is here: initials of the people present, most recent first, each once however many tabs they have open. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { Awareness } from 'y-protocols/awareness';
import { createMenu } from './menu.ts';
import { createCleanup, type Part } from './part.ts';
import { commonWords } from '../words/common.ts';
import { presenceWords } from '../words/presence.ts';

/** A person as shown. Values from peers are cut and checked before they get here. */
export interface Person {
  readonly name: string;
  readonly color: string;
  readonly self: boolean;
  /** The Yjs client ids of their tabs. */
  readonly clientIds: readonly number[];
}

const COLOR = /^#[0-9a-f]{6}$/i;
const MAX_NAME = 64;

/** Reads a peer's user field, which is untrusted: anything may stand there. */
export function toPerson(user: unknown, self: boolean, clientId: number): Person {
  const fields = typeof user === 'object' && user !== null ? (user as Record<string, unknown>) : {};
  const raw = typeof fields['name'] === 'string' ? fields['name'] : '';
  const name = raw
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);
  const color = typeof fields['color'] === 'string' && COLOR.test(fields['color']) ? fields['color'] : '#7a756d';
  return { name: name === '' ? commonWords().someone : name, color, self, clientIds: [clientId] };
}

/** At most two letters that stand for a name. */
export function nameToInitials(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

/** Black or white, whichever reads better on `color`. Source: WCAG 2 relative luminance. */
export function colorToInk(color: string): '#000000' | '#ffffff' {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** The people of an awareness, oneself last, doubles of one name and colour folded together. */
export function awarenessToPeople(awareness: Pick<Awareness, 'clientID' | 'getStates'>): Person[] {
  const people = new Map<string, Person>();
  for (const [client, state] of awareness.getStates()) {
    const person = toPerson((state as Record<string, unknown>)['user'], client === awareness.clientID, client);
    const key = personToKey(person);
    const known = people.get(key);
    if (known === undefined) people.set(key, person);
    else people.set(key, { ...person, self: known.self || person.self, clientIds: [...known.clientIds, client] });
  }
  return [...people.values()].sort((a, b) => Number(a.self) - Number(b.self));
}

/** How many stand beside each other before the rest become a number. */
const SHOWN = 4;

/** Options of {@link createPeople}. */
export interface PeopleOptions {
  readonly awareness: Awareness;
  /** Told who came and who left, in one sentence. */
  readonly announce?: (words: string) => void;
  /** Shows where someone is writing, and follows them, or, where they are followed, no longer; false where they have no caret. */
  readonly follow?: (person: Person, isFollowed: boolean) => boolean;
  /** Shows all about the people: who presses oneself, the rest, or someone without a caret gets there. */
  readonly onPeople?: () => void;
}

/** The row of people. */
export interface PeopleRow extends Part {
  /** Whom this person follows, by {@link personToKey}. */
  setFollowed(key: string | undefined): void;
}

/** What is the same for all the tabs of a person. */
export function personToKey({ color, name }: Pick<Person, 'color' | 'name'>): string {
  return `${color} ${name}`;
}

/** Creates the row of people; it shows nothing while one is alone. */
export function createPeople({ awareness, announce, follow, onPeople }: PeopleOptions): PeopleRow {
  const element = document.createElement('ul');
  element.className = 'weft-people';
  element.setAttribute('aria-label', presenceWords().peopleHere);
  const cleanup = createCleanup();
  let before: ReadonlySet<string> | undefined;
  let followed: string | undefined;
  /** Those who are not shown by themselves. */
  let rest: readonly Person[] = [];

  // The letters are drawn by the stylesheet: as text of a button they would be what it is called, beside its name.
  /** Someone, or several, who cannot be gone to. */
  const groupView = (letters: string, names: string): TemplateResult =>
    onPeople === undefined
      ? html`<span class="weft-avatar" role="img" aria-label=${names} data-tip=${names} data-letters=${letters}></span>`
      : html`<button
          type="button"
          class="weft-avatar"
          aria-label=${presenceWords().peopleAndDevices(names)}
          data-tip=${names}
          data-letters=${letters}
          @click=${onPeople}
        ></button>`;

  const goTo = (person: Person): void => {
    if (follow?.(person, personToKey(person) === followed) !== true) onPeople?.();
  };
  const menu = createMenu({
    label: presenceWords().peopleHere,
    items: () => [
      ...rest
        .filter(({ self }) => !self)
        .map((person) => ({
          label: person.name,
          chosen: personToKey(person) === followed,
          run: () => goTo(person),
        })),
      ...(onPeople === undefined ? [] : [{ label: presenceWords().allPeople, divided: true, run: onPeople }]),
    ],
  });
  cleanup.add(menu.destroy);

  /** Those for whom there is no room: each can be gone to as well. */
  const moreView = (names: readonly string[]): TemplateResult =>
    follow === undefined
      ? groupView(`+${names.length}`, presenceWords().names(names))
      : html`<button
          type="button"
          class="weft-avatar"
          aria-haspopup="menu"
          aria-expanded="false"
          aria-label=${presenceWords().morePeople(names)}
          data-tip=${presenceWords().names(names)}
          data-letters=${`+${names.length}`}
          @click=${(event: Event) => menu.open(event.currentTarget as HTMLElement)}
        ></button>${menu.element}`;

  const avatar = (person: Person): TemplateResult => {
    const name = person.self ? presenceWords().withSelf(person.name) : person.name;
    const initials = nameToInitials(person.name);
    if (person.self || follow === undefined) return html`<li>${groupView(initials, name)}</li>`;
    return html`<li>
      <button
        type="button"
        class="weft-avatar"
        aria-label=${presenceWords().follow(name)}
        aria-pressed=${String(personToKey(person) === followed)}
        data-tip=${name}
        data-letters=${initials}
        @click=${() => goTo(person)}
      ></button>
    </li>`;
  };

  const paint = (): void => {
    const people = awarenessToPeople(awareness);
    const others = people.filter((person) => !person.self);
    element.hidden = others.length === 0;
    const shown = people.length > SHOWN ? people.slice(0, SHOWN - 1) : people;
    rest = people.slice(shown.length);
    const names = rest.map((person) => person.name);
    render(html`${shown.map(avatar)}${rest.length === 0 ? nothing : html`<li>${moreView(names)}</li>`}`, element);
    // Colours go through the CSSOM: the page's policy forbids style attributes.
    const dots = element.querySelectorAll<HTMLElement>('.weft-avatar');
    shown.forEach((person, index) => {
      dots[index]?.style.setProperty('--weft-person', person.color);
      dots[index]?.style.setProperty('--weft-person-ink', colorToInk(person.color));
    });
    const now = new Set(others.map((person) => person.name));
    if (before !== undefined && announce !== undefined) {
      const came = [...now].filter((name) => !before?.has(name));
      const left = [...before].filter((name) => !now.has(name));
      const sentences = [
        ...(came.length > 0 ? [presenceWords().joined(came)] : []),
        ...(left.length > 0 ? [presenceWords().left(left)] : []),
      ];
      if (sentences.length > 0) announce(sentences.join('. '));
    }
    before = now;
  };
  awareness.on('change', paint);
  cleanup.add(() => awareness.off('change', paint));
  cleanup.add(() => element.remove());
  paint();
  return {
    element,
    setFollowed(key) {
      followed = key;
      paint();
    },
    destroy: () => cleanup.run(),
  };
}
