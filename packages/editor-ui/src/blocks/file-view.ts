import { html, render } from 'lit/html.js';
import { Paperclip } from 'lucide';
import type { DrawAttachment } from './draw-attachment.ts';
import { fileWords } from '../words/files.ts';
import { bytesToWords } from '../words/format.ts';
import { readAttachment } from '../schema/attachment.ts';
import { iconView } from '../ui/icon.ts';
import { type AttachmentContext, createAttachmentView } from './attachment-view.ts';

/** A file as a card: its name, its size, and a way to get it. Its bytes are fetched when somebody asks for them, and never shown. */
export function fileView(context: AttachmentContext): DrawAttachment {
  return (node, view, getPos, dom) =>
    createAttachmentView(node, view, getPos, context, dom, (desk) => () => {
      const words = fileWords();
      const { reference } = readAttachment(desk.node());
      const name = reference?.name ?? words.unreadableFile;
      render(
        html`<div class="weft-file-card" role="group" aria-label=${words.fileNamed(name)}>
            ${iconView(Paperclip, 20)}
            <span class="weft-file-words">
              <b dir="auto">${name}</b>
              <small>${reference === undefined ? words.fileDamaged : bytesToWords(reference.bytes)}</small>
            </span>
            ${desk.bar(words.file, [], reference)}
          </div>
          ${desk.sending(reference)}`,
        desk.dom,
      );
    });
}
