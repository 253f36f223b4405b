export { createEditor } from './create-editor.ts';
export { isApplePlatform, shortcutAria, shortcutLabel } from './commands/shortcut.ts';
export { editorFailure, type EditorFailure, type EditorFailureCode, type EditorNotice } from './errors.ts';
export type {
  AddedCommand,
  ApplyGate,
  BlockKind,
  ChangeOrigin,
  CommandArgument,
  CommandGroup,
  CommandId,
  Editor,
  EditorCommand,
  EditorDocument,
  EditorEvents,
  EditorExtension,
  EditorMode,
  FoldPlace,
  EditorOptions,
  EditorSettings,
  EditorPerson,
  EditorPorts,
  EditorState,
  EditorSuggestion,
  EditorSuggestions,
  EditorUser,
  ExportOptions,
  ExtensionCommand,
  GhostTextPort,
  Late,
  MarkName,
  Presence,
  Readable,
} from './types.ts';
export { CONTENT, seedDocument, TITLE } from './binding/seed.ts';
export { editTitle, MAX_TITLE_LENGTH } from './binding/title.ts';
export { contentToReferences } from './files/collect.ts';
export { SCHEMA_VERSION } from './schema/version.ts';
export type { Locale } from './words/words.ts';
