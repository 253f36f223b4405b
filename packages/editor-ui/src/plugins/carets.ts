import type { EditorView } from 'prosemirror-view';
import type { Binding } from '../binding/binding.ts';
import { peerPosition } from '../binding/places.ts';
import type { EditorPerson } from '../people.ts';
import type { EditorPorts } from '../ports.ts';
import type { Presence } from '../editor-document.ts';
import { seenAt, unfoldAt } from './folds.ts';
import { rangeToLines } from './lines.ts';
import { toPerson } from './people.ts';

/** The most carets that are drawn. */
const MAX_PEOPLE = 64;

export interface Carets {
  /** Something moved: draw at the next frame. */
  update(): void;
  people(): readonly EditorPerson[];
  reveal(clientId: number): boolean;
  /** From now on, whichever of these carets moved last stays in sight; of none, nothing does. */
  follow(clientIds: readonly number[]): void;
  destroy(): void;
}

interface Drawn {
  readonly root: HTMLElement;
  readonly caret: HTMLElement;
  readonly label: HTMLElement;
  readonly ranges: HTMLElement;
  /** Where they said last that their caret is. */
  place: string;
  /** What was written last: written again, it would cost the page another layout with every letter. */
  look: string;
}

interface Placed extends EditorPerson {
  readonly anchor: number;
  readonly head: number;
  /** As they say it, by letters of the Y.Doc: it stays while others write before it. */
  readonly place: string;
}

/**
 * Other people's carets, drawn in a layer over the text and never in it: a widget inside the text would break an IME
 * composition and move the words. Everything is placed once a frame, from positions in the Y.Doc.
 */
export function createCarets(
  view: EditorView,
  layer: HTMLElement,
  awareness: Presence,
  binding: Binding,
  ports: Pick<EditorPorts, 'frame'>,
  onPeople: () => void,
): Carets {
  const drawn = new Map<number, Drawn>();
  const own = awareness.clientID;
  let placed: readonly Placed[] = [];
  let cancelDraw: (() => void) | undefined;
  let followed: readonly number[] = [];
  let lead: number | undefined;

  function place(): Placed[] {
    const found: Placed[] = [];
    const inside = binding.inside();
    if (!inside) return found;
    // The blocks are listed once, and not for each caret.
    const list = inside.shown.list();
    const still = { ...inside, shown: { ...inside.shown, list: () => list } };
    for (const [clientId, state] of awareness.getStates()) {
      if (clientId === own || found.length >= MAX_PEOPLE) continue;
      const { user, cursor } = state as { user?: unknown; cursor?: unknown };
      const { anchor, head } = (typeof cursor === 'object' && cursor !== null ? cursor : {}) as Record<string, unknown>;
      const to = peerPosition(still, head);
      if (to === undefined) continue;
      const place = JSON.stringify([anchor, head]);
      found.push({ ...toPerson(clientId, user), anchor: peerPosition(still, anchor) ?? to, head: to, place });
    }
    return found;
  }

  function draw(): void {
    cancelDraw = undefined;
    const before = placed;
    placed = place();
    for (const [clientId, { root }] of drawn) {
      if (placed.some((person) => person.clientId === clientId)) continue;
      root.remove();
      drawn.delete(clientId);
    }
    // All reading of layout before any writing.
    const base = layer.getBoundingClientRect();
    const boxes = placed.map((person) => ({
      person,
      box: view.coordsAtPos(seenAt(view.state, person.head)),
      lines: person.anchor === person.head ? [] : rangeToLines(view, person.anchor, person.head),
    }));
    for (const { person, box, lines } of boxes) drawPerson(person, box, lines, base);
    keepInSight(placed.find(({ clientId }) => clientId === lead));
    if (before.length !== placed.length || before.some((person, i) => !isSamePerson(person, placed[i]))) onPeople();
  }

  function drawPerson(
    person: Placed,
    box: { left: number; top: number; bottom: number },
    lines: readonly DOMRect[],
    base: DOMRect,
  ): void {
    const parts = drawn.get(person.clientId) ?? createParts(layer);
    drawn.set(person.clientId, parts);
    const { root, caret, label, ranges } = parts;
    if (person.place !== parts.place) {
      if (followed.includes(person.clientId)) lead = person.clientId;
      // Starts the label's animation again: it shows, then fades.
      label.dataset['beat'] = label.dataset['beat'] === 'a' ? 'b' : 'a';
      parts.place = person.place;
    }
    const look = toLook(person, box, lines, base);
    if (look === parts.look) return;
    parts.look = look;
    root.style.setProperty('--weft-person', person.color);
    if (label.textContent !== person.name) label.textContent = person.name;
    caret.style.transform = `translate(${box.left - base.left}px, ${box.top - base.top}px)`;
    caret.style.height = `${box.bottom - box.top}px`;
    caret.dataset['flip'] = String(box.left - base.left > base.width * 0.7);
    caret.dataset['below'] = String(box.top - base.top < 24);
    while (ranges.childElementCount > lines.length) ranges.lastElementChild?.remove();
    while (ranges.childElementCount < lines.length) ranges.append(layer.ownerDocument.createElement('div'));
    lines.forEach((line, index) => {
      const { style } = ranges.children[index] as HTMLElement;
      style.transform = `translate(${line.left - base.left}px, ${line.top - base.top}px)`;
      style.width = `${line.width}px`;
      style.height = `${line.height}px`;
    });
  }

  function scrollTo(person: Placed, how: ScrollIntoViewOptions): void {
    const { node } = view.domAtPos(Math.min(person.head, view.state.doc.content.size));
    const element = node instanceof HTMLElement ? node : node.parentElement;
    // Its block first: a table may have to be scrolled sideways, and a long one not laid out yet.
    if (how.block === 'center' || element?.closest('table')) element?.scrollIntoView(how);
    drawn.get(person.clientId)?.caret.scrollIntoView(how);
  }

  function keepInSight(person: Placed | undefined): void {
    if (person === undefined || !followed.includes(person.clientId)) return;
    const isCalm = view.dom.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollTo(person, { block: 'nearest', inline: 'nearest', behavior: isCalm === true ? 'auto' : 'smooth' });
  }

  function update(): void {
    cancelDraw ??= ports.frame(draw);
  }

  const observer = new ResizeObserver(update);
  observer.observe(view.dom);
  observer.observe(layer);
  awareness.on('change', update);
  update();

  return {
    update,
    people: () => placed,
    reveal(clientId) {
      const person = placed.find((each) => each.clientId === clientId);
      if (!person) return false;
      unfoldAt(view, person.head);
      scrollTo(person, { block: 'center' });
      return true;
    },
    follow(clientIds) {
      followed = clientIds;
      if (lead === undefined || !clientIds.includes(lead))
        lead = placed.find(({ clientId }) => clientIds.includes(clientId))?.clientId;
      update();
    },
    destroy() {
      observer.disconnect();
      awareness.off('change', update);
      cancelDraw?.();
      layer.replaceChildren();
      drawn.clear();
    },
  };
}

function isSamePerson(a: EditorPerson, b: EditorPerson | undefined): boolean {
  return b !== undefined && a.clientId === b.clientId && a.name === b.name && a.color === b.color;
}

/** Everything that how a person is drawn depends on. */
function toLook(
  { name, color }: Placed,
  { left, top, bottom }: { left: number; top: number; bottom: number },
  lines: readonly DOMRect[],
  base: DOMRect,
): string {
  const boxes = lines.flatMap((line) => [line.left, line.top, line.width, line.height]);
  return JSON.stringify([name, color, base.left, base.top, base.width, left, top, bottom, ...boxes]);
}

function createParts(layer: HTMLElement): Drawn {
  const { ownerDocument } = layer;
  const create = (name: string): HTMLElement => {
    const part = ownerDocument.createElement('div');
    part.className = `weft-${name}`;
    return part;
  };
  const [root, caret, label, ranges] = [create('presence'), create('caret'), create('name'), create('ranges')];
  caret.append(label);
  root.append(ranges, caret);
  layer.append(root);
  return { root, caret, label, ranges, place: '', look: '' };
}
