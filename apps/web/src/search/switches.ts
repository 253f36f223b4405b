/** What the person may turn off of what reads along. On until they say otherwise. */
interface Switch {
  isOn(): boolean;
  set(isOn: boolean): void;
}

function createSwitch(key: string): Switch {
  return {
    isOn() {
      try {
        return localStorage.getItem(key) !== 'off';
      } catch {
        // Where the browser keeps nothing there is nothing to keep anything in either.
        return false;
      }
    },
    set(isOn) {
      try {
        if (isOn) localStorage.removeItem(key);
        else localStorage.setItem(key, 'off');
      } catch {
        // It then lasts as long as the page: nothing is kept.
      }
    },
  };
}

/** Whether the words of documents are kept on this device, so that closed ones can be searched. */
export const keptText: Switch = /* @__PURE__ */ createSwitch('weft/search-text');

/** Whether documents are found by their meaning too, for which word vectors are fetched. */
export const byMeaning: Switch = /* @__PURE__ */ createSwitch('weft/search-meaning');

/** Whether suggestions while writing learn from documents that are not open too. */
export const earlierWriting: Switch = /* @__PURE__ */ createSwitch('weft/earlier-writing');
