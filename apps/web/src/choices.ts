/** What a person chose on this device and is no secret: kept where the browser allows. */

/** What was chosen; undefined where nothing was, or the browser keeps nothing. */
export function readChoice(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice, or with undefined forgets it. Where the browser keeps nothing, it lasts as long as the page. */
export function keepChoice(key: string, choice: string | undefined): void {
  try {
    if (choice === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // A private window may refuse.
  }
}
