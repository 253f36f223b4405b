import type { Command } from 'prosemirror-state';
import type { CommandArgument } from './command.ts';
import type { CommandGroup, CommandId } from './ids.ts';
import type { CopyId } from './move.ts';

/** What commands that make or copy something are handed. */
export interface CommandTools {
  readonly copyId: CopyId;
  readonly createId: () => string;
}

/** A command before it is bound to a view. */
export interface Definition {
  readonly id: CommandId;
  readonly group: CommandGroup;
  readonly shortcut?: string | undefined;
  readonly markdown?: string | undefined;
  readonly command?: Command;
  /** For those that name what they make. */
  readonly toCommand?: (tools: CommandTools) => Command;
  /** For those that can be asked for in a size or a colour; undefined where the argument says nothing of it. */
  readonly toAsked?: (tools: CommandTools, argument: CommandArgument) => Command | undefined;
  readonly isActive?: Command;
  readonly isEnabled?: Command;
  /** Whether its part has yet to be fetched: then it runs when that is here. */
  readonly isMissing?: () => boolean;
}
