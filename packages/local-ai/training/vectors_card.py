"""The card of the word vectors: what they are, what they were made from, what they are worth."""

from card import source_rows


def card(words, width, size, text, losses, sources, split, path):
    unseen = ', '.join(split['unseen']['test'])
    tuning = ', '.join(split['unseen']['development'])
    path.write_text(f"""# weft-vectors 1

Vectors of {words:,} English words by which Weft finds what is about the same in other words. They run on the person's device;
`src/engines/embeddings` is their engine: a text's vector is the sum of its words', and an unknown form of a word counts as one that is known.

- **Shape**: {words:,} words of at least five occurrences, {width} numbers each. A word's weight is in its length.
- **File**: `weft-vectors.bin`, {size / 1e6:.2f} MB to fetch: whole numbers of 23 values with a scale a row, packed by gzip; a byte each in memory. It
  begins with its kind, a version and a checksum.
- **Training**: {text / 1e6:.2f} million words. First which words stand near one another (positive pointwise mutual information within eight words, reduced by
  singular vectors, weighted by a / (a + p) as SIF does), then 1,000 steps of 512 questions that bring a sentence nearer to the rest of its paragraph than
  to others', where mostly it has none of its words (loss {losses[0]:.2f} to {losses[1]:.2f}). At last words are drawn towards those that may stand for them
  ([1,600 groups](../training/synonyms.txt), and the forms of one word). Seed 1, one thread: the same file every time on one machine.
- **Licence**: MIT, as the rest of the package. Everything they were trained on, the groups of words too, is in the public domain or CC0, so no duty passes on.

## What they are worth

What they add to a search by words is in the package's README: `node packages/local-ai/eval/run.ts CORPUS meaning`. Constants were tuned on
the development split (`meaning-development`).

## What they were made from

{len(sources)} sources, of each 5 % held out, as for weft-lm. Whole sources they never saw: {tuning} (for tuning), {unseen} (for reporting).

| source | licence | documents | trained on | SHA-256 of the file begins |
| ------ | ------- | --------- | ---------- | -------------------------- |
{source_rows(sources)}

## Limits

- English, much of it governmental and technical, and some novels of the nineteenth century: words of other fields are near to what
  stood beside them there, or unknown. A text in another language has no vector, and is found by its words alone.
- A vector says what a text is about, and nothing of its order: "the dog bit the man" and "the man bit the dog" are one.
- It holds what its sources associate, prejudice included. It orders results; it decides nothing.

## Making them

    python packages/local-ai/training/vectors.py CORPUS

does everything, in some minutes on one core: list with hashes, cleaning, vocabulary, training, export, samples for the parity test, this card. Needs Python 3.11 and
PyTorch 2.
""")
