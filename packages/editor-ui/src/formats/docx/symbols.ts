/** Signs that Word takes from symbol fonts, where a letter's number says nothing of what it looks like. */

/** Symbol, from 0x20 on: Greek and mathematics. A space where the font has no sign of its own. */
const SYMBOL = ' !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼';
/** Symbol, from 0xA0 on. */
const SYMBOL_HIGH = '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭';

/** The pictures that are common in text: hands, faces, numbers in circles, boxes, ticks and arrows. */
const PICTURES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  wingdings: {
    ...series(0x21, '✏✂✁👓🔔📖🕯☎✆✉'),
    ...series(0x36, '⌛⌨🖰🖲💻🖴💾🖬✇✍🖎✌👌👍👎☜☞☝☟✋☺😐☹💣☠'),
    ...series(0x51, '✈☼💧❄'),
    ...series(0x6c, '●❍■□'),
    ...series(0x71, '❑❒⬧⧫◆❖⬥⌧⍓⌘'),
    ...series(0x80, '⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿'),
    ...series(0x9e, '·•▪○'),
    0xa7: '▪',
    0xa8: '◻',
    0xab: '★',
    ...series(0xd5, '⌫⌦'),
    ...series(0xdf, '←→↑↓↖↗↙↘'),
    ...series(0xe7, '←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳'),
    ...series(0xfb, '✗✓☒☑'),
  },
  'wingdings 2': { ...series(0x4f, '✗✓☒☑☒'), ...series(0xa3, '☐') },
  webdings: { 0x61: '✔', 0x72: '✗', ...series(0x33, '◀▶▲▼') },
};

function series(from: number, signs: string): Record<number, string> {
  return Object.fromEntries([...signs].map((sign, at) => [from + at, sign]));
}

/** Whether letters in a font are signs of its own. */
export function isSymbolFont(font: string | undefined): boolean {
  const name = font?.toLowerCase() ?? '';
  return name === 'symbol' || Object.hasOwn(PICTURES, name) || name === 'wingdings 3';
}

/** What a sign of a symbol font is as a letter of any font; undefined for one that is not known. `code`: as Word holds it, 0x20 to 0xFF, or that and 0xF000. */
export function symbolToText(font: string, code: number): string | undefined {
  const name = font.toLowerCase();
  const at = code >= 0xf000 ? code - 0xf000 : code;
  if (name === 'symbol') return at < 0xa0 ? [...SYMBOL][at - 0x20] : [...SYMBOL_HIGH][at - 0xa0];
  if (Object.hasOwn(PICTURES, name)) return at === 0x20 ? ' ' : PICTURES[name]?.[at];
  // Of a font of letters: the number is the letter's.
  return isSymbolFont(font) || (at >= 0xe000 && at < 0xf900) ? undefined : String.fromCodePoint(code);
}
