"""The model card: what it is, what it was made from, what it is worth. Written from the run itself."""

from export import MOST, MOST_OF_PAIRS

LICENCES = (
    (('18F_', 'cloud-gov_', 'uswds_', 'GSA_idmanagement'),
     'works of the United States government: public domain, CC0 elsewhere'),
    (('GSA_digitalgov',), 'public domain'),
    (('python_peps',), 'those PEPs that say "public domain or CC0-1.0"'),
    (('ethereum_',), 'CC0'),
    (('standardebooks_',), 'public-domain text, the edition dedicated under CC0'),
)


def licence_of(name):
    """The licence of a source; a source without a known one stops the run."""
    for starts, licence in LICENCES:
        if name.startswith(starts):
            return licence
    raise SystemExit(f'no licence is known for {name}')


def source_rows(sources):
    return '\n'.join(f"| {s['name']} | {licence_of(s['name'])} | {s['documents']} | {s['training']} | `{s['sha256'][:16]}` |"
                     for s in sources)


def card(name, shape, parameters, steps, tokens, available, size, sources, split, figures, path):
    rows = source_rows(sources)
    worth = '\n'.join(f"| {part} | " + ' | '.join(str(value) for value in figure.values()) + ' |'
                      for part, figure in figures.items())
    unseen = ', '.join(split['unseen']['test'])
    tuning = ', '.join(split['unseen']['development'])
    path.write_text(f"""# {name}

A language model of {parameters / 1e6:.1f} million parameters that suggests how English prose goes on. It runs on the
person's device, in under a millisecond a token; `src/engines/weft-lm` is its engine.

- **Shape**: {shape['layers']} layers of width {shape['width']}, {shape['heads']} heads, hidden width {shape['hidden']}, squared ReLU,
  rotary positions, RMS norms without gains, tied embeddings; a table of {shape['pairs']:,} rows for pairs of tokens, which costs
  memory and no time; context {shape['context']} tokens; byte-level BPE of {shape['vocabulary']:,} tokens.
- **File**: `weft-lm.bin`, {size / 1e6:.2f} MB to fetch: whole numbers of {2 * MOST + 1} values ({2 * MOST_OF_PAIRS + 1} in the table of pairs), which gzip packs to five
  bits, with a float32 scale a row; int8 when unpacked.
- **Training**: {steps:,} steps, {tokens / 1e6:.2f} million tokens ({tokens / available:.2f} times through the training text, as far as a share of one core went),
  batches of 24 × 128, Muon for matrices and AdamW for tables, warm-up, held rate, falling to zero at the end. Seed 1.
- **Licence**: MIT, as the rest of the package. Everything it was trained on is in the public domain or CC0, so no duty passes on.

## What it is worth

Rounded as shipped, over pieces of 128 tokens.

| text | tokens | nats a token | bits a byte | next token right |
| ---- | ------ | ------------ | ----------- | ---------------- |
{worth}

Keystrokes saved are in the package's README: `node packages/local-ai/eval/run.ts CORPUS weft-lm`.

## What it was made from

{len(sources)} sources. Of each, {100 * split['heldOut']:.0f} % of the documents are held out by a hash of their text, half for development, half for
testing. Whole sources it never saw: {tuning} (for tuning), {unseen} (for reporting). Paragraphs met twice are dropped,
and from training what also stands in a held-out document. Markup, tables and lines that are mostly no letters are dropped.

| source | licence | documents | trained on | SHA-256 of the file begins |
| ------ | ------- | --------- | ---------- | -------------------------- |
{rows}

## Limits

- English, much of it governmental and technical, and some novels of the nineteenth century: it knows their words, names and
  views, and repeats them. It knows nothing, and reasons about nothing.
- It can say what is untrue or unkind. What it suggests is shown, never written by itself.
- Other languages: bytes are never unknown to it, but it has learned none; the person's own words carry suggestions there.

## Making it, and going on

    python packages/local-ai/training/run.py CORPUS WORK --minutes N

does everything: list with hashes, cleaning, tokenizer, training, export, figures, this card. Needs Python 3.11 and PyTorch 2.
The rate falls for the second half of the time, so that it ends well on a machine of any speed (`--steps N --decay M` ends by
steps, the same on every machine). Stopped, it goes on from the last checkpoint in WORK (every 100 steps); what comes after a
finished run begins best at `held.pt`, the last one before the rate fell, copied to `latest.pt`. Where no checkpoint is left, `--from packages/local-ai/model/weft-lm.bin` starts from the shipped weights and tokenizer:
the optimizers' averages are gone, which some dozens of steps of warm-up make good. More training is the cheapest way
to a better model: the loss was still falling.
""")
