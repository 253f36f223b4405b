/** What helps to put people, days and emoji into the text: a list after `@`, a list after `:`, a month to choose a day from. */
import { html } from 'lit/html.js';
import { AtSign, Calendar, CalendarDays } from 'lucide';
import { matchPeople } from '../comments/mentions.ts';
import type { MatchEmoji, rememberEmoji } from '../pieces/emoji.ts';
import { dateToDay, dayToWords, matchDays } from '../pieces/days.ts';
import { insertPiece } from '../pieces/pieces.ts';
import { typedAfter } from '../pieces/typed.ts';
import { fetchEmojiNames } from '../words/words.ts';
import { writingWords } from '../words/writing.ts';
import type { Editor } from '../editor.ts';
import type { EditorEvents } from '../editor-events.ts';
import { createDatePicker } from './date-picker.ts';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { createTypedList, type TypedItem, type TypedQuery } from './typed-list.ts';

/** Fewer letters than this say nothing of an emoji: a colon is a colon first. */
const LEAST = 2;
const MOST = 12;

/** The lists and the month. */
export interface Pieces extends Part {
  /** A sign was typed before the lists were here. */
  typed(sign: '@' | ':'): void;
  /** A command, or a press on a day, asks. */
  ask(request: EditorEvents['piece-request']): void;
}

/** Creates the lists and the month; they open by themselves. */
export function createPieces(editor: Editor): Pieces {
  const element = document.createElement('div');
  const cleanup = createCleanup();
  const { view } = editor;
  const picker = createDatePicker(() => editor.focus('here'));
  let emoji: MatchEmoji | undefined;
  let used: typeof rememberEmoji | undefined;
  let isAsked = false;

  const put = (range: { from: number; to: number }, piece: Parameters<typeof insertPiece>[1]): void => {
    editor.apply(insertPiece(range, piece));
    editor.focus('here');
  };
  const askDay = (range: { readonly from: number; readonly to: number }, day: string | undefined): void => {
    const { left, top, bottom } = view.coordsAtPos(range.from);
    const anchor = { getBoundingClientRect: () => new DOMRect(left, top, 0, bottom - top) };
    const remove = (): void => {
      editor.apply((state, dispatch) => {
        dispatch?.(state.tr.delete(range.from, range.to));
        return true;
      });
      editor.focus('here');
    };
    picker.open(anchor, day, (chosen) => put(range, { day: chosen }), day === undefined ? undefined : remove);
  };

  const findNamed = (query: string): readonly TypedItem[] => {
    const people = matchPeople(editor.comments?.get()?.people() ?? [], query).map(
      ({ device, name }): TypedItem => ({
        lead: iconView(AtSign),
        label: name,
        run: (typed) => put(typed, { device, name }),
      }),
    );
    const days = matchDays(query, dateToDay(new Date())).map(
      ({ day, name }): TypedItem => ({
        lead: iconView(Calendar),
        label: name.charAt(0).toLocaleUpperCase() + name.slice(1),
        hint: dayToWords(day),
        run: (typed) => put(typed, { day }),
      }),
    );
    const another: TypedItem = {
      lead: iconView(CalendarDays),
      label: writingWords().anotherDay,
      run: (typed) => askDay(typed, undefined),
    };
    return query === '' || days.length > 0 ? [...people, ...days, another] : people;
  };
  const named = createTypedList({
    editor,
    label: writingWords().peopleAndDays,
    sign: '@',
    read: (state) => typedAfter(state, '@'),
    find: findNamed,
  });

  let isCommand = false;
  const write = ({ from, to }: TypedQuery, sign: string): void => {
    editor.apply((state, dispatch) => {
      dispatch?.(state.tr.insertText(sign, from, to).scrollIntoView());
      return true;
    });
    editor.focus('here');
  };
  const findEmoji = (query: string): readonly TypedItem[] | undefined => {
    if (!isCommand && query.length < LEAST) return undefined;
    if (!emoji && !isAsked) {
      isAsked = true;
      // Offline before they were ever fetched: the colon stays a colon.
      const names = fetchEmojiNames()?.catch(() => undefined);
      void Promise.all([import('../pieces/emoji.ts'), names]).then(
        ([module, known]) => {
          emoji = module.createEmojiFinder(known);
          used = module.rememberEmoji;
          signs.refresh();
        },
        () => {
          isAsked = false;
        },
      );
    }
    return emoji?.(query, MOST).map(({ sign, name }) => ({
      lead: html`<i class="weft-emoji" aria-hidden="true">${sign}</i>`,
      label: name,
      run: (typed) => {
        used?.(sign);
        write(typed, sign);
      },
    }));
  };
  const signs = createTypedList({
    editor,
    label: writingWords().emoji,
    sign: ':',
    read(state) {
      const typed = typedAfter(state, ':');
      if (typed === undefined) isCommand = false;
      return typed;
    },
    find: findEmoji,
  });

  const ask: Pieces['ask'] = (request) => {
    if (request.type === 'date') {
      const { from, to } = request.piece ?? view.state.selection;
      askDay({ from, to }, request.piece?.value);
      return;
    }
    isCommand = request.type === 'emoji';
    (isCommand ? signs : named).open();
  };
  element.append(named.element, signs.element, picker.element);
  for (const part of [named, signs, picker]) cleanup.add(part.destroy);
  cleanup.add(() => element.remove());
  return {
    element,
    ask,
    typed: (sign) => (sign === '@' ? named : signs).open(),
    destroy: () => cleanup.run(),
  };
}
