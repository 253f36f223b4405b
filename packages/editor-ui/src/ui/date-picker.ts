/** A month to choose a day from: a grid by the WAI-ARIA "Date Picker" pattern, in the weeks and words of the reader's language. */
import { html, render } from 'lit/html.js';
import { ChevronLeft, ChevronRight } from 'lucide';
import { addDays, addMonths, dateToDay, dayToLongWords, dayToMonth, dayToWeekday, monthGrid } from '../pieces/days.ts';
import { writingWords } from '../words/writing.ts';
import { iconView, mirrored } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { type Anchor, closePopover, openPopover } from './popover.ts';

export interface DatePicker extends Part {
  /** @param remove is given where there is a day already */
  open(anchor: Anchor, day: string | undefined, choose: (day: string) => void, remove?: () => void): void;
}

/** @param onClose where focus goes when nothing was chosen */
export function createDatePicker(onClose: () => void): DatePicker {
  const element = document.createElement('div');
  element.className = 'weft-picker';
  element.popover = 'auto';
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-label', writingWords().chooseDay);
  const cleanup = createCleanup();
  let shown = '';
  let chosen: string | undefined;
  let choose: (day: string) => void = () => undefined;
  let remove: (() => void) | undefined;
  const today = (): string => dateToDay(new Date());

  const finish = (act: () => void): void => {
    closePopover(element);
    act();
  };
  const dayView = (day: string) => html`<td role="gridcell" aria-selected=${String(day === chosen)}>
    <button
      type="button"
      tabindex=${day === shown ? 0 : -1}
      data-day=${day}
      ?data-outside=${day.slice(0, 7) !== shown.slice(0, 7)}
      aria-label=${dayToLongWords(day)}
      aria-current=${day === today() ? 'date' : 'false'}
      @click=${() => finish(() => choose(day))}
    >${Number(day.slice(8))}</button>
  </td>`;
  const paint = (): void => {
    const weeks = monthGrid(shown);
    const month = dayToMonth(shown);
    const say = writingWords();
    render(
      html`<header>
          <button type="button" class="weft-icon-button" aria-label=${say.previousMonth} @click=${() => show(addMonths(shown, -1), false)}>
            ${iconView(mirrored(ChevronLeft), 16)}
          </button>
          <strong aria-live="polite">${month}</strong>
          <button type="button" class="weft-icon-button" aria-label=${say.nextMonth} @click=${() => show(addMonths(shown, 1), false)}>
            ${iconView(mirrored(ChevronRight), 16)}
          </button>
        </header>
        <table role="grid" aria-label=${month}>
          <thead><tr>${weeks[0]?.map((day) => html`<th scope="col" abbr=${dayToWeekday(day, 'long')}>${dayToWeekday(day, 'narrow')}</th>`)}</tr></thead>
          <tbody>${weeks.map((week) => html`<tr>${week.map(dayView)}</tr>`)}</tbody>
        </table>
        <footer>
          <button type="button" class="weft-button" @click=${() => finish(() => choose(today()))}>${say.today}</button>
          <button type="button" class="weft-button" ?hidden=${remove === undefined} @click=${() => finish(() => remove?.())}>${say.remove}</button>
        </footer>`,
      element,
    );
  };
  const show = (day: string, isFocused: boolean): void => {
    shown = day;
    paint();
    if (isFocused) element.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  };
  const isRtl = (): boolean => getComputedStyle(element).direction === 'rtl';
  const steps: Readonly<Record<string, (day: string) => string>> = {
    ArrowLeft: (day) => addDays(day, isRtl() ? 1 : -1),
    ArrowRight: (day) => addDays(day, isRtl() ? -1 : 1),
    ArrowUp: (day) => addDays(day, -7),
    ArrowDown: (day) => addDays(day, 7),
    PageUp: (day) => addMonths(day, -1),
    PageDown: (day) => addMonths(day, 1),
    Home: (day) => monthGrid(day).find((week) => week.includes(day))?.[0] ?? day,
    End: (day) => monthGrid(day).find((week) => week.includes(day))?.[6] ?? day,
  };
  cleanup.listen(element, 'keydown', (event) => {
    const isDay = (event.target as HTMLElement).dataset['day'] !== undefined;
    const step = isDay ? steps[event.key] : undefined;
    if (step) show(step(shown), true);
    else if (event.key === 'Escape') finish(onClose);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  cleanup.add(() => element.remove());
  return {
    element,
    open(anchor, day, onChoose, onRemove) {
      chosen = day;
      choose = onChoose;
      remove = onRemove;
      shown = day ?? today();
      paint();
      openPopover(element, anchor, 'bottom-start');
      show(shown, true);
    },
    destroy: () => cleanup.run(),
  };
}
