/** `<weft-editor>`: the editor as an element. Importing this touches no DOM and registers no name. */
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createEditor } from './create-editor.ts';
import type { Editor } from './editor.ts';
import type { EditorDocument } from './editor-document.ts';
import type { EditorEvents } from './editor-events.ts';
import type { EditorExtension } from './extensions.ts';
import type { EditorUser } from './people.ts';
import type { Locale } from './words/words.ts';

/** What an element's events carry, by the name of the editor's event. */
export type WeftEditorEvents = { readonly [K in keyof EditorEvents as `weft-${K}`]: CustomEvent<EditorEvents[K]> };

/** The element. Properties that are set while it stands in the page take effect at once. */
export interface WeftEditorElement extends HTMLElement {
  /** A whole document, as `openDocument` gives it. Comes before `doc`. */
  document: EditorDocument | undefined;
  /** A Y.Doc of one's own. Where neither is given the element makes one. */
  doc: Y.Doc;
  awareness: Awareness | undefined;
  user: EditorUser | undefined;
  extensions: readonly EditorExtension[];
  overlayContainer: HTMLElement | undefined;
  /** The language of the interface, of the whole page. */
  locale: Locale | undefined;
  /** Undefined while the element stands in no page. */
  readonly editor: Editor | undefined;
  addEventListener<K extends keyof WeftEditorEvents>(
    type: K,
    listener: (event: WeftEditorEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The editor's events that the element tells of; they do not bubble out of a text that lies in another. */
const EVENTS = [
  'change',
  'sync',
  'merge-notice',
  'schema-mismatch',
  'notice',
  'link-request',
  'comment',
  'comment-press',
] as const satisfies readonly (keyof EditorEvents)[];

/**
 * Registers the element. Attributes: `label`, `placeholder`, `readonly`, `spellcheck`, `stylesheets` (addresses, parted by spaces), `nonce`.
 * Calling it again with the same name does nothing.
 */
export function defineWeftEditor(name: string = 'weft-editor'): void {
  if (customElements.get(name) === undefined) customElements.define(name, createClass());
}

interface Given {
  document?: EditorDocument | undefined;
  doc?: Y.Doc | undefined;
  awareness?: Awareness | undefined;
  user?: EditorUser | undefined;
  extensions?: readonly EditorExtension[];
  overlayContainer?: HTMLElement | undefined;
  locale?: Locale | undefined;
}

/** `HTMLElement` exists only in a page: the class is made when it is registered. */
function createClass(): CustomElementConstructor {
  return class extends HTMLElement {
    static readonly observedAttributes = ['label', 'placeholder', 'readonly', 'spellcheck', 'stylesheets'];

    readonly #given: Given = {};
    #editor: Editor | undefined;

    get editor(): Editor | undefined {
      return this.#editor;
    }
    get document(): EditorDocument | undefined {
      return this.#given.document;
    }
    set document(document: EditorDocument | undefined) {
      this.#give({ document });
    }
    get doc(): Y.Doc {
      this.#given.doc ??= new Y.Doc();
      return this.#given.document?.doc ?? this.#given.doc;
    }
    set doc(doc: Y.Doc | undefined) {
      this.#give({ doc });
    }
    get awareness(): Awareness | undefined {
      return this.#given.awareness;
    }
    set awareness(awareness: Awareness | undefined) {
      this.#give({ awareness });
    }
    get extensions(): readonly EditorExtension[] {
      return this.#given.extensions ?? [];
    }
    set extensions(extensions: readonly EditorExtension[]) {
      this.#give({ extensions });
    }
    get overlayContainer(): HTMLElement | undefined {
      return this.#given.overlayContainer;
    }
    set overlayContainer(overlayContainer: HTMLElement | undefined) {
      this.#give({ overlayContainer });
    }
    get locale(): Locale | undefined {
      return this.#given.locale;
    }
    set locale(locale: Locale | undefined) {
      this.#give({ locale });
    }
    get user(): EditorUser | undefined {
      return this.#given.user;
    }
    set user(user: EditorUser | undefined) {
      this.#given.user = user;
      if (user) this.#editor?.setUser(user);
    }

    connectedCallback(): void {
      // Set before the element was registered, they lie over the accessors.
      for (const name of [
        'document',
        'doc',
        'awareness',
        'user',
        'extensions',
        'overlayContainer',
        'locale',
      ] as const) {
        if (!Object.hasOwn(this, name)) continue;
        const value: unknown = Reflect.get(this, name);
        Reflect.deleteProperty(this, name);
        Reflect.set(this, name, value);
      }
      this.#mount();
    }

    disconnectedCallback(): void {
      this.#end();
    }

    attributeChangedCallback(name: string): void {
      if (!this.#editor) return;
      if (name === 'readonly') this.#editor.setEditable(!this.hasAttribute('readonly'));
      else this.#remount();
    }

    #give(given: Given): void {
      Object.assign(this.#given, given);
      this.#remount();
    }

    #remount(): void {
      if (!this.#editor) return;
      this.#end();
      this.#mount();
    }

    #mount(): void {
      if (this.#editor || !this.isConnected) return;
      const { document, awareness, user, extensions, overlayContainer, locale } = this.#given;
      const [label, placeholder, nonce] = [
        this.ariaLabel ?? this.getAttribute('label'),
        this.getAttribute('placeholder'),
        this.nonce,
      ];
      const stylesheets = this.getAttribute('stylesheets')
        ?.split(/\s+/)
        .filter((address) => address !== '');
      const source = document ? { document } : { doc: this.doc, ...(awareness ? { awareness } : {}) };
      this.#editor = createEditor({
        ...source,
        element: this,
        editable: !this.hasAttribute('readonly'),
        spellcheck: this.getAttribute('spellcheck') !== 'false',
        ...(label === null ? {} : { label }),
        ...(placeholder === null ? {} : { placeholder }),
        ...(stylesheets === undefined ? {} : { stylesheets }),
        ...(nonce ? { nonce } : {}),
        ...(user ? { user } : {}),
        ...(extensions ? { extensions } : {}),
        ...(overlayContainer ? { overlayContainer } : {}),
        ...(locale ? { locale } : {}),
      });
      for (const name of EVENTS) {
        this.#editor.on(name, (detail) => void this.dispatchEvent(new CustomEvent(`weft-${name}`, { detail })));
      }
    }

    #end(): void {
      this.#editor?.destroy();
      this.#editor = undefined;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'weft-editor': WeftEditorElement;
  }
}
