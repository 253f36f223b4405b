/** What every screen is given. Composed once, in main.ts. */
import type { DocumentPorts, DocumentUser, Library } from '@weft/crdt-core';
import type { Result } from '@weft/crypto';
import type { Notices } from '@weft/editor-ui/ui';
import type { GhostText } from './ghost-text.ts';
import type { LanguageChoice } from './language.ts';
import type { LoadFailure } from './load.ts';
import type { Route } from './router.ts';

/** A route that may stand in the address bar. */
export type OwnRoute = Exclude<Route, { type: 'link' }>;

/** The app around its screens. */
export interface App {
  readonly root: HTMLElement;
  readonly library: Library;
  readonly notices: Notices;
  /** Suggestions while writing. */
  readonly ghostText: GhostText;
  /** Cryptography, clock and timers, loaded on first use. */
  ports(): Promise<Result<DocumentPorts, LoadFailure>>;
  person(): DocumentUser;
  setPerson(person: DocumentUser): Promise<void>;
  /** Changes the language of what is on the page. */
  setLanguage(choice: LanguageChoice): void;
  go(route: OwnRoute): void;
  /** Stores the document of a link and goes there, or shows what is wrong with it. `text`: secret. */
  openLink(text: string): Promise<void>;
  /** As `openLink`; answers with what is wrong with it instead of showing it. `text`: secret. */
  takeLink(text: string): Promise<string | undefined>;
}

/** What is on the page now. */
export interface Screen {
  /** Ends the screen. Settles when nothing of it is left, its last writes included. */
  close(): Promise<void> | void;
}
