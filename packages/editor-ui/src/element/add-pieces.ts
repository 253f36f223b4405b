/** People, days and emoji in the text: what helps to choose them is fetched when the first sign for one is typed. */
import type { Editor } from '../editor.ts';
import type { Cleanup } from '../ui/part.ts';
import type { Pieces } from '../ui/pieces.ts';

export function addPieces(editor: Editor, overlays: HTMLElement, cleanup: Cleanup): void {
  let isEnded = false;
  let here: Promise<Pieces | undefined> | undefined;
  /** Offline before it was ever fetched: the sign stays a sign, and the next one asks again. */
  const load = (): Promise<Pieces | undefined> => {
    here ??= import('../ui/pieces.ts').then(
      ({ createPieces }) => {
        if (isEnded) return undefined;
        const pieces = createPieces(editor);
        overlays.append(pieces.element);
        cleanup.add(pieces.destroy);
        return pieces;
      },
      () => {
        here = undefined;
        return undefined;
      },
    );
    return here;
  };
  let isHere = false;
  cleanup.listen(editor.view.dom, 'beforeinput', (event) => {
    const { data, inputType } = event as unknown as InputEvent;
    const sign = data?.at(-1);
    if (isHere || (sign !== '@' && sign !== ':') || !inputType.startsWith('insert')) return;
    void load().then((pieces) => {
      isHere ||= pieces !== undefined;
      // The sign itself is put into the text behind this event.
      requestAnimationFrame(() => pieces?.typed(sign));
    });
  });
  cleanup.add(editor.on('piece-request', (request) => void load().then((pieces) => pieces?.ask(request))));
  cleanup.add(() => {
    isEnded = true;
  });
}
