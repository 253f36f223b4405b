/** Endings, the longest first, and what may stand in their place in a form that is known. */
const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ["'s", ['']],
  ['ies', ['y']],
  ['ied', ['y']],
  ['ing', ['', 'e', 's', 'ed']],
  ['est', ['', 'e']],
  ['es', ['', 'e']],
  ['ed', ['', 'e', 's', 'ing']],
  ['er', ['', 'e']],
  ['ly', ['']],
  ['s', ['']],
  ['e', ['ing', 'ed', 'es']],
  ['y', ['ies']],
  ['', ['s', 'ed', 'ing']],
];
const SHORTEST = 3;

/**
 * Forms of an English word, the likeliest first, of which the first that is known may stand for it: a vocabulary does not hold
 * every plural. As `forms.py` of the trainer, to the letter.
 */
export function* toForms(word: string): Generator<string> {
  for (const [ending, others] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length);
    if (stem.length < SHORTEST) continue;
    for (const other of others) yield stem + other;
    // "stopped", "running": the last letter is there twice.
    if ((ending === 'ed' || ending === 'ing') && stem.at(-1) === stem.at(-2)) yield stem.slice(0, -1);
  }
}
