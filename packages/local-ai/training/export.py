"""Weights to whole numbers with a scale a row, in one file that `src/engines/weft-lm/model-file.ts` reads."""

import json
import struct
import zlib

import torch

ALIGNED = 16
# A byte each in memory, but few values of it: in five or six bits the weights are as good (a thousandth of a nat), and the
# packed file is a third smaller. Rows of the pair table bear most.
MOST = 31
MOST_OF_PAIRS = 15


def quantized(weight, top):
    """Rows as whole numbers from -top to top, and their scales: of some, the one that leaves a row the least error."""
    best = None
    most = weight.abs().amax(1, keepdim=True).clamp_min(1e-8)
    for step in range(20, 9, -1):
        scale = most * step / 20 / top
        whole = (weight / scale).round().clamp(-top, top)
        error = (whole * scale - weight).square().sum(1, keepdim=True)
        if best is None:
            best = [whole, scale, error]
        else:
            better = error < best[2]
            best = [torch.where(better, new, old) for new, old in zip((whole, scale, error), best)]
    return best[0].to(torch.int8), best[1].squeeze(1).float()


def matrices_of(model):
    yield model.tokens
    yield model.pairs
    for block in model.blocks:
        yield from (block.qkv, block.out, block.up, block.down)


def export(model, merges, path, name):
    """Writes the file, and puts the rounded weights into `model`, so that what is evaluated is what is shipped."""
    header = json.dumps({'name': name, **model.shape}, separators=(',', ':')).encode()
    parts = [b'weftlm1\n' + struct.pack('<I', len(header)) + header,
             b''.join(struct.pack('<HH', *pair) for pair in merges)]
    for layer in matrices_of(model):
        whole, scales = quantized(layer.weight.detach(), MOST_OF_PAIRS if layer is model.pairs else MOST)
        parts += [whole.numpy().tobytes(), scales.numpy().tobytes()]
        with torch.no_grad():
            layer.weight.copy_(whole.float() * scales[:, None])
    path.write_bytes(packed(b''.join(part + b'\0' * (-len(part) % ALIGNED) for part in parts)))


def packed(content):
    """As gzip, which every browser unpacks. Weights repeat nothing: Huffman's code alone is smaller than with a window."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(content) + packer.flush()


def imported(model, path):
    """Fills a model from a shipped file: where a later run starts when no checkpoint is left. Returns the merges."""
    data = zlib.decompress(path.read_bytes(), 31)
    length = struct.unpack_from('<I', data, 8)[0]
    at = 12 + length
    at += -at % ALIGNED
    count = model.shape['vocabulary'] - 257
    merges = [struct.unpack_from('<HH', data, at + 4 * merge) for merge in range(count)]
    at += 4 * count
    at += -at % ALIGNED
    for layer in matrices_of(model):
        rows, columns = layer.weight.shape
        whole = torch.frombuffer(bytearray(data[at:at + rows * columns]), dtype=torch.int8).view(rows, columns)
        at += rows * columns
        at += -at % ALIGNED
        scales = torch.frombuffer(bytearray(data[at:at + 4 * rows]), dtype=torch.float32)
        at += 4 * rows
        at += -at % ALIGNED
        with torch.no_grad():
            layer.weight.copy_(whole.float() * scales[:, None])
    return merges
