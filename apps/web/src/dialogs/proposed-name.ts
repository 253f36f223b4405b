import { copyWords } from '../words/copies.ts';

/**
 * The name proposed for a file. It is never the title: a file's name is read by whoever sees the file.
 * @param today - to tell files apart
 */
export function proposeName(today: Date): string {
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, '0'));
  return copyWords().proposedName(day.join('-'));
}
