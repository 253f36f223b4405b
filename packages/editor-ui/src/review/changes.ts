/**
 * What changed in a document since a known state, and by whom: exact, from the Yjs structs, and not guessed from two texts. A copy that keeps what is
 * deleted holds both at once; walking it gives each letter that came and each that went, in the order in which they stand.
 */
import * as Y from 'yjs';
import { createShown, type Shown } from '../binding/twins.ts';

/** A run of letters: still there, come since, or gone since. */
export interface ChangeRun {
  readonly text: string;
  readonly kind: 'same' | 'added' | 'removed';
  /** Whoever added or removed it, as `toAuthor` has it; empty where nobody is known. */
  readonly author: string;
  readonly client: number;
  readonly clock: number;
  /** Where it stands in the block's text as it is now, or stood. */
  readonly at: number;
}

/** One place that changed. */
export interface Change {
  /** The same as long as the place is the same. */
  readonly key: string;
  readonly runs: readonly ChangeRun[];
  readonly authors: readonly string[];
  /** Where it is now: the number of the shown block, and from where to where in its text. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** A block that came or went whole. */
  readonly block: 'same' | 'added' | 'removed';
  /** Inside of a table: it is told, and not taken back by itself. */
  readonly isNested: boolean;
  /** The name of the node, and its attributes where the block went. Not validated. */
  readonly node: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ChangesOptions {
  readonly doc: Y.Doc;
  /** The name of the content's root. */
  readonly root: string;
  /** A Yjs V2 state. */
  readonly before: Uint8Array;
  /** Who wrote a client's structs, and who deleted one. `undefined`: this person, whose changes are not told. */
  authorOf(client: number): string | undefined;
  deleterOf(client: number, clock: number): string | undefined;
}

/** A block as it was and is. */
export interface ComparedBlock {
  readonly block: Change['block'];
  readonly runs: readonly ChangeRun[];
}

/** A comparison that follows the document. */
export interface Changes {
  /** What changed and was not accepted, in the order of the text. */
  list(): readonly Change[];
  /** Every block that is shown or was, with all that came and went in it. */
  blocks(): readonly ComparedBlock[];
  /** Whether the document is what the comparison takes it for: a state that somebody made up may say other things under the same names. */
  isTrue(): boolean;
  /** Not told any more. */
  accept(change: Change): void;
}

type Kind = ChangeRun['kind'];

/** @throws if the state cannot be applied: it must be this device's own */
export function createChanges({ doc, root, before, authorOf, deleterOf }: ChangesOptions): Changes {
  const both = new Y.Doc({ gc: false });
  Y.applyUpdateV2(both, before);
  const known = Y.decodeStateVector(Y.encodeStateVector(both));
  const gone = Y.createDeleteSetFromStructStore(both.store);
  /** Letters by their ids: Yjs cuts and joins runs as it likes. */
  const accepted = new Set<string>();

  /** What became of a struct since; `undefined` where it was not there before and is not now. */
  function toKind(item: Y.Item): Kind | undefined {
    const isOld = item.id.clock < (known.get(item.id.client) ?? 0);
    if (!item.deleted) return isOld ? 'same' : 'added';
    return isOld && !Y.isDeleted(gone, item.id) ? 'removed' : undefined;
  }

  function toRun(item: Y.Item, text: string, at: number): ChangeRun | undefined {
    let kind = toKind(item);
    if (kind === undefined) return undefined;
    const { client, clock } = item.id;
    const author = kind === 'same' ? '' : kind === 'added' ? authorOf(client) : deleterOf(client, clock);
    if (author === undefined) {
      if (kind === 'removed') return undefined;
      kind = 'same';
    }
    return { text, kind, author: kind === 'same' ? '' : (author ?? ''), client, clock, at };
  }

  function isAccepted({ client, clock }: ChangeRun, offset: number): boolean {
    return accepted.has(`${client}:${clock + offset}`);
  }

  /** What was accepted stands there like the rest, or is gone. */
  function withoutAccepted(run: ChangeRun): ChangeRun[] {
    if (run.kind === 'same' || accepted.size === 0) return [run];
    const runs: ChangeRun[] = [];
    for (let from = 0, to = 1; from < run.text.length; from = to, to = from + 1) {
      const isOver = isAccepted(run, from);
      while (to < run.text.length && isAccepted(run, to) === isOver) to++;
      const part = { ...run, text: run.text.slice(from, to), clock: run.clock + from };
      const at = run.kind === 'removed' ? run.at : run.at + from;
      if (!isOver) runs.push({ ...part, at });
      else if (run.kind === 'added') runs.push({ ...part, at, kind: 'same', author: '' });
    }
    return runs;
  }

  function blockRuns(element: Y.XmlElement, shown: Shown): ChangeRun[] {
    const runs: ChangeRun[] = [];
    // What is nested, and still known by the gate, is at most a row and a cell deep.
    for (const inner of innerElements(element)) runs.push(...blockRuns(inner, shown));
    let at = 0;
    for (let child = element._start; child !== null; child = child.right) {
      if (!(child.content instanceof Y.ContentType) || !(child.content.type instanceof Y.XmlText)) continue;
      for (let item = child.content.type._start; item !== null; item = item.right) {
        if (!(item.content instanceof Y.ContentString)) continue;
        for (const { clock, length } of item.deleted ? [{ ...item.id, length: item.length }] : shown.lettersOf(item)) {
          const from = clock - item.id.clock;
          const run = toRun(item, item.content.str.slice(from, from + length), at);
          if (run !== undefined) runs.push(...withoutAccepted({ ...run, clock }));
          if (!item.deleted) at += length;
        }
      }
    }
    return runs;
  }

  /** Every block that is shown or was, in order; `index` is its number among those shown. */
  function* walk(): Iterable<{
    readonly element: Y.XmlElement;
    readonly whole: ChangeRun;
    readonly runs: readonly ChangeRun[];
    readonly index: number;
  }> {
    Y.applyUpdateV2(both, Y.encodeStateAsUpdateV2(doc, Y.encodeStateVector(both)));
    const content = both.getXmlFragment(root);
    const shown = createShown(content);
    let index = 0;
    for (let item = content._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.XmlElement)) continue;
      const element = item.content.type;
      if (shown.hidden().has(element)) continue;
      const told = toRun(item, '', 0);
      // A block that was accepted with what stood in it is one like the others, or gone.
      const isOver = accepted.has(`${item.id.client}:${item.id.clock}`);
      const whole = told && isOver ? (item.deleted ? undefined : { ...told, kind: 'same' as const }) : told;
      if (whole !== undefined) yield { element, whole, runs: blockRuns(element, shown), index };
      if (!item.deleted) index++;
    }
  }

  function list(): readonly Change[] {
    const changes: Change[] = [];
    for (const { element, whole, runs, index } of walk()) {
      changes.push(
        ...(whole.kind === 'same'
          ? toPlaces(runs, index, element.nodeName !== 'block')
          : toWhole(whole, runs, index, element)),
      );
    }
    return withoutMoved(changes);
  }

  return {
    list,
    blocks: () => [...walk()].map(({ whole, runs }) => ({ block: whole.kind, runs: withWhole(runs, whole) })),
    isTrue() {
      list();
      return both.getXmlFragment(root).toString() === doc.getXmlFragment(root).toString();
    },
    accept({ runs, key }) {
      accepted.add(key);
      for (const { client, clock, text } of runs) {
        for (let i = 0; i < text.length; i++) accepted.add(`${client}:${clock + i}`);
      }
    },
  };
}

function textOf({ runs }: Change, kind: Kind): string {
  return runs.map((run) => (run.kind === kind ? run.text : '')).join('');
}

/** Words that one person took away here and put there, by a split, a join or a move, did not change. */
function withoutMoved(changes: readonly Change[]): Change[] {
  const waiting = new Map<string, Change>();
  const moved = new Set<Change>();
  for (const change of changes) {
    // Taken away and put back at the same place.
    if (change.block === 'same' && textOf(change, 'added') === textOf(change, 'removed')) moved.add(change);
    const [first] = change.runs;
    if (first === undefined) continue;
    const { kind, author } = first;
    if (change.runs.some((run) => run.kind !== kind)) continue;
    const text = textOf(change, kind);
    const partner = waiting.get(`${kind === 'added' ? 'removed' : 'added'} ${author} ${text}`);
    if (partner !== undefined && text !== '' && !moved.has(partner)) {
      moved.add(partner);
      moved.add(change);
    } else waiting.set(`${kind} ${author} ${text}`, change);
  }
  return changes.filter((change) => !moved.has(change));
}

/** Letters that nobody deleted by name went along with their block. */
function withWhole(runs: readonly ChangeRun[], whole: ChangeRun): ChangeRun[] {
  return runs.map((run) => (run.kind !== 'same' && run.author === '' ? { ...run, author: whole.author } : run));
}

/** A block that came or went; one without text that only came is nothing to tell. */
function toWhole(whole: ChangeRun, runs: readonly ChangeRun[], index: number, element: Y.XmlElement): Change[] {
  const kind = whole.kind;
  const told = withWhole(runs, whole).filter((run) => run.kind === kind);
  if (told.length === 0 && element.nodeName === 'block') return [];
  const to = runs.reduce((sum, run) => sum + (run.kind === 'removed' ? 0 : run.text.length), 0);
  const attributes: Record<string, unknown> = {};
  for (const [name, { content, length }] of element._map) {
    if (content instanceof Y.ContentAny) attributes[name] = content.arr[length - 1];
  }
  return [
    {
      key: `${whole.client}:${whole.clock}`,
      runs: told,
      authors: authorsOf([whole, ...told]),
      index,
      from: 0,
      to: kind === 'added' ? to : 0,
      block: kind,
      node: element.nodeName,
      isNested: element.nodeName !== 'block' && told.length > 0,
      attributes,
    },
  ];
}

/** The elements inside of one, also those that are gone. */
function* innerElements(element: Y.XmlElement): Iterable<Y.XmlElement> {
  for (let child = element._start; child !== null; child = child.right) {
    if (child.content instanceof Y.ContentType && child.content.type instanceof Y.XmlElement) yield child.content.type;
  }
}

/** Neighbouring letters that came or went are one place. */
function toPlaces(runs: readonly ChangeRun[], index: number, isNested: boolean): Change[] {
  const places: Change[] = [];
  let open: ChangeRun[] = [];
  let from = 0;
  let at = 0;
  const close = (): void => {
    const [first] = open;
    if (first !== undefined)
      places.push({
        key: `${first.client}:${first.clock}`,
        runs: open,
        authors: authorsOf(open),
        index,
        from,
        to: at,
        block: 'same',
        node: 'block',
        isNested,
        attributes: {},
      });
    open = [];
  };
  for (const run of runs) {
    if (run.kind === 'same') close();
    else {
      if (open.length === 0) from = at;
      open.push(run);
    }
    if (run.kind !== 'removed') at += run.text.length;
  }
  close();
  return places;
}

function authorsOf(runs: readonly ChangeRun[]): string[] {
  return [...new Set(runs.map(({ author }) => author))];
}
