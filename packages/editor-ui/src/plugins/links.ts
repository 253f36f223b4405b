import { Plugin } from 'prosemirror-state';
import { toSafeHref } from '../schema/href.ts';

/**
 * Ctrl or Cmd and click opens a link, in a new tab that knows nothing of this one; a plain click places the caret. Where
 * nothing can be written, a plain click opens it too. The address is checked again: it may have come from anyone.
 */
export function links(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        click(view, event) {
          const target = event.target instanceof Element ? event.target.closest('a') : null;
          if (!target || !view.dom.contains(target)) return false;
          event.preventDefault();
          const href = toSafeHref(target.getAttribute('href'));
          if (href === undefined || (view.editable && !event.metaKey && !event.ctrlKey)) return false;
          view.dom.ownerDocument.defaultView?.open(href, '_blank', 'noopener,noreferrer');
          return true;
        },
      },
    },
  });
}
