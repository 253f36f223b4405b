import type { Place, RewriteStyle, RewriteTask, WrittenSummaryTask } from '@weft/local-ai';

/** Somewhere words can be written for this document. */
export interface WritingPlace {
  readonly id: string;
  readonly at: Place;
  /** What the device or the address is called; empty: this device. */
  readonly name: string;
  readonly rewriter: RewriteTask;
  readonly summaries: WrittenSummaryTask;
}

/** Where words can be written, as the document's person allows it. */
export interface WritingPlaces {
  /** The first is this device, whether or not anything can write there. */
  get(): readonly WritingPlace[];
  subscribe(listener: () => void): () => void;
  /** Looks again for what can write: models and devices come and go. */
  look(): Promise<void>;
}

export const STYLES: readonly RewriteStyle[] = ['shorter', 'plainer', 'formal', 'friendly', 'corrected', 'continued'];

/** A place, and what can be done there now. */
export interface AblePlace {
  readonly place: WritingPlace;
  readonly styles: readonly RewriteStyle[];
}

/** The places where anything can be said anew now. */
export async function findAble(places: readonly WritingPlace[]): Promise<readonly AblePlace[]> {
  const all = await Promise.all(
    places.map(async (place) => {
      const states = await Promise.all(STYLES.map((style) => place.rewriter.availability(style)));
      return { place, styles: STYLES.filter((_, at) => states[at] === 'available') };
    }),
  );
  return all.filter(({ styles }) => styles.length > 0);
}
