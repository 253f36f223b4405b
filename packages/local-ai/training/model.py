"""weft-lm: a small decoder with rotary positions and a table for pairs of tokens, which costs memory but no time."""

import torch
import torch.nn as nn
import torch.nn.functional as F

# Exact in 32 bits, so that JavaScript's Math.imul gives the same row.
PAIR_LEFT = 0x9E3779B1
PAIR_RIGHT = 0x85EBCA6B


def rows_of_pairs(tokens, rows):
    """Row of the pair table for each token and the one before it (END before the first)."""
    before = F.pad(tokens[:, :-1], (1, 0))
    mixed = (before * PAIR_LEFT + tokens * PAIR_RIGHT) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * PAIR_LEFT) & 0xFFFFFFFF
    return (mixed >> 8) % rows


def norm(x):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


def rotate(x, cos, sin):
    left, right = x.chunk(2, -1)
    return torch.cat((left * cos - right * sin, left * sin + right * cos), -1)


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)
        for layer in (self.qkv, self.up):
            nn.init.uniform_(layer.weight, -(3 / width) ** 0.5, (3 / width) ** 0.5)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.down.weight)

    def forward(self, x, cos, sin):
        batch, length, width = x.shape
        q, k, v = self.qkv(norm(x)).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k = rotate(norm(q), cos, sin), rotate(norm(k), cos, sin)
        seen = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.relu(self.up(norm(x))).square())


class WeftLm(nn.Module):
    def __init__(self, vocabulary, width, layers, heads, hidden, pairs, context):
        super().__init__()
        self.shape = dict(vocabulary=vocabulary, width=width, layers=layers, heads=heads, hidden=hidden, pairs=pairs,
                          context=context)
        self.tokens = nn.Embedding(vocabulary, width)
        nn.init.normal_(self.tokens.weight, std=0.02)
        self.pairs = nn.Embedding(pairs, width) if pairs else None
        if self.pairs:
            nn.init.zeros_(self.pairs.weight)
        self.blocks = nn.ModuleList(Block(width, heads, hidden) for _ in range(layers))
        half = width // heads // 2
        turns = torch.outer(torch.arange(context), 10000.0 ** (-torch.arange(half) / half))
        self.register_buffer('cos', turns.cos(), persistent=False)
        self.register_buffer('sin', turns.sin(), persistent=False)

    def hidden(self, tokens):
        length = tokens.shape[1]
        x = norm(self.tokens(tokens))
        if self.pairs:
            x = x + self.pairs(rows_of_pairs(tokens, self.pairs.num_embeddings))
        for block in self.blocks:
            x = block(x, self.cos[:length].to(x.dtype), self.sin[:length].to(x.dtype))
        return norm(x)

    def forward(self, tokens):
        return self.hidden(tokens) @ self.tokens.weight.T
