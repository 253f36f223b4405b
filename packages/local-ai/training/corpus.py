"""Reads the corpus, cleans it, splits it, and says what it was: sources, licences, hashes."""

import gzip
import hashlib
import json
import re
from pathlib import Path

# Whole sources that training never sees: authors nobody has met. Thresholds are tuned on the first two, figures are
# reported from the last two. `eval/split.ts` of the package reads the same file.
SPLIT = json.loads((Path(__file__).parent / 'split.json').read_text())

FOLDED = str.maketrans({
    '\u2018': "'", '\u2019': "'", '\u201c': '"', '\u201d': '"', '\u00a0': ' ', '\u2011': '-',
    '\ufb01': 'fi', '\ufb02': 'fl', '\u200b': None, '\ufeff': None, '\ufe0f': None, '\u202c': None, '\u00ad': None,
})


def clean(line):
    """One paragraph, or None where it is not prose."""
    line = re.sub(r'\s+', ' ', line.translate(FOLDED)).strip()
    if len(line) < 20 or line.startswith('---'):
        return None
    letters = sum(1 for letter in line if letter.isalpha() or letter == ' ')
    if letters / len(line) < 0.75:
        return None
    return line


def document_split(name, text):
    """`train`, `development` or `test`, from a hash, so that it never changes with the order of files."""
    for split in ('development', 'test'):
        if name in SPLIT['unseen'][split]:
            return split
    at = hashlib.sha256((name + '\n' + text).encode()).digest()[0] * 256 + \
        hashlib.sha256((name + '\n' + text).encode()).digest()[1]
    share = at / 65536
    if share < SPLIT['heldOut'] / 2:
        return 'development'
    return 'test' if share < SPLIT['heldOut'] else 'train'


def read_corpus(folder):
    """Yields (source, split, paragraphs) for each document, and the manifest of what was read."""
    documents = []
    sources = []
    for path in sorted(Path(folder).glob('*.txt.gz')):
        packed = path.read_bytes()
        name = path.name.removesuffix('.txt.gz')
        text = gzip.decompress(packed).decode()
        mine = []
        for document in re.split(r'\n{2,}', text):
            lines = [line for line in document.split('\n') if line]
            if lines:
                mine.append((name, document_split(name, '\n'.join(lines)), [c for c in map(clean, lines) if c]))
        documents += mine
        sources.append({
            'name': name, 'sha256': hashlib.sha256(packed).hexdigest(), 'bytes': len(text.encode()),
            'documents': len(mine), 'training': sum(1 for d in mine if d[1] == 'train'),
        })
    return documents, sources


def without_echoes(documents):
    """Drops paragraphs that were met before, and from training what also stands in a held-out document."""
    held = {p for _, split, paragraphs in documents if split != 'train' for p in paragraphs}
    met = set()
    kept = []
    for name, split, paragraphs in documents:
        mine = []
        for paragraph in paragraphs:
            if split == 'train' and (paragraph in held or paragraph in met):
                continue
            met.add(paragraph)
            mine.append(paragraph)
        if mine:
            kept.append((name, split, mine))
    return kept
