/**
 * A piece of the interface: an element in the light DOM and the way to end it. Parts are functions over Lit templates
 * rather than custom elements, so that importing this package touches no DOM and registers no names.
 */
export interface Part {
  readonly element: HTMLElement;
  /** Removes the element and every listener, timer and subscription. Idempotent. */
  destroy(): void;
}

/** What has focus where a part stands: in the document, or in the shadow root that the document does not look into. */
export function focusedBy(element: Node): Element | null {
  const root = element.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}

/** What an event heard outside is of: in a shadow root, too, where `target` names the host alone. */
export function targetOf(event: Event): Element | undefined {
  const [target] = event.composedPath();
  return target instanceof Element ? target : undefined;
}

/** Collects what must be undone, and undoes it once, newest first. */
export interface Cleanup {
  add(undo: () => void): void;
  /** Adds a listener that is removed with the rest. */
  listen<K extends keyof HTMLElementEventMap>(
    target: EventTarget,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
  run(): void;
}

/** Creates an empty clean-up list. */
export function createCleanup(): Cleanup {
  let undos: (() => void)[] = [];
  const add = (undo: () => void): void => {
    undos.push(undo);
  };
  return {
    add,
    listen(target, type, listener, options) {
      target.addEventListener(type, listener as EventListener, options);
      add(() => target.removeEventListener(type, listener as EventListener, options));
    },
    run() {
      const rest = undos.reverse();
      undos = [];
      for (const undo of rest) undo();
    },
  };
}
