"""Trains weft-lm. Seeded; checkpoints are whole, so that a later run goes on where this one stopped.

The rate is warmed up, held, and taken to zero over the last DECAY steps: a run can be ended whenever there is no more
time, by writing `decay` into its folder, and a later run continues from any checkpoint of the held part.
"""

import json
import math
import os
import time
from pathlib import Path

import torch
import torch.nn.functional as F

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
        logits = model(inputs)
    return F.cross_entropy(logits.float().view(-1, logits.shape[-1]), targets.reshape(-1))


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


def train(folder, model, streams, steps, decay, seed=1):
    """Trains for `steps` steps in all, the last `decay` of them with a falling rate; goes on from `latest.pt`.

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
    while step < steps:
        if (folder / 'decay').exists():
            steps = min(steps, step + decay)
            (folder / 'decay').rename(folder / 'decaying')
        rate = min(1.0, (step + 1) / WARM_UP, (steps - step) / decay)
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
        if step % 20 == 0 or step == steps:
            line = {'step': step, 'tokens': step * BATCH * shape['context'], 'loss': round(mean, 4), 'rate': round(rate, 3),
                    'seconds': round(time.time() - began), 'cpu': round(time.process_time() - cpu),
                    'tokens/s': round((step - first) * BATCH * shape['context'] / (time.time() - began))}
            if step % 100 == 0 or step == steps:
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
