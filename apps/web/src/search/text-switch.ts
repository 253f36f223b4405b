/** Whether the words of documents are kept on this device, so that closed ones can be searched. On until the person says otherwise. */
const KEY = 'weft/search-text';

export function isTextKept(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    // Where the browser keeps nothing there is nothing to keep the words in either.
    return false;
  }
}

export function setTextKept(isKept: boolean): void {
  try {
    if (isKept) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // It then lasts as long as the page: nothing is kept.
  }
}
