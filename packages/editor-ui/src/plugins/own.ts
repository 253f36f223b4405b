import type { Plugin } from 'prosemirror-state';
import type { Binding } from '../binding/binding.ts';
import { tableRepair } from '../table/repair.ts';
import type { EditorCommand } from '../commands/command.ts';
import { beforeInput } from './before-input.ts';
import { blockIds } from './block-ids.ts';
import { clipboard, type ClipboardOptions } from './clipboard.ts';
import { fillSpace } from './fill.ts';
import { type FoldPlace, foldsPlugin } from './folds.ts';
import { keys } from './keys.ts';
import { links } from './links.ts';
import { placeholder } from './placeholder.ts';
import { placesPlugin } from './places.ts';
import { readOnlyGuard } from './read-only.ts';

export interface OwnPluginsOptions extends ClipboardOptions {
  readonly binding: Binding;
  readonly commands: readonly EditorCommand[];
  readonly shortcuts: Plugin;
  readonly isApple: boolean;
  readonly placeholder: string;
  readonly folds: FoldPlace | undefined;
  /** Of extensions. */
  readonly added: readonly Plugin[];
  canWrite(): boolean;
}

/** The plugins every editor has from the first letter on, in the order in which they hear of keys. */
export function ownPlugins(options: OwnPluginsOptions): readonly Plugin[] {
  const { binding, commands, createId } = options;
  return [
    ...options.added,
    foldsPlugin(options.folds),
    keys(commands, createId, options.isApple),
    beforeInput(commands),
    options.shortcuts,
    clipboard(options),
    links(),
    fillSpace(),
    placesPlugin(),
    placeholder(options.placeholder),
    blockIds(createId, binding.copyId),
    tableRepair(createId),
    readOnlyGuard(options.canWrite),
  ];
}
