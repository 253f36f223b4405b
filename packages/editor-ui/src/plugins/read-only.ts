import { Plugin } from 'prosemirror-state';
import { isFromDocument } from '../binding/binding.ts';

/** Where nothing may be written, nothing is: no command, plugin or extension can change what a reader sees. */
export function readOnlyGuard(canWrite: () => boolean): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || isFromDocument(tr) || canWrite(),
  });
}
