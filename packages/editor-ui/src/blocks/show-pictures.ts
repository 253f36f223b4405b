/** Asks every picture of a text to be there, and not only those near the window. */
const ASKED = 'weft-show-pictures';

/** What a picture answers with: a promise that settles once it is drawn, or cannot be. */
type Asked = CustomEvent<Promise<unknown>[]>;

/** Has the pictures of a text fetched, wherever they stand. Of each that is not there yet a promise that settles once it is drawn, or cannot be. */
export function askPictures(content: HTMLElement): readonly Promise<unknown>[] {
  const waits: Promise<unknown>[] = [];
  content.dispatchEvent(new CustomEvent(ASKED, { detail: waits }));
  return waits;
}

/** Answers when all pictures are asked for. */
export function onAsked(content: HTMLElement, answer: () => Promise<unknown> | undefined): () => void {
  const listen = (event: Event): void => {
    const wait = answer();
    if (wait !== undefined) (event as Asked).detail.push(wait);
  };
  content.addEventListener(ASKED, listen);
  return () => content.removeEventListener(ASKED, listen);
}
