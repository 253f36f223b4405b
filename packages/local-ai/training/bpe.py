"""Byte-level BPE. The pieces and the merging are those of `src/engines/weft-lm/tokenizer.ts`, to the byte."""

import heapq
import re
from collections import Counter, defaultdict

# A word, a number or marks, each with the space before it. Ranges are spelt out so that two languages agree on them.
PIECE = re.compile(
    r" ?[A-Za-z\u0080-\U0010ffff]+(?:'[A-Za-z]+)?| ?[0-9]{1,4}| ?[!-/:-@\[-`{-~]+|[\x00-\x1f\x7f]| ")

END = 0  # between documents; bytes are 1 to 256; merges follow


def train_bpe(texts, size):
    """Merges [(left, right)] that make a vocabulary of `size`, the commonest pair first; ties go to the lower ids."""
    words = Counter()
    for text in texts:
        words.update(PIECE.findall(text))
    pieces = [[byte + 1 for byte in word.encode()] for word in words]
    counts = list(words.values())
    pairs = Counter()
    where = defaultdict(set)
    for at, piece in enumerate(pieces):
        for pair in zip(piece, piece[1:]):
            pairs[pair] += counts[at]
            where[pair].add(at)
    # The heap holds every count a pair ever had; those it no longer has are passed over.
    heap = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(heap)
    merges = []
    while 257 + len(merges) < size and heap:
        count, best = heapq.heappop(heap)
        if pairs.get(best, 0) != -count:
            continue
        made = 257 + len(merges)
        merges.append(best)
        changed = set()
        for at in where.pop(best):
            piece = pieces[at]
            for pair in zip(piece, piece[1:]):
                pairs[pair] -= counts[at]
                changed.add(pair)
            piece = merge(piece, best, made)
            pieces[at] = piece
            for pair in zip(piece, piece[1:]):
                pairs[pair] += counts[at]
                where[pair].add(at)
                changed.add(pair)
        pairs.pop(best, None)
        for pair in changed:
            if pairs.get(pair, 0) > 0:
                heapq.heappush(heap, (-pairs[pair], pair))
    return merges


def merge(piece, pair, made):
    merged = []
    at = 0
    while at < len(piece):
        if at + 1 < len(piece) and (piece[at], piece[at + 1]) == pair:
            merged.append(made)
            at += 2
        else:
            merged.append(piece[at])
            at += 1
    return merged


class Tokenizer:
    def __init__(self, merges):
        self.merges = [tuple(pair) for pair in merges]
        self.ranks = {pair: rank for rank, pair in enumerate(self.merges)}
        self.size = 257 + len(self.merges)
        self.bytes = [b''] + [bytes([byte]) for byte in range(256)]
        for left, right in self.merges:
            self.bytes.append(self.bytes[left] + self.bytes[right])
        self.known = {}

    def encode(self, text):
        tokens = []
        for piece in PIECE.findall(text):
            known = self.known.get(piece)
            if known is None:
                known = self.known[piece] = self.encode_piece(piece)
            tokens += known
        return tokens

    def encode_piece(self, piece):
        tokens = [byte + 1 for byte in piece.encode()]
        while len(tokens) > 1:
            rank, pair = min((self.ranks.get(pair, 1 << 30), pair) for pair in zip(tokens, tokens[1:]))
            if rank == 1 << 30:
                break
            tokens = merge(tokens, pair, 257 + rank)
        return tokens
