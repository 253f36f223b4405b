"""One command: corpus, tokenizer, training, export, evaluation, card. `python run.py CORPUS WORK --minutes N`."""

import argparse
import json
from array import array
from pathlib import Path

import torch

from bpe import END, Tokenizer, train_bpe
from card import card, licence_of
from corpus import SPLIT, read_corpus, without_echoes
from evaluate import measured, parity_samples
from export import export, imported
from model import WeftLm
from train import BATCH, Minutes, Steps, train

NAME = 'weft-lm 1'
SHAPE = dict(vocabulary=6144, width=256, layers=4, heads=4, hidden=1024, pairs=10240, context=128)
SHIPPED = Path(__file__).parent.parent / 'model'


def read_all(corpus):
    documents, sources = read_corpus(corpus)
    for source in sources:
        licence_of(source['name'])
    return without_echoes(documents), sources


def part_of(name, split):
    """What a document is for: training, held out of a known source, or a source that is wholly unseen."""
    for use in ('development', 'test'):
        if name in SPLIT['unseen'][use]:
            return f'unseen {use}'
    return split


def streams_of(documents, tokenizer):
    """Token streams for training and for watching it, documents in a seeded order."""
    shuffled = torch.randperm(len(documents), generator=torch.Generator().manual_seed(1)).tolist()
    streams = {'train': array('H'), 'development': array('H'), 'unseen development': array('H')}
    for at in shuffled:
        name, split, paragraphs = documents[at]
        stream = streams.get(part_of(name, split))
        if stream is not None:
            stream.extend([END, *tokenizer.encode('\n'.join(paragraphs))])
    return {name: torch.tensor(stream, dtype=torch.int32).short() for name, stream in streams.items()}


def merges_of(documents, work, shipped):
    """The tokenizer's merges: those of the model that is gone on from, those of this folder, or new ones."""
    kept = work / 'merges.json'
    if shipped is not None:
        kept.write_text(json.dumps(imported(WeftLm(**SHAPE), shipped)))
    if not kept.exists():
        texts = ['\n'.join(paragraphs) for _, split, paragraphs in documents if split == 'train']
        kept.write_text(json.dumps(train_bpe(texts, SHAPE['vocabulary'])))
    return [tuple(pair) for pair in json.loads(kept.read_text())]


def finish(model, tokenizer, merges, documents, sources, steps, available):
    """Writes what is shipped: the file, samples for the parity tests, the card."""
    SHIPPED.mkdir(exist_ok=True)
    export(model, merges, SHIPPED / 'weft-lm.bin', NAME)
    parts = {'held-out documents of known sources': 'test'}
    parts |= {f'unseen: {name}': name for name in SPLIT['unseen']['test']}
    figures = {}
    for label, key in parts.items():
        texts = ['\n'.join(p) for name, split, p in documents if key in (name, part_of(name, split))]
        figures[label] = measured(model, tokenizer, texts)
        print(label, figures[label], flush=True)
    paragraphs = [p[0] for name, split, p in documents if split == 'test'][::40]
    samples = parity_samples(model, tokenizer, paragraphs)
    (SHIPPED / 'samples.json').write_text(json.dumps(samples, ensure_ascii=False) + '\n')
    parameters = sum(weight.numel() for weight in model.parameters())
    tokens = steps * BATCH * SHAPE['context']
    size = (SHIPPED / 'weft-lm.bin').stat().st_size
    card(NAME, SHAPE, parameters, steps, tokens, available, size, sources, SPLIT, figures, SHIPPED / 'README.md')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('corpus', type=Path)
    parser.add_argument('work', type=Path)
    parser.add_argument('--steps', type=int, default=4000)
    parser.add_argument('--decay', type=int, default=1000)
    parser.add_argument('--minutes', type=float, help='end by the clock instead, the rate falling for half of the time')
    parser.add_argument('--from', dest='shipped', type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    documents, sources = read_all(options.corpus)
    merges = merges_of(documents, options.work, options.shipped)
    tokenizer = Tokenizer(merges)
    torch.manual_seed(1)
    model = WeftLm(**SHAPE)
    if options.shipped is not None:
        imported(model, options.shipped)
    streams = streams_of(documents, tokenizer)
    print({name: len(stream) for name, stream in streams.items()}, flush=True)
    plan = Minutes(options.minutes, 0.5) if options.minutes else Steps(options.steps, options.decay)
    steps = train(options.work, model, streams, plan)
    finish(model, tokenizer, merges, documents, sources, steps, len(streams['train']))


if __name__ == '__main__':
    main()
