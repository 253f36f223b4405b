"""Moves word vectors towards those of words that may stand for them, as Faruqui et al., "Retrofitting word vectors to semantic lexicons" (2015)."""

from pathlib import Path

import torch

from forms import forms

LEXICON = Path(__file__).parent / 'synonyms.txt'
ROUNDS = 10
# What the words of its groups count together beside what the text says of a word, and what its other forms do where it has no group.
GROUPS = 4.0
FORMS = 1.0


def pairs_of(ids):
    """Rows of words that may stand for one another, and of forms of one word, with what each counts."""
    pairs = {}
    for line in LEXICON.read_text().split('\n'):
        words = [] if line.startswith('#') else line.split()
        for word in words:
            for other in words:
                if word != other and word in ids and other in ids:
                    pairs[ids[word], ids[other]] = GROUPS
    for word, row in ids.items():
        other = next((ids[form] for form in forms(word) if form in ids), None)
        if other is not None:
            pairs.setdefault((row, other), FORMS)
            pairs.setdefault((other, row), FORMS)
    return pairs


def drawn_together(vectors, ids):
    """The vectors, nearer to one another where their words are; as long as before."""
    pairs = pairs_of(ids)
    size = len(vectors)
    places = torch.tensor(list(pairs)).T
    weights = torch.tensor(list(pairs.values()))
    totals = torch.zeros(size).index_add(0, places[0], weights)
    # All that stands beside a word counts as much as the word, however much it is.
    share = torch.sparse_coo_tensor(places, weights / totals[places[0]], (size, size)).coalesce()
    lengths = vectors.norm(dim=1, keepdim=True)
    own = torch.nn.functional.normalize(vectors, dim=1)
    belief = totals.clamp(max=GROUPS)[:, None]
    new = own
    for _ in range(ROUNDS):
        new = torch.nn.functional.normalize((own + belief * (share @ new)) / (1 + belief), dim=1)
    return new * lengths
