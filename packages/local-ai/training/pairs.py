"""Word vectors from which words stand near one another: positive pointwise mutual information, reduced by its singular vectors."""

import time

import numpy
import torch

WINDOW = 8
SAMPLED = 1e-4
SMOOTHED = 0.75
ROUNDS = 5
SPARE = 48
# Singular values weigh by this power; rare words by a / (a + p), as Arora, Liang and Ma, "A simple but tough-to-beat baseline" (2017).
POWER = 0.25
SIF = 3e-4


def start_vectors(documents, frequencies, width):
    """A row a word, of length a / (a + p). After Levy, Goldberg and Dagan, "Improving distributional similarity" (2015)."""
    began = time.time()
    size = len(frequencies)
    keys, weights = near_words(documents, frequencies)
    rows, columns = keys // size, keys % size
    apart = rows != columns
    row = numpy.concatenate([rows, columns[apart]])
    column = numpy.concatenate([columns, rows[apart]])
    weight = numpy.concatenate([numpy.where(apart, weights, 2 * weights), weights[apart]])
    sums = numpy.bincount(row, weights=weight, minlength=size)
    contexts = sums ** SMOOTHED / (sums ** SMOOTHED).sum()
    information = numpy.log(weight / sums[row] / contexts[column])
    positive = information > 0
    row, column, information = row[positive], column[positive], information[positive].astype(numpy.float32)
    print(len(row), 'pairs', round(time.time() - began), 's', flush=True)
    matrix, turned = sparse(row, column, information, size), sparse(column, row, information, size)
    draws = torch.randn(size, width + SPARE, generator=torch.Generator().manual_seed(1))
    basis = torch.linalg.qr(matrix @ draws)[0]
    for _ in range(ROUNDS):
        basis = torch.linalg.qr(turned @ basis)[0]
        basis = torch.linalg.qr(matrix @ basis)[0]
    left, values, _ = torch.linalg.svd((turned @ basis).T, full_matrices=False)
    vectors = (basis @ left)[:, :width] * values[:width] ** POWER
    print('reduced', round(time.time() - began), 's', flush=True)
    common = torch.tensor(SIF / (SIF + frequencies), dtype=torch.float32)
    return torch.nn.functional.normalize(vectors, dim=1) * common[:, None]


def near_words(documents, frequencies):
    """Pairs of words within a window of a paragraph, the nearer counting more; very common words are left out by chance."""
    size = len(frequencies)
    words = [numpy.concatenate(paragraph) for document in documents for paragraph in document if paragraph]
    place = numpy.repeat(numpy.arange(len(words)), [len(paragraph) for paragraph in words])
    flat = numpy.concatenate(words).astype(numpy.int64)
    often = frequencies[flat] / SAMPLED
    kept = numpy.random.default_rng(1).random(len(flat)) < 1 / numpy.sqrt(often) + 1 / often
    flat, place = flat[kept], place[kept]
    keys, weights = [], []
    for distance in range(1, WINDOW + 1):
        same = place[:-distance] == place[distance:]
        one, other = flat[:-distance][same], flat[distance:][same]
        key, count = numpy.unique(numpy.minimum(one, other) * size + numpy.maximum(one, other), return_counts=True)
        keys.append(key)
        weights.append(count * (WINDOW + 1 - distance) / WINDOW)
    key, inverse = numpy.unique(numpy.concatenate(keys), return_inverse=True)
    return key, numpy.bincount(inverse, weights=numpy.concatenate(weights))


def sparse(rows, columns, values, size):
    order = numpy.lexsort((columns, rows))
    starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(rows, minlength=size))])
    return torch.sparse_csr_tensor(torch.from_numpy(starts), torch.from_numpy(columns[order]),
                                   torch.from_numpy(values[order]), (size, size), check_invariants=False)
