"""Trains weft-lm. Seeded; checkpoints are whole, so that a later run goes on where this one stopped.

The rate is warmed up, held, and taken to zero at the end. The end is a number of steps, or a time: on a machine that is
shared nobody knows how many steps an hour has. A later run continues from any checkpoint of the held part, `held.pt`.
"""

import json
import math
import os
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from loss import fused_loss
from muon import Muon

BATCH = 24
WARM_UP = 30
RATES = {'matrices': 0.02, 'tokens': 0.004, 'pairs': 0.01}


def batches(tokens, context, seed):
    """Endless batches: the stream cut at a new offset each time round, its pieces in a new order."""
    made = torch.Generator().manual_seed(seed)
    while True:
        offset = int(torch.randint(context, (1,), generator=made))
        count = (len(tokens) - offset - 1) // context
        order = torch.randperm(count, generator=made)
        for at in range(0, count - BATCH + 1, BATCH):
            starts = (order[at:at + BATCH] * context + offset)[:, None] + torch.arange(context + 1)
            piece = tokens[starts].long()
            yield piece[:, :-1], piece[:, 1:]


def loss_of(model, inputs, targets):
    with torch.autocast('cpu', torch.bfloat16):
        hidden = model.hidden(inputs)
    return fused_loss(hidden, model.tokens.weight, targets.reshape(-1))


class Steps:
    """An end after so many steps in all, the last `decay` of them with a falling rate."""

    def __init__(self, steps, decay):
        self.steps, self.decay = steps, decay

    def left(self, step):
        """Share of the full rate that the next step has; 0 when there is no next step."""
        return min(1.0, max(0, self.steps - step) / self.decay)


class Minutes:
    """An end after so many minutes from now on, in the last `falling` (a share) of them with a falling rate."""

    def __init__(self, minutes, falling):
        self.end = time.time() + 60 * minutes
        self.decay = 60 * minutes * falling

    def left(self, _step):
        return min(1.0, max(0, self.end - time.time()) / self.decay)


@torch.no_grad()
def held_out_loss(model, tokens, context, most=40):
    """Mean nats a token over the first pieces of a held-out stream."""
    count = min(most, (len(tokens) - 1) // context)
    piece = torch.stack([tokens[at * context:at * context + context + 1] for at in range(count)]).long()
    return float(loss_of(model, piece[:, :-1], piece[:, 1:]))


def optimizers_of(model):
    matrices = [weight for block in model.blocks for weight in block.parameters()]
    adam = torch.optim.AdamW([
        {'params': [model.tokens.weight], 'lr': RATES['tokens']},
        {'params': [model.pairs.weight], 'lr': RATES['pairs']},
    ], betas=(0.9, 0.95), weight_decay=0.0)
    muon = Muon(matrices, lr=RATES['matrices'], weight_decay=0.01)
    for optimizer in (adam, muon):
        for group in optimizer.param_groups:
            group['full'] = group['lr']
    return adam, muon


def train(folder, model, streams, plan, seed=1):
    """Trains until the plan (`Steps` or `Minutes`) ends; goes on from `latest.pt`.

    Returns how many steps the model has seen.
    """
    folder = Path(folder)
    shape = model.shape
    adam, muon = optimizers_of(model)
    step = 0
    latest = folder / 'latest.pt'
    if latest.exists():
        saved = torch.load(latest)
        model.load_state_dict(saved['model'])
        adam.load_state_dict(saved['adam'])
        muon.load_state_dict(saved['muon'])
        step = saved['step']
    source = batches(streams['train'], shape['context'], seed)
    for _ in range(step):
        next(source)
    log = open(folder / 'log.jsonl', 'a')
    began, cpu, first, mean = time.time(), time.process_time(), step, None
    left = plan.left(step)
    while left > 0:
        rate = min(left, (step + 1) / WARM_UP)
        for optimizer in (adam, muon):
            for group in optimizer.param_groups:
                group['lr'] = group['full'] * rate
        inputs, targets = next(source)
        loss = loss_of(model, inputs, targets)
        loss.backward()
        adam.step()
        muon.step()
        model.zero_grad(set_to_none=True)
        step += 1
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        left = plan.left(step)
        if step % 20 == 0 or left == 0:
            line = {'step': step, 'tokens': step * BATCH * shape['context'], 'loss': round(mean, 4), 'rate': round(rate, 3),
                    'seconds': round(time.time() - began), 'cpu': round(time.process_time() - cpu),
                    'tokens/s': round((step - first) * BATCH * shape['context'] / (time.time() - began))}
            if step % 100 == 0 or left == 0:
                line['heldOut'] = {name: round(held_out_loss(model, streams[name], shape['context']), 4)
                                   for name in streams if name != 'train'}
                if not math.isfinite(mean):
                    raise SystemExit('the loss is no number any more')
                save(latest, model, adam, muon, step)
                if rate == 1.0:
                    os.replace(save(folder / 'held.tmp', model, adam, muon, step), folder / 'held.pt')
            print(json.dumps(line), file=log, flush=True)
    return step


def save(path, model, adam, muon, step):
    """Writes a checkpoint whole or not at all."""
    torch.save({'model': model.state_dict(), 'adam': adam.state_dict(), 'muon': muon.state_dict(), 'step': step},
               str(path) + '.part')
    os.replace(str(path) + '.part', path)
    return path
