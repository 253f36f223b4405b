"""One command: corpus, vocabulary, word vectors, export, card. `python vectors.py CORPUS`. Some minutes on one core."""

import argparse
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import numpy
import torch

from contrast import fitted
from corpus import SPLIT
from forms import forms
from pairs import start_vectors
from run import read_all
from synonyms import drawn_together
from vectors_card import card
from vectors_file import export

SHIPPED = Path(__file__).parent.parent / 'model'
WIDTH = 96
FEWEST = 5
LONGEST = 24
# As `src/text/tokens.ts` cuts and folds English.
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?$")
SENTENCE = re.compile(r'(?<=[.!?])["\')\]]*\s+(?=["\'(\[]?[A-Z])')
# Texts for the parity test that no corpus has: other scripts, unknown words, forms of known ones, nothing.
ODD = ['', '12 34', 'Der Hund schläft unter dem Küchentisch.', 'Blogposts retweeted unfriendlier zzyzx.', "It's the user's caf\u00e9."]
SAMPLES = 12


def folded(text):
    decomposed = unicodedata.normalize('NFKD', text.replace('\u2019', "'"))
    return ''.join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def terms(text):
    return TOKEN.findall(folded(text))


def embedded(text, vectors, ids):
    """The unit vector of a text, as the engine's; None where fewer than half of its words are known."""
    words = [word for word in terms(text) if re.search('[a-z]', word)]
    rows = [next((ids[form] for form in (word, *forms(word)) if form in ids), None) for word in words]
    known = [row for row in rows if row is not None]
    if not known or len(known) < len(words) / 2:
        return None
    total = vectors[known].astype(numpy.float64).sum(0)
    return total / numpy.linalg.norm(total)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('corpus', type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    documents, sources = read_all(options.corpus)
    training = [[[terms(sentence) for sentence in SENTENCE.split(paragraph)] for paragraph in paragraphs]
                for _, split, paragraphs in documents if split == 'train']
    counts = Counter(word for document in training for paragraph in document for sentence in paragraph for word in sentence)
    words = sorted(word for word, count in counts.items() if count >= FEWEST and len(word) <= LONGEST and WORD.match(word))
    ids = {word: row for row, word in enumerate(words)}
    frequencies = numpy.array([counts[word] for word in words]) / counts.total()
    numbered = [[[numpy.array([ids[word] for word in sentence if word in ids]) for sentence in paragraph]
                 for paragraph in document] for document in training]
    print(len(words), 'words,', counts.total(), 'in the text', flush=True)
    start = start_vectors(numbered, frequencies, WIDTH)
    vectors, losses = fitted(start, frequencies, numbered)
    vectors = drawn_together(vectors, ids)
    vectors, size = export(words, vectors, SHIPPED / 'weft-vectors.bin')
    texts = [p[0] for _, split, p in documents if split == 'test'][::30][:SAMPLES]
    samples = []
    for text in [*texts, *ODD]:
        vector = embedded(text, vectors, ids)
        samples.append({'text': text, 'vector': None if vector is None else [round(float(x), 4) for x in vector[:8]]})
    (SHIPPED / 'vectors-samples.json').write_text(json.dumps(samples, ensure_ascii=False) + '\n')
    card(len(words), WIDTH, size, counts.total(), losses, sources, SPLIT, SHIPPED / 'vectors.md')


if __name__ == '__main__':
    main()
