/** Everything the app says beside the editor: what a language has to translate. */
import type { Translation } from '@weft/editor-ui/words';
import type { connectWords } from './connect.ts';
import type { copyWords } from './copies.ts';
import type { documentWords } from './document.ts';
import type { endpointWords } from './endpoint.ts';
import type { exchangeWords } from './exchange.ts';
import type { helpWords } from './help.ts';
import type { libraryWords } from './library.ts';
import type { modelWords } from './models.ts';
import type { onDeviceWords } from './on-device.ts';
import type { peopleWords } from './people.ts';
import type { roleWords } from './roles.ts';
import type { sampleWords } from './sample.ts';
import type { searchWords } from './search.ts';
import type { settingsWords } from './settings.ts';
import type { shareWords } from './share.ts';
import type { startWords } from './start.ts';
import type { suggestingWords } from './suggesting.ts';

// A type and no interface: it is a record of objects as well.
export type AppCatalogue = {
  readonly connect: Translation<typeof connectWords>;
  readonly copies: Translation<typeof copyWords>;
  readonly document: Translation<typeof documentWords>;
  readonly endpoint: Translation<typeof endpointWords>;
  readonly exchange: Translation<typeof exchangeWords>;
  readonly help: Translation<typeof helpWords>;
  readonly library: Translation<typeof libraryWords>;
  readonly models: Translation<typeof modelWords>;
  readonly 'on-device': Translation<typeof onDeviceWords>;
  readonly people: Translation<typeof peopleWords>;
  readonly roles: Translation<typeof roleWords>;
  readonly sample: Translation<typeof sampleWords>;
  readonly search: Translation<typeof searchWords>;
  readonly settings: Translation<typeof settingsWords>;
  readonly share: Translation<typeof shareWords>;
  readonly start: Translation<typeof startWords>;
  readonly suggesting: Translation<typeof suggestingWords>;
};
