import { commandWords } from '../words/commands.ts';

const GLYPHS: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↵',
  Tab: '⇥',
};

const ARIA: Readonly<Record<string, string>> = { Ctrl: 'Control' };

/** Whether shortcuts are written with ⌘ here. `platform` is `navigator.platform`; pass it, so that nothing is read at import. */
export function isApplePlatform(platform: string): boolean {
  return /Mac|iP(hone|ad|od)/.test(platform);
}

const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

function keyName(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

/** As it is written on the keys. */
function shownName(key: string): string {
  const names: Readonly<Record<string, string>> = commandWords().keys;
  return ARROWS[key] ?? names[key] ?? keyName(key);
}

/** `Mod-Shift-7` → `Ctrl+Shift+7`, or `⌘⇧7` on Apple's. */
export function shortcutLabel(shortcut: string, isApple: boolean): string {
  const parts = shortcut.split('-');
  if (isApple) return parts.map((part) => GLYPHS[part] ?? ARROWS[part] ?? keyName(part)).join('');
  return parts.map((part) => shownName(part === 'Mod' ? 'Ctrl' : part)).join('+');
}

/** The value of `aria-keyshortcuts`: `Mod-b` → `Control+B` or `Meta+B`. */
export function shortcutAria(shortcut: string, isApple: boolean): string {
  return shortcut
    .split('-')
    .map((part) => (part === 'Mod' ? (isApple ? 'Meta' : 'Control') : (ARIA[part] ?? keyName(part))))
    .join('+');
}
