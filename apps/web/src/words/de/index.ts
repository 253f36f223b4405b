/** German: the editor's and the app's own. */
import { german as editor } from '@weft/editor-ui/locales/de';
import type { Locale } from '@weft/editor-ui/words';
import type { AppCatalogue } from '../catalogue.ts';
import { connect } from './connect.ts';
import { copies } from './copies.ts';
import { document } from './document.ts';
import { endpoint } from './endpoint.ts';
import { exchange } from './exchange.ts';
import { help } from './help.ts';
import { library } from './library.ts';
import { models } from './models.ts';
import { onDevice } from './on-device.ts';
import { people } from './people.ts';
import { roles } from './roles.ts';
import { sample } from './sample.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';
import { start } from './start.ts';
import { suggesting } from './suggesting.ts';

const parts: AppCatalogue = {
  connect,
  copies,
  document,
  endpoint,
  exchange,
  help,
  library,
  models,
  'on-device': onDevice,
  people,
  roles,
  sample,
  search,
  settings,
  share,
  start,
  suggesting,
};

export const german: Locale = { ...editor, parts: { ...editor.parts, ...parts } };
