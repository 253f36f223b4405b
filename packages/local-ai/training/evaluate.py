"""What the shipped weights are worth on text they never saw, and samples for the parity tests of the engine."""

import math

import torch
import torch.nn.functional as F

from bpe import END

SAMPLES = 6
# Texts that no corpus has: other scripts, quotes, numbers, spaces, nothing.
ODD = ['', ' ', "She didn't say \u201cno\u201d \u2013 na\u00efve caf\u00e9s, 12345 of them.", '\u732b\u304c\u597d\u304d 😀\n\n  two  spaces\t!?',
       "It's Weft's user's'' ''tis rock'n'roll", 'x' * 40]


@torch.no_grad()
def log_probabilities(model, tokens):
    """Log probability of each token after the first END, in float32."""
    inputs = torch.tensor([[END, *tokens[:-1]]])
    return F.log_softmax(model(inputs)[0], -1)[torch.arange(len(tokens)), torch.tensor(tokens)]


@torch.no_grad()
def measured(model, tokenizer, texts, most=400):
    """Nats a token, bits a byte and top-1 accuracy over pieces of `context` tokens, at most so many."""
    context = model.shape['context']
    stream = [token for text in texts for token in (END, *tokenizer.encode(text))]
    count = min(most, (len(stream) - 1) // context)
    step = (len(stream) - 1) // context // count
    pieces = torch.tensor([stream[at * step * context:at * step * context + context + 1] for at in range(count)])
    losses, right, size = [], 0, 0
    for piece in pieces.split(16):
        logits = model(piece[:, :-1])
        losses.append(F.cross_entropy(logits.view(-1, logits.shape[-1]), piece[:, 1:].reshape(-1), reduction='sum'))
        right += int((logits.argmax(-1) == piece[:, 1:]).sum())
        size += sum(len(tokenizer.bytes[token]) or 1 for token in piece[:, 1:].flatten().tolist())
    total = float(torch.stack(losses).sum())
    tokens = pieces.shape[0] * context
    return {'tokens': tokens, 'nats a token': round(total / tokens, 4),
            'bits a byte': round(total / math.log(2) / size, 4), 'next token right': round(right / tokens, 4)}


def parity_samples(model, tokenizer, paragraphs):
    """Texts, their tokens and the log probability of each; the engine must say the same."""
    samples = []
    for text in [*paragraphs[:SAMPLES], *ODD]:
        tokens = tokenizer.encode(text)[:96]
        logs = log_probabilities(model, tokens).tolist() if tokens else []
        samples.append({'text': b''.join(tokenizer.bytes[token] for token in tokens).decode(errors='replace'),
                        'tokens': tokens, 'logs': [round(log, 4) for log in logs]})
    return samples
