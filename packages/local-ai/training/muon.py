"""Muon (Jordan and others, 2024): momentum made orthogonal, for matrices; everything else goes to AdamW."""

import torch


def orthogonal(matrix, steps=5):
    x = matrix.bfloat16() if torch.get_autocast_cpu_dtype() == torch.bfloat16 else matrix
    turned = x.shape[0] > x.shape[1]
    if turned:
        x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * (gram @ gram)) @ x
    return (x.T if turned else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr=0.02, momentum=0.95, weight_decay=0.0):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group['params']:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                average = state.setdefault('momentum', torch.zeros_like(weight))
                average.lerp_(weight.grad, 1 - group['momentum'])
                # q, k and v are three matrices laid one on the other.
                update = weight.grad.lerp(average, group['momentum'])
                parts = update.split(update.shape[1]) if update.shape[0] == 3 * update.shape[1] else [update]
                made = torch.cat([orthogonal(part) for part in parts])
                scale = max(1, parts[0].shape[0] / parts[0].shape[1]) ** 0.5
                weight.mul_(1 - group['lr'] * group['weight_decay'])
                weight.add_(made, alpha=-group['lr'] * scale)
