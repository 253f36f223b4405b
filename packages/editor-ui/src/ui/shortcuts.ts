/** The page of keyboard shortcuts, made from the commands themselves so that it cannot say what is not so. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { shortcutLabel } from '../commands/shortcut.ts';
import type { CommandGroup, EditorCommand } from '../types.ts';
import { type Dialog, openDialog } from './dialog.ts';

const names: Readonly<Record<CommandGroup, string>> = {
  mark: 'Text',
  block: 'Blocks',
  list: 'Lists',
  insert: 'Insert',
  table: 'Tables',
  align: 'Alignment',
  move: 'Moving',
  suggestion: 'Suggestions',
  history: 'History',
  selection: 'Selection',
};

const others: readonly { readonly label: string; readonly shortcut?: string; readonly typed?: string }[] = [
  { label: 'Choose a block', typed: '/' },
  { label: 'Move to the toolbar', shortcut: 'Alt-F10' },
  { label: 'Back to the text', shortcut: 'Escape' },
  { label: 'Take a suggestion', shortcut: 'Tab' },
  { label: 'Take one word of it', shortcut: 'Mod-ArrowRight' },
  { label: 'Send it away', shortcut: 'Escape' },
  { label: 'Comment', shortcut: 'Mod-Alt-m' },
  { label: 'Next comment', shortcut: 'F8' },
  { label: 'Comment before', shortcut: 'Shift-F8' },
  { label: 'Is it saved?', shortcut: 'Mod-s' },
  { label: 'This page', shortcut: 'Mod-/' },
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
      ${typed === undefined ? nothing : html`<span class="weft-keys-typed">type <kbd>${typed}</kbd></span>`}
      ${shortcut === undefined ? nothing : html`<kbd>${shortcutLabel(shortcut, isApple)}</kbd>`}
    </dd>
  </div>`;

/** Opens the page as a dialog in `host`. */
export function openShortcuts(host: HTMLElement, commands: readonly EditorCommand[], isApple: boolean): Dialog {
  const known = commands.filter((command) => command.shortcut !== undefined || command.markdown !== undefined);
  const groups = [...new Set(known.map((command) => command.group))];
  const body = (): TemplateResult => html`<div class="weft-keys">
    ${groups.map(
      (group) => html`<section>
        <h3>${names[group]}</h3>
        <dl>
          ${known
            .filter((command) => command.group === group)
            .map((command) => row(command.label, command.shortcut, command.markdown?.trim(), isApple))}
        </dl>
      </section>`,
    )}
    <section>
      <h3>Weft</h3>
      <dl>${others.map((other) => row(other.label, other.shortcut, other.typed, isApple))}</dl>
    </section>
  </div>`;
  return openDialog(host, { title: 'Keyboard shortcuts', body, size: 'wide' });
}
