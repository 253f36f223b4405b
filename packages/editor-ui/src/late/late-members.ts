import type { EditorView } from 'prosemirror-view';
import type { Editor } from '../editor.ts';
import { lateFind } from './late-find.ts';
import type { Parts, TransferPart } from './parts.ts';

type LateMember =
  | 'comments'
  | 'suggestions'
  | 'find'
  | 'showAuthors'
  | 'revealPerson'
  | 'followPeople'
  | 'toHtml'
  | 'toMarkdown'
  | 'toText';

/** What an editor can do by the parts that are fetched on use. */
export function lateMembers(parts: Parts, view: EditorView): Pick<Editor, LateMember> {
  let authorOf: Parameters<Editor['showAuthors']>[0];

  async function write(toWords: (transfer: TransferPart) => string): Promise<string | undefined> {
    const transfer = await parts.transfer.load();
    return transfer && !view.isDestroyed ? toWords(transfer) : undefined;
  }

  return {
    comments: parts.comments,
    suggestions: parts.suggestions,
    find: lateFind(parts.find),
    showAuthors(toAuthor) {
      authorOf = toAuthor;
      const here = parts.authors.get();
      if (here) here.showAuthors(view, toAuthor);
      else if (toAuthor) void parts.authors.load().then((late) => late?.showAuthors(view, authorOf));
    },
    revealPerson: (clientId) => parts.carets.get()?.reveal(clientId) ?? false,
    followPeople: (clientIds) => parts.carets.get()?.follow(clientIds),
    toHtml: (options) => write(({ docToHtml }) => docToHtml(view.state.doc, options)),
    toMarkdown: (options) => write(({ docToMarkdown }) => docToMarkdown(view.state.doc, options)),
    toText: (options) => write(({ docToText }) => docToText(view.state.doc, options)),
  };
}
