export { createEditorShell, type EditorShell, type EditorShellOptions } from './create-editor-shell.ts';
export { type ShellDocument } from './shell-document.ts';
