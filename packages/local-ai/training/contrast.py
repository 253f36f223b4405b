"""Moves word vectors so that a sentence is nearer to the rest of its paragraph than to other paragraphs."""

import numpy
import torch
import torch.nn.functional as F

BATCH = 512
STEPS = 1000
RATE = 1e-3
TEMPERATURE = 0.07
# How often a question lacks all words that its answer has: else the words themselves would be enough.
LACKS = 0.7
MOST_ASKED = 12
MOST_ANSWER = 200
KEPT = 0.6
COMMON = 1e-3


def fitted(start, frequencies, documents):
    """The vectors after training, and its losses at the beginning and the end. Questions as by an inverse cloze task (Lee, Chang and Toutanova, 2019)."""
    vectors = torch.nn.Parameter(start.clone())
    random = numpy.random.default_rng(1)
    rarity = COMMON / (COMMON + frequencies)
    places = list(paragraphs_of(documents))
    optimizer = torch.optim.Adam([vectors], lr=RATE, betas=(0.9, 0.99))
    order, losses = [], []
    for step in range(STEPS):
        if len(order) < BATCH:
            order = random.permutation(len(places)).tolist()
        drawn = [question(*places[order.pop()], rarity, random) for _ in range(BATCH)]
        asked, answers = zip(*[pair for pair in drawn if pair is not None])
        for group in optimizer.param_groups:
            group['lr'] = RATE * (1 - step / STEPS)
        cosines = bags(vectors, asked) @ bags(vectors, answers).T / TEMPERATURE
        right = torch.arange(len(asked))
        loss = (F.cross_entropy(cosines, right) + F.cross_entropy(cosines.T, right)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step % 100 == 99:
            print('step', step + 1, 'loss', round(sum(losses[-100:]) / 100, 3), flush=True)
    return vectors.detach(), (sum(losses[:20]) / 20, sum(losses[-20:]) / 20)


def paragraphs_of(documents):
    """Each paragraph's sentences of three words or more, with those of the paragraph before it."""
    for document in documents:
        before = None
        for paragraph in document:
            sentences = [sentence for sentence in paragraph if len(sentence) >= 3]
            if sentences:
                yield sentences, before
            before = sentences or None


def question(sentences, before, rarity, random):
    """Words of one sentence, and the rest of its paragraph; of a paragraph of one sentence, the paragraph before."""
    if len(sentences) > 1:
        at = random.integers(len(sentences))
        asked = sentences[at]
        answer = numpy.concatenate([sentence for place, sentence in enumerate(sentences) if place != at])
    elif before is not None:
        asked, answer = sentences[0], numpy.concatenate(before)
    else:
        half = random.random(len(sentences[0])) < 0.5
        asked, answer = sentences[0][half], sentences[0][~half]
    if random.random() < LACKS:
        asked = asked[~numpy.isin(asked, answer)]
    asked = asked[random.random(len(asked)) < rarity[asked]]
    most = random.integers(3, MOST_ASKED + 1)
    if len(asked) > most:
        asked = random.choice(asked, most, replace=False)
    answer = answer[:MOST_ANSWER]
    if len(answer) > 6:
        answer = answer[random.random(len(answer)) < KEPT]
    return (asked, answer) if len(asked) >= 2 and len(answer) >= 3 else None


def bags(vectors, texts):
    starts = numpy.concatenate([[0], numpy.cumsum([len(text) for text in texts])[:-1]])
    summed = F.embedding_bag(torch.from_numpy(numpy.concatenate(texts)), vectors, torch.from_numpy(starts), mode='sum')
    return F.normalize(summed, dim=1)
