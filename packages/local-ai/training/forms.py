"""Forms of an English word, as `src/engines/embeddings/forms.ts`, to the letter."""

ENDINGS = (
    ("'s", ('',)), ('ies', ('y',)), ('ied', ('y',)), ('ing', ('', 'e', 's', 'ed')), ('est', ('', 'e')), ('es', ('', 'e')),
    ('ed', ('', 'e', 's', 'ing')), ('er', ('', 'e')), ('ly', ('',)), ('s', ('',)), ('e', ('ing', 'ed', 'es')),
    ('y', ('ies',)), ('', ('s', 'ed', 'ing')),
)
SHORTEST = 3


def forms(word):
    for ending, others in ENDINGS:
        stem = word[:len(word) - len(ending)] if word.endswith(ending) else ''
        if len(stem) < SHORTEST:
            continue
        for other in others:
            yield stem + other
        if ending in ('ed', 'ing') and stem[-1] == stem[-2]:
            yield stem[:-1]
