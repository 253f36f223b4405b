/** The page of keyboard shortcuts, made from the commands themselves so that it cannot say what is not so. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../editor.ts';
import { type MenuWords, menuWords } from '../words/menus.ts';
import { type Dialog, openDialog } from './dialog.ts';

/** What can be done by key and is no command. */
const toOthers = (
  words: MenuWords,
): readonly { readonly label: string; readonly shortcut?: string; readonly typed?: string }[] => [
  { label: words.chooseBlock, typed: '/' },
  { label: words.toToolbar, shortcut: 'Alt-F10' },
  { label: words.toText, shortcut: 'Escape' },
  { label: words.takeSuggested, shortcut: 'Tab' },
  { label: words.takeWord, shortcut: 'Mod-ArrowRight' },
  { label: words.sendAway, shortcut: 'Escape' },
  { label: words.comment, shortcut: 'Mod-Alt-m' },
  { label: words.nextComment, shortcut: 'F8' },
  { label: words.previousComment, shortcut: 'Shift-F8' },
  { label: words.outline, shortcut: 'Mod-Alt-Shift-o' },
  { label: words.dayOrPerson, typed: '@' },
  { label: words.anEmoji, typed: ':smile' },
  { label: words.outOfFormula, shortcut: 'Escape' },
  { label: words.isSaved, shortcut: 'Mod-s' },
  { label: words.thisPage, shortcut: 'Mod-/' },
];

const row = (
  label: string,
  shortcut: string | undefined,
  typed: string | undefined,
  isApple: boolean,
): TemplateResult =>
  html`<div class="weft-keys-row">
    <dt>${label}</dt>
    <dd>
      ${typed === undefined ? nothing : html`<span class="weft-keys-typed">${menuWords().type} <kbd>${typed}</kbd></span>`}
      ${shortcut === undefined ? nothing : html`<kbd>${shortcutLabel(shortcut, isApple)}</kbd>`}
    </dd>
  </div>`;

/** Opens the page as a dialog in `host`. */
export function openShortcuts(
  host: HTMLElement,
  { commandList, added }: Pick<Editor, 'commandList' | 'added'>,
  isApple: boolean,
): Dialog {
  const words = menuWords();
  const known = commandList.filter((command) => command.shortcut !== undefined || command.markdown !== undefined);
  const groups = [...new Set(known.map((command) => command.group))];
  const body = (): TemplateResult => html`<div class="weft-keys">
    ${groups.map(
      (group) => html`<section>
        <h3>${words.groups[group]}</h3>
        <dl>
          ${known
            .filter((command) => command.group === group)
            .map((command) => row(command.label, command.shortcut, command.markdown?.trim(), isApple))}
        </dl>
      </section>`,
    )}
    <section>
      <h3>Weft</h3>
      <dl>${[...added.values()].map(({ label, shortcut }) => (shortcut === undefined ? nothing : row(label, shortcut, undefined, isApple)))}
      ${toOthers(words).map((other) => row(other.label, other.shortcut, other.typed, isApple))}</dl>
    </section>
  </div>`;
  return openDialog(host, { title: words.shortcuts, body, size: 'wide' });
}
