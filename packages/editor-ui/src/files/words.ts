/** What is said of files. */

const UNITS = ['bytes', 'kB', 'MB'] as const;

/** A size as a person reads it: 1,024 of one are one of the next. */
export function bytesToWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const number = unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
  return bytes === 1 ? '1 byte' : `${number.toLocaleString()} ${UNITS[unit] ?? ''}`;
}

/** How much of something is done. */
export function partToWords(done: number, total: number): string {
  return `${String(total === 0 ? 100 : Math.floor((100 * Math.min(done, total)) / total))} %`;
}
