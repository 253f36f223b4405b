/** Where a summary can be written anew now. */
import type { RoutedEnd, SummaryRequest } from '@weft/local-ai';
import type { WritingPlace, WritingPlaces } from '../assist/places.ts';

export interface Writers {
  get(): readonly WritingPlace[];
  /** Looks again for what can write. */
  look(): Promise<void>;
  stop(): void;
}

/** @param changed called when others can write */
export function followWriters(places: WritingPlaces | undefined, changed: () => void): Writers {
  let able: readonly WritingPlace[] = [];
  let looks = 0;
  async function find(): Promise<void> {
    const look = ++looks;
    const all = places?.get() ?? [];
    const states = await Promise.all(all.map(({ summaries }) => summaries.availability()));
    if (look !== looks) return;
    able = all.filter((_, at) => states[at] === 'available');
    changed();
  }
  const stop = places?.subscribe(() => void find());
  return {
    get: () => able,
    async look() {
      await places?.look();
      await find();
    },
    stop() {
      looks++;
      stop?.();
    },
  };
}

/** Has it written; `told` hears all of it so far. */
export function writeSummary(
  { summaries }: WritingPlace,
  request: SummaryRequest,
  told: (text: string) => void,
): { readonly end: Promise<RoutedEnd>; cancel(): void } {
  const { parts, end, cancel } = summaries.summarize(request);
  const read = async (): Promise<RoutedEnd> => {
    for await (const { text } of parts) told(text);
    return await end;
  };
  return { end: read(), cancel };
}
