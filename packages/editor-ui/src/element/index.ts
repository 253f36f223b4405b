export {
  createEditorShell,
  type EditorShell,
  type EditorShellOptions,
  type ShellDocument,
} from './create-editor-shell.ts';
