/** A document on paper, or as a PDF: the browser's dialog, once every picture is there. */
import type { Editor } from '@weft/editor-ui';
import { askPictures } from '@weft/editor-ui/formats';
import { commonWords } from '@weft/editor-ui/words';
import type { App } from '../app.ts';
import { exchangeWords } from '../words/exchange.ts';

const TOPIC = 'print';

/** Pictures are fetched as they come near the window: those nobody scrolled to would be boxes on paper. What nobody who can be reached has stays one. */
export async function printDocument({ notices }: Pick<App, 'notices'>, { view }: Pick<Editor, 'view'>): Promise<void> {
  const waits = askPictures(view.dom);
  const stop = Promise.withResolvers<'stopped'>();
  if (waits.length > 0) {
    const action = { label: commonWords().cancel, run: () => stop.resolve('stopped') };
    notices.show({ topic: TOPIC, kind: 'info', words: exchangeWords().printing(waits.length), action });
  }
  const end = await Promise.race([Promise.all(waits), stop.promise]);
  notices.dismiss(TOPIC);
  if (end !== 'stopped') print();
}
