/** The palette's colours on paper, as Word holds them: those of the light theme (styles/tokens.css). */
export const INKS: Readonly<Record<string, string>> = {
  gray: '5F5B54',
  red: 'A3231A',
  orange: '8A4300',
  yellow: '6B5400',
  green: '22643A',
  blue: '1D55A5',
  purple: '70368F',
};

export const MARKS: Readonly<Record<string, string>> = {
  gray: 'EBE9E4',
  red: 'FBE3E0',
  orange: 'FCE8D3',
  yellow: 'FBF1C0',
  green: 'DEF2E3',
  blue: 'E0ECFC',
  purple: 'F1E5F9',
};

/** Word's own marker pens. */
const PENS: Readonly<Record<string, string>> = {
  yellow: 'yellow',
  darkYellow: 'yellow',
  green: 'green',
  darkGreen: 'green',
  cyan: 'blue',
  darkCyan: 'blue',
  blue: 'blue',
  darkBlue: 'blue',
  magenta: 'purple',
  darkMagenta: 'purple',
  red: 'red',
  darkRed: 'red',
  lightGray: 'gray',
  darkGray: 'gray',
};

export function penToName(pen: string | undefined): string | undefined {
  return pen === undefined || !Object.hasOwn(PENS, pen) ? undefined : PENS[pen];
}

/** A colour of the palette by its value; any other is left out. */
export function hexToName(colors: Readonly<Record<string, string>>, hex: string | undefined): string | undefined {
  const wanted = hex?.toUpperCase();
  return Object.keys(colors).find((name) => colors[name] === wanted);
}
