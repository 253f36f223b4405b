export { WeftEditor, type WeftEditorHandlers, type WeftEditorProps } from './weft-editor.ts';
